import { solveLinear } from '../quality/linear-system.ts'
import { medianOf } from '../quality/quantile.ts'

/** How one indicator of a healthy machine follows load and speed: ridge regression, and what is left over. */
export interface Baseline {
  /** Of 1, load - 1, speed - 1. */
  readonly weights: readonly [number, number, number]
  /** Robust standard deviation of what is left. */
  readonly sigma: number
}

export interface BaselineRow {
  readonly load: number
  readonly speed: number
  readonly value: number
}

const terms = ({ load, speed }: Omit<BaselineRow, 'value'>) => [1, load - 1, speed - 1] as const
/** So little that it only matters where load and speed hardly change. */
const ridge = 0.02

export function learnBaseline(rows: readonly BaselineRow[]): Baseline {
  const centre = medianOf(rows.map(({ value }) => value))
  const [a, b] = [new Float64Array(9), new Float64Array(3)]
  for (const row of rows) {
    const x = terms(row)
    for (const [i, xi] of x.entries()) {
      b[i] = (b[i] ?? 0) + xi * (row.value - centre)
      for (const [j, xj] of x.entries()) a[3 * i + j] = (a[3 * i + j] ?? 0) + xi * xj
    }
  }
  for (const diagonal of [0, 4, 8]) a[diagonal] = (a[diagonal] ?? 0) + ridge
  const [level = 0, byLoad = 0, bySpeed = 0] = solveLinear(a, b)
  const weights = [centre + level, byLoad, bySpeed] as const
  const away = rows.map((row) => Math.abs(row.value - expected(weights, row)))
  return { weights, sigma: Math.max(1e-6, 1.4826 * medianOf(away)) }
}

const expected = (weights: Baseline['weights'], at: Omit<BaselineRow, 'value'>): number =>
  terms(at).reduce((sum, term, index) => sum + term * (weights[index] ?? 0), 0)

/** How far a value lies from what a healthy machine would show, in its own unit. */
export const residualOf = ({ weights }: Baseline, row: BaselineRow): number =>
  row.value - expected(weights, row)
