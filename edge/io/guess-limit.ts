import { JidokaError } from '../contract/error.ts'
import type { Clock } from '../contract/port.ts'
import { expiringMap } from './expiring-map.ts'

const memoryMs = 60 * 1000

/** Counts the wrong guesses of each address within a minute; on loopback all callers share one. */
export interface GuessLimit {
  /** @throws {JidokaError} TOO_MANY_REQUESTS after too many wrong ones, right or wrong */
  check(address: string): void
  addFailure(address: string): void
}

/** @param what was guessed, in the plural */
export function guessLimit(clock: Clock, most: number, what: string): GuessLimit {
  const failures = expiringMap<readonly number[]>(memoryMs, clock)
  const recent = (address: string) =>
    (failures.get(address) ?? []).filter((atMs) => atMs > clock.monotonicMs() - memoryMs)
  return {
    check(address) {
      if (recent(address).length >= most)
        throw new JidokaError('TOO_MANY_REQUESTS', `Too many wrong ${what}.`)
    },
    addFailure(address) {
      failures.set(address, [...recent(address), clock.monotonicMs()])
    },
  }
}
