import type { Envelope } from '../../contract/card.ts'
import { envelopeDistance, featureNames } from './monitor.ts'

/** A small share of each variance is added to it, so that features that hardly vary do not rule alone. */
const ridge = 0.01

/**
 * Learns the envelope from the features of parts inside it. `maxDistance` is 5 % over the farthest of them: with
 * n parts, the share of fresh parts beyond it is under 3 / n with 95 % confidence (rule of three).
 */
export function learnEnvelope(rows: readonly ArrayLike<number>[]): Envelope {
  const size = featureNames.length
  const indexes = Array.from({ length: size }, (_, index) => index)
  const mean = indexes.map((index) => average(rows.map((row) => row[index] ?? 0)))
  const covariance = indexes.map((i) =>
    indexes.map((j) => average(rows.map((row) => ((row[i] ?? 0) - (mean[i] ?? 0)) * ((row[j] ?? 0) - (mean[j] ?? 0))))),
  )
  for (const index of indexes) {
    const row = covariance[index]
    if (row) row[index] = (row[index] ?? 0) * (1 + ridge) + 1e-9
  }
  const precision = inverse(covariance).flat().map(significant)
  const rough = { features: [...featureNames], mean: mean.map(significant), precision, maxDistance: 1 }
  const farthest = rows.reduce((far, row) => Math.max(far, envelopeDistance(row, rough)), 0)
  return { ...rough, maxDistance: significant(1.05 * farthest) }
}

const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
const significant = (value: number): number => Number(value.toPrecision(9))

/** Gauss-Jordan on a positive definite matrix: no pivoting is needed. */
function inverse(matrix: readonly (readonly number[])[]): number[][] {
  const size = matrix.length
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))])
  for (let pivot = 0; pivot < size; pivot++) {
    const divisor = rows[pivot]?.[pivot] ?? 1
    const pivotRow = (rows[pivot] ?? []).map((value) => value / divisor)
    rows[pivot] = pivotRow
    rows.forEach((row, index) => {
      if (index === pivot) return
      const factor = row[pivot] ?? 0
      rows[index] = row.map((value, column) => value - factor * (pivotRow[column] ?? 0))
    })
  }
  return rows.map((row) => row.slice(size))
}
