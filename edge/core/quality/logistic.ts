import { solveLinear } from './linear-system.ts'

/** Logistic regression on standardised inputs; a part's logit is `bias + weights · (row - mean) / scale`. */
export interface LogisticModel {
  readonly mean: Float64Array
  readonly scale: Float64Array
  readonly weights: Float64Array
  readonly bias: number
}

const mostRounds = 100

/**
 * Fits by Newton's method (iteratively reweighted least squares, with halved steps) the minimum of the summed log loss
 * plus `ridge` / 2 times the squared weights; the bias is free. Rows of one length, finite; at least one part of each
 * label, or the bias runs away. A constant column gets the weight 0.
 */
export function logisticFit(
  rows: readonly ArrayLike<number>[],
  labels: readonly boolean[],
  ridge = 1,
): LogisticModel {
  const { mean, scale, inputs } = standardised(rows)
  let at = new Float64Array(mean.length + 1)
  let loss = lossAt(inputs, labels, ridge, at)
  for (let round = 0; round < mostRounds; round++) {
    const step = newtonStep(inputs, labels, ridge, at)
    let share = 1
    let next = moved(at, step, share)
    let nextLoss = lossAt(inputs, labels, ridge, next)
    while (nextLoss > loss && share > 1e-6) {
      share /= 2
      next = moved(at, step, share)
      nextLoss = lossAt(inputs, labels, ridge, next)
    }
    if (nextLoss > loss) break
    at = next
    loss = nextLoss
    if (step.every((value) => Math.abs(value) < 1e-9)) break
  }
  return { mean, scale, weights: at.slice(1), bias: at[0] ?? 0 }
}

/** The logit of a row: over 0, more likely than not to carry the label. */
export function logisticScore({ mean, scale, weights, bias }: LogisticModel, row: ArrayLike<number>): number {
  return weights.reduce(
    (sum, weight, column) =>
      sum + (weight * ((row[column] ?? 0) - (mean[column] ?? 0))) / (scale[column] ?? 1),
    bias,
  )
}

/** Columns of mean 0 and variance 1, after a leading 1 for the bias. */
function standardised(rows: readonly ArrayLike<number>[]) {
  const size = rows[0]?.length ?? 0
  const [mean, scale] = [new Float64Array(size), new Float64Array(size)]
  for (let column = 0; column < size; column++) {
    const centre = rows.reduce((sum, row) => sum + (row[column] ?? 0), 0) / rows.length
    const squares = rows.reduce((sum, row) => sum + ((row[column] ?? 0) - centre) ** 2, 0)
    const deviation = Math.sqrt(squares / rows.length)
    mean[column] = centre
    // Rounding leaves a constant column a deviation of almost nothing.
    scale[column] = deviation > 1e-12 * Math.max(1, Math.abs(centre)) ? deviation : Number.POSITIVE_INFINITY
  }
  const inputs = rows.map((row) =>
    Float64Array.from({ length: size + 1 }, (_, index) =>
      index === 0 ? 1 : ((row[index - 1] ?? 0) - (mean[index - 1] ?? 0)) / (scale[index - 1] ?? 1),
    ),
  )
  return { mean, scale, inputs }
}

/** The step to the minimum of the quadratic that touches the loss at `at`. */
function newtonStep(
  inputs: readonly Float64Array[],
  labels: readonly boolean[],
  ridge: number,
  at: Float64Array,
): Float64Array {
  const size = at.length
  const hessian = new Float64Array(size * size)
  const downhill = at.map((value, index) => (index === 0 ? 0 : -ridge * value))
  for (const [part, input] of inputs.entries()) {
    const chance = 1 / (1 + Math.exp(-product(input, at)))
    const residual = Number(labels[part] ?? false) - chance
    const weight = chance * (1 - chance)
    for (let i = 0; i < size; i++) {
      const value = input[i] ?? 0
      downhill[i] = (downhill[i] ?? 0) + residual * value
      for (let j = 0; j <= i; j++)
        hessian[i * size + j] = (hessian[i * size + j] ?? 0) + weight * value * (input[j] ?? 0)
    }
  }
  for (let i = 0; i < size; i++) {
    // A hair for the bias too, lest a perfect separation leave nothing to divide by.
    hessian[i * size + i] = (hessian[i * size + i] ?? 0) + (i === 0 ? 1e-12 : ridge)
    for (let j = 0; j < i; j++) hessian[j * size + i] = hessian[i * size + j] ?? 0
  }
  return solveLinear(hessian, downhill)
}

function lossAt(
  inputs: readonly Float64Array[],
  labels: readonly boolean[],
  ridge: number,
  at: Float64Array,
): number {
  const penalty = at.reduce((sum, value, index) => sum + (index === 0 ? 0 : value * value), 0)
  return inputs.reduce(
    (sum, input, part) => {
      const wrong = labels[part] ? -product(input, at) : product(input, at)
      return sum + (wrong > 0 ? wrong + Math.log1p(Math.exp(-wrong)) : Math.log1p(Math.exp(wrong)))
    },
    (ridge * penalty) / 2,
  )
}

const moved = (from: Float64Array, step: Float64Array, share: number): Float64Array<ArrayBuffer> =>
  Float64Array.from(from, (value, index) => value + share * (step[index] ?? 0))

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? 0) * (b[index] ?? 0)
  return sum
}
