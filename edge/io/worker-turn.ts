import { parentPort } from 'node:worker_threads'

/** What a worker says, and which buffers move with it. */
export interface WorkerReply {
  readonly answer: unknown
  readonly transfer: readonly ArrayBuffer[]
}

/**
 * The worker's side of `WorkerPool`: answers one request after the other, since onnxruntime's `run()` would interleave
 * them, and the time of one hold the others'. Told to `end`, it does so between two requests: a thread that is ended from outside
 * within `run()` takes the whole process with it (onnxruntime-node 1.30, an uncaught Napi::Error).
 */
export function serveInTurn<Request>(reply: (request: Request) => Promise<WorkerReply>): void {
  const serveOne = async ({ id, request }: { id: number; request: Request }) => {
    if (isEnding) process.exit()
    try {
      const { answer, transfer } = await reply(request)
      parentPort?.postMessage({ id, answer }, [...transfer])
    } catch (error) {
      parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) })
    }
  }
  let isEnding = false
  let turn = Promise.resolve()
  parentPort?.on('message', (message: 'end' | { id: number; request: Request }) => {
    if (message === 'end') isEnding = true
    turn = turn.then(() => (message === 'end' ? process.exit() : serveOne(message)))
  })
  parentPort?.postMessage('ready')
}
