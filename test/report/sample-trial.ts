import { logUniform, pick, rngFromSeed } from '../../datasets/rng.ts'
import { productLines } from '../../datasets/world.ts'
import type { Evaluation } from '../../edge/contract/inspection.ts'
import type { Rng } from '../../edge/contract/port.ts'
import type { Recipe } from '../../edge/contract/recipe.ts'
import type { Trial } from '../../edge/contract/trial.ts'

/** How good the imagined model is: the larger, the fewer errors. */
export interface Sharpness {
  readonly sharpness: number
  /** Marks at their limit are seen but for so many standard deviations. */
  readonly sight: number
  readonly acceptBelow: number
  readonly rejectAtLeast: number
}

export const fairModel: Sharpness = { sharpness: 1, sight: 1.2, acceptBelow: 0.018, rejectAtLeast: 0.8 }
export const fineModel: Sharpness = { sharpness: 4, sight: 3.4, acceptBelow: 0.2, rejectAtLeast: 0.8 }

export const steelStrip: Recipe = (() => {
  const line = productLines['steel-strip']
  if (!line) throw new Error('the world has no steel strip')
  return line.recipe
})()

/** Parts with marks of known size whose scores follow the size, with noise: what a run looks like to the examination. */
export function* sampleTrials(
  parts: number,
  prevalence: number,
  model: Sharpness,
  seed = 7,
): Generator<Trial> {
  const root = rngFromSeed(seed)
  for (let row = 1; row <= parts; row++) yield sampleTrial(root.fork(`part/${row}`), row, prevalence, model)
}

const gauss = (rng: Rng): number =>
  Math.sqrt(-2 * Math.log(1 - rng.next())) * Math.cos(2 * Math.PI * rng.next())

function sampleTrial(rng: Rng, row: number, prevalence: number, model: Sharpness): Trial {
  const isDefective = rng.next() < prevalence
  const hasMark = isDefective || rng.next() < 0.3
  const name = pick(rng, ['scratch', 'pit', 'inclusion', 'roll-mark'])
  const sizeOverLimit = isDefective ? logUniform(rng, 1, 4) : logUniform(rng, 0.2, 0.95)
  const isReported = gauss(rng) < 4.2 * Math.log(sizeOverLimit) + model.sight
  const logit = hasMark ? 7 * model.sharpness * Math.log(sizeOverLimit) + 0.9 * gauss(rng) : -7 + gauss(rng)
  const score = Math.round(1000 / (1 + Math.exp(-(isDefective && !isReported ? -5 : logit)))) / 1000
  return {
    part: `part-${String(row - 1).padStart(6, '0')}`,
    row,
    isDefective,
    score,
    ...decide(score, model),
    marks: hasMark
      ? [{ class: name, sizeMm: sizeOverLimit * (steelStrip.limitsMm[name] ?? 1), sizeOverLimit, isReported }]
      : [],
    isPointed: isDefective ? isReported : null,
  }
}

function decide(
  score: number,
  { acceptBelow, rejectAtLeast }: Sharpness,
): Pick<Trial, 'evaluation' | 'reason'> {
  const says = (evaluation: Evaluation, reason: Trial['reason']) => ({ evaluation, reason })
  if (score < acceptBelow) return says('OK', 'below-accept-threshold')
  if (score >= rejectAtLeast) return says('NotOK', 'above-reject-threshold')
  return says('NotDecidable', 'between-thresholds')
}
