import { scoreSteps } from '../../contract/inspection.ts'
import type { DialStep } from '../../contract/report.ts'
import type { Counts } from './judgement.ts'
import { countsAt, type ScoreHistogram } from './score-histogram.ts'

/** Score under the first: OK; from the second on: NotOK. */
export type Thresholds = Pick<DialStep, 'acceptBelow' | 'rejectAtLeast'>

/** What hours and money come to at these counts, against people looking at every part. */
export type Price = (counts: Counts) => { hoursReduction: number | null; costReduction: number | null }

const logit = (share: number): number => Math.log(share / (1 - share))
const onGrid = (score: number): number => Math.round(score * scoreSteps) / scoreSteps
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))

/** Every part goes to a person: no score lies under the first or reaches the second. */
const reviewAll: Thresholds = { acceptBelow: 0, rejectAtLeast: 1 + 1 / scoreSteps }
const widest = logit(1 - 1 / scoreSteps)

/** Both thresholds outwards together, evenly on the logit scale, from 0.5 to 0.0001 and 0.9999, and one step beyond. */
function thresholdsAt(step: number, steps: number): Thresholds {
  if (step === steps - 1) return reviewAll
  const rejectAtLeast = onGrid(sigmoid((widest * step) / (steps - 2)))
  return { acceptBelow: onGrid(1 - rejectAtLeast), rejectAtLeast }
}

/**
 * What the stored scores would have come to, from deciding everything to deciding nothing: along the dial reviews
 * rise, escapes and false rejects fall. `prevalence`: share of defective parts in production; at least 3 steps.
 */
export const dialSteps = (
  histogram: ScoreHistogram,
  price: Price,
  prevalence: number,
  steps = 41,
): DialStep[] =>
  Array.from({ length: steps }, (_, step) => {
    const thresholds = thresholdsAt(step, steps)
    return dialStepAt(thresholds, histogram, price, prevalence)
  })

/** What the stored scores would have come to at these thresholds. */
export function dialStepAt(
  { acceptBelow, rejectAtLeast }: Thresholds,
  histogram: ScoreHistogram,
  price: Price,
  prevalence: number,
): DialStep {
  const counts = countsAt(histogram, { acceptBelow, rejectAtLeast })
  return { acceptBelow, rejectAtLeast, ...ratesOf(counts, prevalence), ...price(counts) }
}

/** Escapes of all defective parts and false rejects of all good ones, undecided ones among them. */
function ratesOf({ escape: passed, falseReject, undecided }: Counts, prevalence: number) {
  const defective = passed.n + undecided.defective
  const good = falseReject.n + undecided.good
  const ofDefective = defective === 0 ? null : undecided.defective / defective
  const ofGood = good === 0 ? null : undecided.good / good
  return {
    escapeRate: defective === 0 ? null : passed.count / defective,
    falseRejectRate: good === 0 ? null : falseReject.count / good,
    // A kind that was never seen is taken to be like the other.
    reviewRate: prevalence * (ofDefective ?? ofGood ?? 0) + (1 - prevalence) * (ofGood ?? ofDefective ?? 0),
  }
}

/** Position of the step whose thresholds are nearest, on the logit scale; -1 on a dial without steps. */
export function chosenStep(steps: readonly DialStep[], thresholds: Thresholds): number {
  const distances = steps.map(
    (step) =>
      Math.abs(place(step.acceptBelow) - place(thresholds.acceptBelow)) +
      Math.abs(place(step.rejectAtLeast) - place(thresholds.rejectAtLeast)),
  )
  return distances.indexOf(Math.min(...distances))
}

/** On the logit scale; thresholds that no score passes lie half a step of the grid beyond it. */
const place = (threshold: number): number =>
  logit(Math.min(1 - 0.5 / scoreSteps, Math.max(0.5 / scoreSteps, threshold)))
