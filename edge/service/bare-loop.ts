import path from 'node:path'
import type { Log } from '../contract/port.ts'
import type { BareData } from '../io/bare-worker.ts'
import { createWorkerPool } from '../io/worker-pool.ts'

/** The floor: loops of nothing but `session.run`, a thread each, at the same time. */
export interface BareLoop {
  /** Runs a second, all loops together. */
  run(forMs: number): Promise<number>
  close(): Promise<void>
}

export async function openBareLoop(
  data: BareData,
  { loops, edge, log }: { readonly loops: number; readonly edge: string; readonly log: Log },
): Promise<BareLoop> {
  const file = path.join(edge, 'bare-worker.mjs')
  const pool = createWorkerPool<number, { runs: number; ms: number }>({
    file,
    count: loops,
    workerData: data,
    log,
  })
  await pool.ready
  return {
    async run(forMs) {
      const all = await Promise.all(Array.from({ length: loops }, () => pool.ask(forMs, [])))
      return all.reduce((sum, { runs, ms }) => sum + (1000 * runs) / ms, 0)
    },
    close: () => pool.close(),
  }
}
