import { parentPort, workerData } from 'node:worker_threads'
import type { Foreign } from '../../datasets/parts/foreign.ts'
import { capturePart, productLines } from '../../datasets/world.ts'
import type { Disturbance } from '../contract/disturbance.ts'
import type { Drawing } from '../contract/drawing.ts'
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
  readonly shot: number
  readonly disturbance: Disturbance | null
  /** What a person draws on the part; left out: nothing. */
  readonly drawing?: Drawing
}

/** What every part of this camera is drawn with. */
export interface CameraData {
  readonly foreign: Foreign | null
}
const { foreign }: CameraData = workerData ?? { foreign: null }

/** The thread that renders: painting a part costs milliseconds, which the event loop does not have. */
parentPort?.on('message', ({ id, request }: { id: number; request: ShotOrder }) => {
  const line = productLines[request.line]
  if (!line) return parentPort?.postMessage({ id, error: `no product line ${request.line}` })
  const answer: Capture = capturePart({ ...request, line, foreign })
  const buffers = [answer.frame.image.data.buffer, ...(answer.mask ? [answer.mask.buffer] : [])]
  parentPort?.postMessage({ id, answer }, buffers)
})
parentPort?.postMessage('ready')
