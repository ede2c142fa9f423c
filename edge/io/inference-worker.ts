import { workerData } from 'node:worker_threads'
import type { Image } from '../contract/part.ts'
import { wallClock } from './clock.ts'
import { type EyesPlan, openEyes } from './eyes.ts'
import { lookAt, type Sights } from './sight.ts'
import { serveInTurn } from './worker-turn.ts'

export interface InferenceWorkerData extends EyesPlan {
  /** Threads inside one session; several workers with one thread each carry more parts. */
  readonly threads: number
}

/** The image comes back, so that the board can show it: its buffer was moved here, not copied. */
export interface InferenceAnswer extends Sights {
  readonly image: Image
}

/** The thread where the network runs: onnxruntime's `run()` blocks whoever calls it (law 4). */
const data: InferenceWorkerData = workerData
const eyes = await openEyes(data, data.threads)
serveInTurn(async (image: Image) => {
  const answer: InferenceAnswer = { image, ...(await lookAt(eyes, image, wallClock)) }
  const heats = answer.sights.map(({ heat }) => heat.data.buffer)
  return { answer, transfer: [image.data.buffer, ...heats] as ArrayBuffer[] }
})
