import { parentPort } from 'node:worker_threads'

/** What a worker says, and which buffers move with it. */
export interface WorkerReply {
  readonly answer: unknown
  readonly transfer: readonly ArrayBuffer[]
}

/**
 * The worker's side of `WorkerPool`: answers one request after the other, since onnxruntime's `run()` would interleave
 * them, and the time of one hold the others'.
 */
export function serveInTurn<Request>(reply: (request: Request) => Promise<WorkerReply>): void {
  const serveOne = async ({ id, request }: { id: number; request: Request }) => {
    try {
      const { answer, transfer } = await reply(request)
      parentPort?.postMessage({ id, answer }, [...transfer])
    } catch (error) {
      parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) })
    }
  }
  let turn = Promise.resolve()
  parentPort?.on('message', (message: { id: number; request: Request }) => {
    turn = turn.then(() => serveOne(message))
  })
  parentPort?.postMessage('ready')
}
