import { workerData } from 'node:worker_threads'
import { openSession, type Pixels } from './session.ts'
import { serveInTurn } from './worker-turn.ts'

export interface RawData {
  readonly modelPath: string
  readonly threads: number
  readonly dims: readonly number[]
}

/** The thread where a model without a card runs: nothing is decided, the first output goes back with its frame. */
const { modelPath, threads, dims }: RawData = workerData
const session = await openSession(modelPath, { threads })
serveInTurn(async (pixels: Pixels) => {
  const { data } = await session.run(pixels, dims)
  const transfer = [pixels.buffer, data.buffer] as ArrayBuffer[]
  return { answer: { pixels, data }, transfer }
})
