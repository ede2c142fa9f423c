import { parentPort, workerData } from 'node:worker_threads'
import type { Image } from '../contract/part.ts'
import { wallClock } from './clock.ts'
import { type EyesPlan, openEyes } from './eyes.ts'
import { lookAt, type Sights } from './sight.ts'

export interface InferenceWorkerData extends EyesPlan {
  /** Threads inside one session; several workers with one thread each carry more parts. */
  readonly threads: number
}

/** The image comes back, so that the board can show it: its buffer was moved here, not copied. */
export interface InferenceAnswer extends Sights {
  readonly image: Image
}

/** The thread where the network runs: onnxruntime's `run()` blocks whoever calls it (law 4). */
async function serve(data: InferenceWorkerData): Promise<void> {
  const eyes = await openEyes(data, data.threads)
  const serveOne = async ({ id, request }: { id: number; request: Image }) => {
    try {
      const answer: InferenceAnswer = { image: request, ...(await lookAt(eyes, request, wallClock)) }
      const buffers = [request.data.buffer, ...answer.sights.map(({ heat }) => heat.data.buffer)]
      parentPort?.postMessage({ id, answer }, buffers)
    } catch (error) {
      parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) })
    }
  }
  // One frame after the other: `run()` would interleave them, and the time of one hold the others'.
  let turn = Promise.resolve()
  parentPort?.on('message', (message: { id: number; request: Image }) => {
    turn = turn.then(() => serveOne(message))
  })
  parentPort?.postMessage('ready')
}

await serve(workerData as InferenceWorkerData)
