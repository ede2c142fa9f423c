import type { Envelope } from '../../contract/card.ts'
import { featureNames, whitened } from './monitor.ts'

/** A small share of each variance is added to it, so that features that hardly vary do not rule alone. */
const ridge = 0.001
/** Room beyond the farthest calibration part. */
const room = 0.05

/**
 * Learns the envelope from the features of parts inside it. Both borders lie 5 % beyond the farthest of n parts: the
 * share of fresh parts beyond them is under 3 / n with 95 % confidence for each border (rule of three).
 */
export function learnEnvelope(rows: readonly ArrayLike<number>[]): Envelope {
  const indexes = featureNames.map((_, index) => index)
  const mean = indexes.map((index) => average(rows.map((row) => row[index] ?? 0)))
  const covariance = indexes.map((i) =>
    indexes.map((j) =>
      average(rows.map((row) => ((row[i] ?? 0) - (mean[i] ?? 0)) * ((row[j] ?? 0) - (mean[j] ?? 0)))),
    ),
  )
  for (const index of indexes) {
    const row = covariance[index]
    if (row) row[index] = (row[index] ?? 0) * (1 + ridge) + 1e-9
  }
  const whitening = lowerInverse(cholesky(covariance)).flat().map(significant)
  const ranges = indexes.map((index) => widened(rows.map((row) => row[index] ?? 0)))
  const low = ranges.map((range) => range.low)
  const high = ranges.map((range) => range.high)
  const rough = {
    features: [...featureNames],
    mean: mean.map(significant),
    whitening,
    low,
    high,
    maxDistance: 1,
  }
  const farthest = rows.reduce((far, row) => Math.max(far, Math.hypot(...whitened(row, rough))), 0)
  return { ...rough, maxDistance: significant((1 + room) * farthest) }
}

function widened(values: readonly number[]) {
  const low = values.reduce((least, value) => Math.min(least, value))
  const high = values.reduce((most, value) => Math.max(most, value))
  const margin = room * (high - low) + 1e-6
  return { low: significant(low - margin), high: significant(high + margin) }
}

const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
const significant = (value: number): number => Number(value.toPrecision(9))

/** The lower triangular L with L Lᵀ = matrix; the matrix is positive definite thanks to the ridge. */
function cholesky(matrix: readonly (readonly number[])[]): number[][] {
  const factor = matrix.map((row) => row.map(() => 0))
  matrix.forEach((row, i) => {
    for (let j = 0; j <= i; j++) {
      let sum = row[j] ?? 0
      for (let k = 0; k < j; k++) sum -= at(factor, i, k) * at(factor, j, k)
      const target = factor[i]
      if (target) target[j] = i === j ? Math.sqrt(sum) : sum / at(factor, j, j)
    }
  })
  return factor
}

/** The inverse of a lower triangular matrix, by forward substitution. */
function lowerInverse(factor: readonly (readonly number[])[]): number[][] {
  const inverse = factor.map((row) => row.map(() => 0))
  factor.forEach((_, i) => {
    const target = inverse[i]
    for (let j = 0; target && j <= i; j++) {
      let sum = i === j ? 1 : 0
      for (let k = j; k < i; k++) sum -= at(factor, i, k) * at(inverse, k, j)
      target[j] = sum / at(factor, i, i)
    }
  })
  return inverse
}

const at = (matrix: readonly (readonly number[])[], row: number, column: number): number =>
  matrix[row]?.[column] ?? 0
