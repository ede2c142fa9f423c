import path from 'node:path'
import type { Log } from '../contract/port.ts'
import type { RawData } from '../io/raw-worker.ts'
import type { Pixels } from '../io/session.ts'
import { createWorkerPool } from '../io/worker-pool.ts'
import type { Target } from './load.ts'

export interface RawOrder extends RawData {
  /** Batches that are looked at again and again. */
  readonly frames: readonly Pixels[]
  readonly workers: number
  readonly edge: string
  readonly log: Log
}

/** A model without a card in worker threads: frames move there and back, and nothing is decided. */
export async function openRawTarget(order: RawOrder): Promise<Target & { close(): Promise<void> }> {
  const { modelPath, threads, dims, workers, edge, log } = order
  const workerData: RawData = { modelPath, threads, dims }
  const file = path.join(edge, 'raw-worker.mjs')
  const pool = createWorkerPool<Pixels, { pixels: Pixels }>({
    ...{ file, count: workers, workerData, log, isPatient: true },
  })
  await pool.ready
  const spare: Pixels[] = []
  let next = 0
  return {
    async ask() {
      const source = order.frames[next++ % order.frames.length]
      if (!source) throw new Error('there is no frame to look at')
      const pixels = spare.pop() ?? source.slice()
      pixels.set(source)
      const answer = await pool.ask(pixels, [pixels.buffer as ArrayBuffer])
      spare.push(answer.pixels)
    },
    close: () => pool.close(),
  }
}
