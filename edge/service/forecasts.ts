import path from 'node:path'
import type { Forecast } from '../contract/condition.ts'
import { JidokaError } from '../contract/error.ts'
import type { ForecastCard } from '../contract/forecast-card.ts'
import type { MachineKind } from '../contract/machine.ts'
import type { Log } from '../contract/port.ts'
import { forecastInput } from '../core/health/forecast-input.ts'
import type { Watch } from '../core/health/watch.ts'
import type { ForecastAnswer, ForecastRequest } from '../io/forecast-worker.ts'
import { createWorkerPool } from '../io/worker-pool.ts'

/** Forecasts of one kind of machine, made in a thread of their own. */
export interface KindForecast {
  readonly card: Pick<ForecastCard, 'sha256' | 'planUnderH' | 'actUnderH'>
  /** No trend while the healthy state is not learnt. */
  forecast(watch: Watch): Promise<Forecast>
}

export interface Forecasts {
  /** null, and a plain word in the log: there is no model for this kind, or none that can be used. */
  open(kind: MachineKind): Promise<KindForecast | null>
  close(): Promise<void>
}

interface ForecastsPlace {
  readonly root: string
  /** The folder of the built threads. */
  readonly edge: string
  /** That cards must be signed with; empty: none. */
  readonly modelKey: string
  readonly log: Log
}

const noTrend: Forecast = { kind: 'no-trend' }

export function startForecasts({ root, edge, modelKey, log }: ForecastsPlace): Forecasts {
  const file = path.join(edge, 'forecast-worker.mjs')
  const pool = createWorkerPool<ForecastRequest, ForecastAnswer>({
    file,
    count: 1,
    isPatient: true,
    workerData: { root, modelKey },
    log,
  })

  async function forecast(kind: MachineKind, watch: Watch): Promise<Forecast> {
    if (!watch.baselines) return noTrend
    const answer = await pool
      .ask({ kind, inputs: forecastInput(watch, kind) }, [])
      .catch((error: Error) => ({ fault: { message: error.message } }))
    if ('forecast' in answer) return answer.forecast
    log.error('a forecast failed; it counts as no trend', { kind, answer })
    return noTrend
  }

  return {
    async open(kind) {
      await pool.ready
      const answer = await pool.ask({ kind, inputs: null }, [])
      if ('card' in answer) return { card: answer.card, forecast: (watch) => forecast(kind, watch) }
      if (!('fault' in answer)) return null
      const { code, message } = answer.fault
      // Inspection goes on: a line does not stand still because a machine cannot be forecast.
      log.warn('no forecast for this machine', { kind, cause: new JidokaError(code, message).line })
      return null
    },
    close: pool.close,
  }
}
