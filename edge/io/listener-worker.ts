import http from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'

export interface ListenerData {
  readonly url: string
  /** Streams that are open at once. */
  readonly count: number
}

/** So many boards that read a live stream and draw nothing, beside the thread that serves them; answers the bytes that came to each. */
const { url, count }: ListenerData = workerData
const bytes = new Array<number>(count).fill(0)
const open = (board: number) =>
  new Promise<void>((resolve, reject) => {
    const request = http.get(url, { agent: false }, (response) => {
      response.on('data', (chunk: Buffer) => {
        bytes[board] = (bytes[board] ?? 0) + chunk.length
      })
      resolve()
    })
    request.on('error', reject)
  })
await Promise.all(bytes.map((_, board) => open(board)))
parentPort?.on('message', ({ id }: { id: number }) => parentPort?.postMessage({ id, answer: bytes }))
parentPort?.postMessage('ready')
