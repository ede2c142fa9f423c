import { scoreSteps } from '../../contract/inspection.ts'
import { exactUpper } from './bound.ts'

/** A part used to choose thresholds: its score and what it really is. */
export interface ScoredPart {
  readonly score: number
  readonly isDefective: boolean
}

interface Thresholds {
  readonly acceptBelow: number
  readonly rejectAtLeast: number
}

/**
 * Thresholds on separate calibration parts (selective classification with a fixed-sequence test, science A9): the
 * widest OK side whose escape rate among all defective parts, and the widest NotOK side whose false reject rate among
 * all good ones, keep their exact 95 % upper bound at or under `maxRate`. On the grid of scores.
 */
export function chooseThresholds(parts: readonly ScoredPart[], maxRate: number): Thresholds {
  return thresholdsWith(parts, (count) => {
    let allowed = -1
    while (allowed + 1 < count && exactUpper(allowed + 1, count) <= maxRate) allowed++
    return allowed
  })
}

/** The widest sides on which none of these parts errs. */
export const faultlessThresholds = (parts: readonly ScoredPart[]): Thresholds =>
  thresholdsWith(parts, () => 0)

/** @param allowedOf errors that may lie on a side, of so many parts that can err there; under 0: the side stays empty */
function thresholdsWith(parts: readonly ScoredPart[], allowedOf: (count: number) => number): Thresholds {
  const borderOf = (isDefective: boolean, badness: (score: number) => number) => {
    const scores = parts.filter((part) => part.isDefective === isDefective).map(({ score }) => badness(score))
    const allowed = allowedOf(scores.length)
    return allowed < 0 ? 0 : (scores.toSorted((a, b) => a - b)[allowed] ?? 1)
  }
  const acceptBelow = borderOf(true, (score) => score)
  // The NotOK side holds its own border, hence one step of the grid more.
  const rejectAtLeast = 1 + 1 / scoreSteps - borderOf(false, (score) => 1 - score)
  return { acceptBelow: grid(Math.min(acceptBelow, rejectAtLeast)), rejectAtLeast: grid(rejectAtLeast) }
}

const grid = (value: number): number => Math.round(value * scoreSteps) / scoreSteps
