import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Forecast } from '../contract/condition.ts'
import { JidokaError } from '../contract/error.ts'
import { ForecastCard } from '../contract/forecast-card.ts'
import type { MachineKind } from '../contract/machine.ts'
import { forecastOf } from '../core/health/forecast.ts'
import { forecastInput, forecastInputs } from '../core/health/forecast-input.ts'
import type { Watch } from '../core/health/watch.ts'
import { hashMismatch, readCard } from './card-file.ts'
import { openSession } from './session.ts'

/** Forecasts the remaining life of one kind of machine. */
export interface Forecaster {
  readonly card: ForecastCard
  /** Of one machine; no trend while its healthy state is not learnt. */
  forecast(watch: Watch): Promise<Forecast>
  /** Of many instants at once. @param inputs `rows × forecastInputs` */
  forecastAll(inputs: Float32Array): Promise<Forecast[]>
  close(): Promise<void>
}

/**
 * Opens `<root>/models/forecast/<kind>`.
 * @param key as for `readCard`
 * @throws {JidokaError} MODEL_MISSING, MODEL_INVALID, CARD_INVALID, MODEL_UNSIGNED, MODEL_HASH_MISMATCH
 */
export async function openForecaster(kind: MachineKind, root: string, key?: string): Promise<Forecaster> {
  const folder = path.join(root, 'models', 'forecast', kind)
  const [modelPath, cardPath] = [path.join(folder, 'model.onnx'), path.join(folder, 'card.json')]
  if (!existsSync(folder)) throw new JidokaError('MODEL_MISSING', `There is no forecast model in ${folder}.`)
  const card = await readCard(cardPath, ForecastCard, key)
  if (card.inputs !== forecastInputs)
    throw new JidokaError('CARD_INVALID', `${cardPath}: inputs is ${card.inputs}, not ${forecastInputs}.`)
  const session = await openSession(modelPath, { threads: 1 })
  if (session.sha256 !== card.sha256) {
    await session.close()
    throw hashMismatch(cardPath, card.sha256, modelPath, session.sha256)
  }
  const forecastAll = async (inputs: Float32Array): Promise<Forecast[]> => {
    const rows = inputs.length / forecastInputs
    const { data, dims } = await session.run(inputs, [rows, forecastInputs])
    const width = dims[1] ?? 0
    return Array.from({ length: rows }, (_, row) =>
      forecastOf(data.subarray(row * width, (row + 1) * width), card),
    )
  }
  return {
    card,
    forecastAll,
    async forecast(watch) {
      if (!watch.baselines) return { kind: 'no-trend' }
      const [forecast] = await forecastAll(forecastInput(watch, kind))
      return forecast ?? { kind: 'no-trend' }
    },
    close: session.close,
  }
}
