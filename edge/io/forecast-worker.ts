import { workerData } from 'node:worker_threads'
import type { Forecast } from '../contract/condition.ts'
import { type ErrorCode, JidokaError } from '../contract/error.ts'
import type { ForecastCard } from '../contract/forecast-card.ts'
import type { MachineKind } from '../contract/machine.ts'
import { type Forecaster, openForecaster } from './forecaster.ts'
import { serveInTurn } from './worker-turn.ts'

export interface ForecastRequest {
  readonly kind: MachineKind
  /** One instant (`forecastInput`); null: only open the model. */
  readonly inputs: Float32Array | null
}

export type ForecastAnswer =
  | { readonly card: ForecastCard }
  | { readonly forecast: Forecast }
  | { readonly fault: { readonly code: ErrorCode; readonly message: string } }

const { root, modelKey } = workerData as { readonly root: string; readonly modelKey: string }
const opened = new Map<MachineKind, Forecaster>()

async function forecasterOf(kind: MachineKind): Promise<Forecaster> {
  const forecaster = opened.get(kind) ?? (await openForecaster(kind, root, modelKey))
  opened.set(kind, forecaster)
  return forecaster
}

async function answerOf({ kind, inputs }: ForecastRequest): Promise<ForecastAnswer> {
  try {
    const { card, forecastAll } = await forecasterOf(kind)
    if (!inputs) return { card }
    const [forecast] = await forecastAll(inputs)
    return { forecast: forecast ?? { kind: 'no-trend' } }
  } catch (error) {
    if (!(error instanceof JidokaError)) throw error
    return { fault: { code: error.code, message: error.message } }
  }
}

/** The thread that asks the forecast networks: onnxruntime would hold up the event loop. */
serveInTurn<ForecastRequest>(async (request) => ({ answer: await answerOf(request), transfer: [] }))
