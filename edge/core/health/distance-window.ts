import type { Covariance } from './covariance.ts'

/** How far the last few rows were from normal, in two ways. */
export interface Distance {
  /** Of the mean row: finds a shift, however the single rows scatter. */
  readonly level: number
  /** Root mean square of the rows: finds restlessness and lost correlation, too. */
  readonly energy: number
}

export interface DistanceWindow {
  push(deviations: Float64Array): Distance
  /** What each sensor adds to one of the two, in the present window. */
  contributions(kind: keyof Distance): Float64Array
}

/** Rows over which distances are smoothed: at 1 Hz some seconds, so that an alarm ends soon after its cause. */
export const windowRows = 8

export function createDistanceWindow(covariance: Covariance, sensors: number): DistanceWindow {
  const rows: { readonly deviations: Float64Array; readonly white: Float64Array }[] = []
  const mean = (vectors: readonly Float64Array[]): Float64Array =>
    Float64Array.from({ length: sensors }, (_, i) =>
      vectors.reduce((sum, vector) => sum + (vector[i] ?? 0) / vectors.length, 0),
    )
  return {
    push(deviations) {
      rows.push({ deviations, white: covariance.whiten(deviations) })
      if (rows.length > windowRows) rows.shift()
      const squares = rows.map(({ white }) => length(white) ** 2)
      return {
        level: length(mean(rows.map(({ white }) => white))),
        energy: Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / rows.length),
      }
    },
    contributions(kind) {
      const deviations = rows.map((row) => row.deviations)
      if (kind === 'level') return covariance.contributions(mean(deviations))
      return mean(deviations.map((row) => covariance.contributions(row)))
    },
  }
}

const length = (vector: Float64Array): number => Math.hypot(...vector)
