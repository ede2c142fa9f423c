import { scoreSteps } from '../../contract/inspection.ts'
import { exactUpper } from './bound.ts'

/** A part used to choose thresholds: its score and what it really is. */
export interface ScoredPart {
  readonly score: number
  /** What the second look made of the score; left out where nobody looked again. */
  readonly again?: number | undefined
  readonly isDefective: boolean
}

interface Thresholds {
  readonly acceptBelow: number
  readonly rejectAtLeast: number
}

/**
 * Thresholds on separate calibration parts (selective classification with a fixed-sequence test, science A9): the
 * widest OK side whose escape rate among all defective parts, and the widest NotOK side whose false reject rate among
 * all good ones, keep their exact 95 % upper bound at or under `maxRate`. On the grid of scores. A part errs where
 * either look at it would.
 */
export function chooseThresholds(parts: readonly ScoredPart[], maxRate: number): Thresholds {
  const looks = ({ score, again = score }: ScoredPart) => [score, again]
  const lowest = parts.filter((part) => part.isDefective).map((part) => Math.min(...looks(part)))
  const highest = parts.filter((part) => !part.isDefective).map((part) => Math.max(...looks(part)))
  const acceptBelow = widest(
    lowest.toSorted((a, b) => a - b),
    maxRate,
  )
  // The NotOK side holds its own border, hence one step of the grid more.
  const rejectAtLeast =
    1 +
    1 / scoreSteps -
    widest(
      highest.map((score) => 1 - score).toSorted((a, b) => a - b),
      maxRate,
    )
  return { acceptBelow: grid(Math.min(acceptBelow, rejectAtLeast)), rejectAtLeast: grid(rejectAtLeast) }
}

/** The largest border under which at most as many of the sorted scores lie as the bound allows. */
function widest(sorted: readonly number[], maxRate: number): number {
  let allowed = -1
  while (allowed + 1 < sorted.length && exactUpper(allowed + 1, sorted.length) <= maxRate) allowed++
  if (allowed < 0) return 0
  return sorted[allowed] ?? 1
}

const grid = (value: number): number => Math.round(value * scoreSteps) / scoreSteps
