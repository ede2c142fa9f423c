import type { Clock } from '../contract/port.ts'

/** A takt. Whoever is late starts anew from now: nothing is made up for in a rush. */
export interface Pace {
  /** Resolves at the next beat; false: the run is over. */
  next(): Promise<boolean>
}

export function createPace(everyMs: number, offsetMs: number, clock: Clock, signal: AbortSignal): Pace {
  let dueMs = clock.monotonicMs() + offsetMs
  return {
    async next() {
      const nowMs = clock.monotonicMs()
      if (dueMs > nowMs) await wait(dueMs - nowMs, clock, signal)
      dueMs = Math.max(dueMs, nowMs) + everyMs
      return !signal.aborted
    },
  }
}

function wait(delayMs: number, clock: Clock, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const stop = () => {
      cancel()
      resolve()
    }
    const cancel = clock.after(delayMs, () => {
      signal.removeEventListener('abort', stop)
      resolve()
    })
    signal.addEventListener('abort', stop, { once: true })
  })
}
