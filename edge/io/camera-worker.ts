import { parentPort } from 'node:worker_threads'
import { capturePart, productLines } from '../../datasets/world.ts'
import type { Capture, StationCondition } from '../contract/part.ts'

/** An order to photograph one simulated part. Everything in it can be copied to another thread. */
export interface ShotOrder {
  readonly seed: number
  readonly line: string
  readonly sequence: number
  readonly capturedAtMs: number
  readonly prevalence: number
  readonly condition: StationCondition
  readonly withMask: boolean
}

/** The thread that renders: painting a part costs milliseconds, which the event loop does not have. */
parentPort?.on('message', ({ id, request }: { id: number; request: ShotOrder }) => {
  const line = productLines[request.line]
  if (!line) return parentPort?.postMessage({ id, error: `no product line ${request.line}` })
  const answer: Capture = capturePart({ ...request, line })
  const buffers = [answer.frame.image.data.buffer, ...(answer.mask ? [answer.mask.buffer] : [])]
  parentPort?.postMessage({ id, answer }, buffers)
})
parentPort?.postMessage('ready')
