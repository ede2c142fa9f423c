import type { Assumptions } from '../../contract/assumption.ts'
import type { Rng } from '../../contract/port.ts'
import type { Recipe } from '../../contract/recipe.ts'
import type { Curves } from '../../contract/report.ts'
import type { QualityState } from '../../contract/review.ts'
import type { Trial } from '../../contract/trial.ts'
import { reliabilityOf, riskCoverageOf } from './confidence.ts'
import { chosenStep, dialStepAt, dialSteps, type Thresholds } from './dial.ts'
import { createExamination, type Evidence } from './examination.ts'
import type { Counts } from './judgement.ts'
import { priceOf } from './labour.ts'
import { rocPoints } from './ranked-score.ts'
import { rankedOf } from './score-histogram.ts'
import { shippedOf } from './shipped.ts'

export interface QualityQuestion {
  /** Of known truth, in any order. */
  readonly trials: readonly Trial[]
  readonly recipe: Recipe
  /** In use. */
  readonly thresholds: Thresholds
  readonly assumptions: Assumptions
}

export type QualityFigures = Omit<QualityState, 'worst'>

/** What the last parts of a line come to. Without a part, every curve is empty. Takes tens of milliseconds. */
export function qualityOf(
  { trials, recipe, thresholds, assumptions }: QualityQuestion,
  rng: Rng,
): QualityFigures {
  const examination = createExamination(recipe)
  for (const trial of trials) examination.add(trial)
  const evidence = examination.evidence()
  const { counts, histogram } = evidence
  const figures = { parts: trials.length, assumptions, shipped: shippedOf(counts, assumptions, rng) }
  if (trials.length === 0) return { ...figures, curves: noCurves }
  const price = (at: Counts) => priceOf(at, assumptions)
  const inUse = dialStepAt(thresholds, histogram, price, assumptions.prevalence)
  return { ...figures, curves: curvesOf(evidence, thresholds, assumptions), inUse }
}

const noCurves: Curves = {
  dial: [],
  chosenStep: 0,
  roc: [],
  riskCoverage: [],
  reliability: [],
  detection: [],
  pareto: [],
}

/** All curves of the evidence, ready to draw. */
export function curvesOf(
  { histogram, detection, pareto }: Evidence,
  thresholds: Thresholds,
  assumptions: Assumptions,
): Curves {
  const dial = dialSteps(histogram, (counts) => priceOf(counts, assumptions), assumptions.prevalence)
  return {
    dial,
    chosenStep: chosenStep(dial, thresholds),
    roc: rocPoints(rankedOf(histogram)),
    riskCoverage: riskCoverageOf(histogram),
    reliability: reliabilityOf(histogram),
    detection,
    pareto,
  }
}
