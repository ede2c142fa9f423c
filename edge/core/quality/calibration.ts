import { bisect } from './bisect.ts'

/** A decision with the confidence that it claimed, 0 to 1, and whether it was right. */
export interface Confident {
  readonly confidence: number
  readonly isRight: boolean
}

/** Expected calibration error over equal bins, closed on the right (science A9). */
export function calibrationError(decisions: readonly Confident[], bins = 10): number {
  const gaps = new Array<number>(bins).fill(0)
  for (const { confidence, isRight } of decisions) {
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1))
    gaps[bin] = (gaps[bin] ?? 0) + (isRight ? 1 : 0) - confidence
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / decisions.length
}

/** A part with the log odds that the model gave for `defective`. */
export interface Logit {
  readonly logit: number
  readonly isDefective: boolean
}

const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit))

/** Mean negative log likelihood of the logits divided by a temperature. */
export const meanLoss = (parts: readonly Logit[], temperature = 1): number =>
  parts.reduce(
    (sum, { logit, isDefective }) =>
      sum + Math.log1p(Math.exp(((isDefective ? -1 : 1) * logit) / temperature)),
    0,
  ) / parts.length

/** Mean squared error of the probabilities. */
export const brierScore = (parts: readonly Logit[]): number =>
  parts.reduce((sum, { logit, isDefective }) => sum + (sigmoid(logit) - (isDefective ? 1 : 0)) ** 2, 0) /
  parts.length

/** The temperature of the least loss, 0.01 to 100 (Guo et al. 2017): the loss is convex in its inverse. */
export function bestTemperature(parts: readonly Logit[]): number {
  const slope = (inverse: number) =>
    parts.reduce(
      (sum, { logit, isDefective }) => sum + (sigmoid(logit * inverse) - (isDefective ? 1 : 0)) * logit,
      0,
    )
  return 1 / bisect(0.01, 100, (inverse) => slope(inverse) < 0)
}
