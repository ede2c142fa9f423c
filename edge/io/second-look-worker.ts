import { parentPort, workerData } from 'node:worker_threads'
import { openSecondEye, type SecondModel } from './second-eye.ts'

export interface LookRequest {
  /** `count × 3 × side × side` */
  readonly crops: Uint8Array
  readonly count: number
}

/** A thread that looks again for others: onnxruntime's `run()` blocks whoever calls it (law 4). */
async function serve(second: SecondModel): Promise<void> {
  // As many threads inside a look as the line takes: the same bits come out on either host.
  const eye = await openSecondEye(second, 1)
  // The first look of a session is the slowest; nobody should wait for it.
  await eye.look(new Uint8Array(3 * second.card.input.sidePx ** 2), 1)
  const serveOne = async ({ id, request }: { id: number; request: LookRequest }) => {
    try {
      const answer = await eye.look(request.crops, request.count)
      parentPort?.postMessage({ id, answer }, answer ? [answer.buffer as ArrayBuffer] : [])
    } catch (error) {
      parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) })
    }
  }
  let turn = Promise.resolve()
  parentPort?.on('message', (message: { id: number; request: LookRequest }) => {
    turn = turn.then(() => serveOne(message))
  })
  parentPort?.postMessage('ready')
}

await serve(workerData as SecondModel)
