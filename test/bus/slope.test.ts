import { describe, expect, it } from 'vitest'
import { batches, slopeOf, studentT } from './slope.ts'

describe('the slope of a soak', () => {
  it('has the t of the tables', () => {
    // NIST/SEMATECH e-Handbook, 1.3.6.7.2.
    for (const [freedom, t] of [
      [1, 12.706],
      [5, 2.571],
      [9, 2.262],
      [30, 2.042],
    ] as const)
      expect(studentT(freedom)).toBeCloseTo(t, 3)
  })

  it('and its interval are those of Anscombe’s first set', () => {
    // F. J. Anscombe, Graphs in Statistical Analysis, 1973: slope 0.500, standard error 0.118, 9 degrees of freedom.
    const xs = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5]
    const ys = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]
    const { slope, interval95 } = slopeOf(xs.map((x, index) => ({ x, y: ys[index] ?? 0 })))
    expect(slope).toBeCloseTo(0.5, 3)
    expect((interval95[1] - interval95[0]) / 2 / 2.262).toBeCloseTo(0.118, 3)
  })

  it('does not change when points of a line are taken together', () => {
    const line = Array.from({ length: 100 }, (_, x) => ({ x, y: 3 * x + 1 }))
    expect(batches(line, 20)).toHaveLength(20)
    expect(slopeOf(batches(line, 20)).slope).toBeCloseTo(3, 9)
  })
})
