import type { ResultData } from '../edge/contract/event.ts'

/**
 * The part whose picture comes next: the newest refused one that was not shown yet, else the newest.
 * A line passes nearly everything; a refused part must not flash by unseen. Null: nothing new.
 */
export function nextToShow(belt: readonly ResultData[], shownSequence: number): ResultData | null {
  const fresh = belt.filter((result) => result.sequence > shownSequence)
  return fresh.findLast((result) => result.evaluation === 'NotOK') ?? fresh.at(-1) ?? null
}

/** How long a picture stays at least: six a second, a refused part long enough to be seen. */
export function dwellMs(result: ResultData, isCalm: boolean): number {
  const leastMs = isCalm ? 1000 : 165
  return result.evaluation === 'NotOK' ? Math.max(900, leastMs) : leastMs
}
