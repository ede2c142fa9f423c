import { parentPort, workerData } from 'node:worker_threads'
import type { Card } from '../contract/card.ts'
import type { Image } from '../contract/part.ts'
import { wallClock } from './clock.ts'
import { requireFit } from './model.ts'
import { openSession } from './session.ts'
import { lookAt, type Sights } from './sight.ts'

export interface InferenceWorkerData {
  readonly modelPath: string
  readonly card: Card
  /** Threads inside one session; several workers with one thread each carry more parts. */
  readonly threads: number
}

/** The image comes back, so that the board can show it: its buffer was moved here, not copied. */
export interface InferenceAnswer extends Sights {
  readonly image: Image
}

/** The thread where the network runs: onnxruntime's `run()` blocks whoever calls it (law 4). */
async function serve({ modelPath, card, threads }: InferenceWorkerData): Promise<void> {
  const session = await openSession(modelPath, { threads })
  requireFit(session, card)
  const serveOne = async ({ id, request }: { id: number; request: Image }) => {
    try {
      const answer: InferenceAnswer = { image: request, ...(await lookAt(session, request, card, wallClock)) }
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
