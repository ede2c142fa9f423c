import type { Clock } from '../contract/port.ts'

export interface SimulatedClock extends Clock {
  /** Moves time forward to `nowMs` and calls what falls due on the way, in order. An earlier time changes nothing. */
  advanceTo(nowMs: number): void
}

/** Time that only moves when told (law 1). `startMs` is milliseconds since 1970, UTC. */
export function createSimulatedClock(startMs: number): SimulatedClock {
  let nowMs = startMs
  let alarms: { readonly dueMs: number; readonly action: () => void }[] = []

  return {
    nowMs: () => nowMs,
    monotonicMs: () => nowMs - startMs,
    after(delayMs, action) {
      const alarm = { dueMs: nowMs + Math.max(0, delayMs), action }
      const later = alarms.findIndex((other) => other.dueMs > alarm.dueMs)
      alarms.splice(later < 0 ? alarms.length : later, 0, alarm)
      return () => {
        alarms = alarms.filter((other) => other !== alarm)
      }
    },
    advanceTo(targetMs) {
      for (let next = alarms[0]; next && next.dueMs <= targetMs; next = alarms[0]) {
        alarms.shift()
        nowMs = next.dueMs
        next.action()
      }
      nowMs = Math.max(nowMs, targetMs)
    },
  }
}
