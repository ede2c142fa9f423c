import type { Disturbance } from '../contract/disturbance.ts'
import { type Capture, healthyStation, type StationCondition } from '../contract/part.ts'
import type { Clock } from '../contract/port.ts'
import type { ShotOrder } from './camera-worker.ts'
import { inOrder } from './in-order.ts'
import type { WorkerPool } from './worker-pool.ts'

export interface ShotPlan {
  readonly seed: number
  readonly line: string
  readonly prevalence: number
  readonly partsPerSecond: number
  /** Parts to make; Infinity for a line that runs until it is stopped. */
  readonly parts: number
  readonly startMs: number
  /** Verification and data sets need the mask plane, a running line does without. */
  readonly withMask: boolean
  /** 0: the first photograph of each part; 1, 2 …: the same parts photographed again. */
  readonly shot?: number
  /** Sequence of the first part; 0 when left out. */
  readonly first?: number
  /** What stands between part and picture on every shot, beyond the envelope. */
  readonly disturbance?: Disturbance | null
  /** Lamp and lens when part `sequence` is under the camera. */
  conditionAt(sequence: number): StationCondition
}

/** Parts from a healthy station, whenever: for data sets and for verification. */
export const untimedPlan = (
  parts: Pick<ShotPlan, 'seed' | 'line' | 'prevalence' | 'parts' | 'first' | 'disturbance'>,
  withMask = false,
): ShotPlan => ({ ...parts, withMask, partsPerSecond: 1, startMs: 0, conditionAt: () => healthyStation })

/** Takes the simulated parts in order, `lookahead` of them being rendered at a time. */
export async function* photograph(
  pool: WorkerPool<ShotOrder, Capture>,
  plan: ShotPlan,
  lookahead: number,
  signal: AbortSignal,
): AsyncGenerator<Capture> {
  for await (const ready of inOrder(orders(plan, signal), (order) => pool.ask(order, []), lookahead))
    yield* ready
}

async function* orders(plan: ShotPlan, signal: AbortSignal): AsyncGenerator<ShotOrder> {
  const { first = 0 } = plan
  for (let sequence = first; sequence < first + plan.parts && !signal.aborted; sequence++)
    yield orderOf(plan, sequence)
}

/** The order to photograph part `sequence` of a plan. */
export function orderOf(plan: ShotPlan, sequence: number): ShotOrder {
  const { seed, line, prevalence, withMask, shot = 0, disturbance = null } = plan
  const capturedAtMs = plan.startMs + Math.round((sequence * 1000) / plan.partsPerSecond)
  const condition = plan.conditionAt(sequence)
  return { seed, line, prevalence, sequence, capturedAtMs, condition, withMask, shot, disturbance }
}

/** Further behind than this, the belt has stood still (a laptop slept): it goes on from now, without a rush. */
const standstillMs = 2000

/** Lets captures through at the takt and stamps them with the time at which they really came. */
export async function* paced(
  captures: AsyncIterable<Capture>,
  taktMs: number,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<Capture> {
  let dueMs = clock.monotonicMs()
  for await (const capture of captures) {
    const nowMs = clock.monotonicMs()
    if (nowMs - dueMs > standstillMs) dueMs = nowMs
    if (dueMs > nowMs) await wait(dueMs - nowMs, clock, signal)
    if (signal.aborted) return
    dueMs += taktMs
    yield { ...capture, frame: { ...capture.frame, capturedAtMs: clock.nowMs() } }
  }
}

function wait(delayMs: number, clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(delayMs, () => {
      signal.removeEventListener('abort', stop)
      resolve()
    })
    const stop = () => {
      cancel()
      resolve()
    }
    signal.addEventListener('abort', stop, { once: true })
  })
}
