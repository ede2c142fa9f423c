import { workerData } from 'node:worker_threads'
import { openSecondEye, type SecondModel } from './second-eye.ts'
import { serveInTurn } from './worker-turn.ts'

export interface LookRequest {
  /** `count × 3 × side × side` */
  readonly crops: Uint8Array
  readonly count: number
}

/** A thread that looks again for others: onnxruntime's `run()` blocks whoever calls it (law 4). */
const second: SecondModel = workerData
// As many threads inside a look as the line takes: the same bits come out on either host.
const eye = await openSecondEye(second, 1)
// The first look of a session is the slowest; nobody should wait for it.
await eye.look(new Uint8Array(3 * second.card.input.sidePx ** 2), 1)
serveInTurn(async ({ crops, count }: LookRequest) => {
  const answer = await eye.look(crops, count)
  return { answer, transfer: answer ? [answer.buffer as ArrayBuffer] : [] }
})
