import type { Clock } from '../contract/port.ts'

/** The oldest go first beyond this, so that no caller can fill the memory. */
const maxEntries = 256

/** Entries live for `lifeMs` at most; a Map keeps the order of insertion, so the first is the oldest. */
export function expiringMap<Value>(lifeMs: number, clock: Clock) {
  const entries = new Map<string, { value: Value; untilMs: number }>()
  const get = (key: string): Value | null => {
    const entry = entries.get(key)
    return entry && clock.monotonicMs() < entry.untilMs ? entry.value : null
  }
  return {
    get,
    set(key: string, value: Value): void {
      entries.delete(key)
      const oldest = entries.keys().next()
      if (entries.size >= maxEntries && !oldest.done) entries.delete(oldest.value)
      entries.set(key, { value, untilMs: clock.monotonicMs() + lifeMs })
    },
    take(key: string): Value | null {
      const value = get(key)
      entries.delete(key)
      return value
    },
  }
}
