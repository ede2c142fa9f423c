import path from 'node:path'
import type { BareData, BareRuns } from '../contract/bench.ts'
import type { Log } from '../contract/port.ts'
import { createWorkerPool } from '../io/worker-pool.ts'

/** The floor: loops of nothing but `session.run`, a thread each, at the same time. */
export interface BareLoop {
  run(forMs: number): Promise<BareRate>
  close(): Promise<void>
}

export interface BareRate {
  /** All loops together. */
  readonly runsPerS: number
  readonly eachMs: readonly number[]
}

export async function openBareLoop(
  data: BareData,
  { loops, edge, log }: { readonly loops: number; readonly edge: string; readonly log: Log },
): Promise<BareLoop> {
  const file = path.join(edge, 'bare-worker.mjs')
  const pool = createWorkerPool<number, BareRuns>({
    file,
    count: loops,
    workerData: data,
    log,
  })
  await pool.ready
  return {
    async run(forMs) {
      const all = await Promise.all(Array.from({ length: loops }, () => pool.ask(forMs, [])))
      const runsPerS = all.reduce((sum, { ms, eachMs }) => sum + (1000 * eachMs.length) / ms, 0)
      return { runsPerS, eachMs: all.flatMap(({ eachMs }) => [...eachMs]) }
    },
    close: () => pool.close(),
  }
}
