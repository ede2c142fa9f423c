import { exactUpper } from './bound.ts'

/** A part used to choose thresholds: its score and what it really is. */
export interface ScoredPart {
  readonly score: number
  readonly isDefective: boolean
}

/**
 * Thresholds on separate calibration parts (selective classification with a fixed-sequence test, science A9): the
 * widest OK side whose escape rate among all defective parts, and the widest NotOK side whose false reject rate among
 * all good ones, keep their exact 95 % upper bound at or under `maxRate`. Scores are on a grid of 0.001.
 */
export function chooseThresholds(parts: readonly ScoredPart[], maxRate: number) {
  const defective = parts.filter((part) => part.isDefective).map((part) => part.score)
  const good = parts.filter((part) => !part.isDefective).map((part) => part.score)
  const acceptBelow = widest(
    defective.toSorted((a, b) => a - b),
    maxRate,
    0,
  )
  // The NotOK side holds its own border, hence one step of the grid more.
  const rejectAtLeast =
    1.001 -
    widest(
      good.map((score) => 1 - score).toSorted((a, b) => a - b),
      maxRate,
      0,
    )
  return { acceptBelow: grid(Math.min(acceptBelow, rejectAtLeast)), rejectAtLeast: grid(rejectAtLeast) }
}

/** The largest border under which at most as many of the sorted scores lie as the bound allows. */
function widest(sorted: readonly number[], maxRate: number, none: number): number {
  let allowed = -1
  while (allowed + 1 < sorted.length && exactUpper(allowed + 1, sorted.length) <= maxRate) allowed++
  if (allowed < 0) return none
  return sorted[allowed] ?? 1
}

const grid = (value: number): number => Math.round(value * 1000) / 1000
