import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rngFromSeed } from '../../datasets/rng.ts'
import { learnFactors } from '../../edge/core/health/autocorrelation-factor.ts'
import { eigenPairs } from '../../edge/core/health/eigen.ts'
import { enginesOf, learnView } from '../../edge/core/health/engine-life.ts'
import { slopes, smoothed } from '../../edge/core/health/life-feature.ts'
import { learnRegimes } from '../../edge/core/health/regime.ts'
import { learnRegimeScale } from '../../edge/core/health/regime-scale.ts'
import { makeFleet } from './engine.ts'

const seed = 20260301
const fleet = makeFleet(12)

describe('eigenvalues', () => {
  it('of the Hilbert matrix of order 3 are the published ones', () => {
    const hilbert = [0, 1, 2].map((i) => Float64Array.from([0, 1, 2], (j) => 1 / (i + j + 1)))
    const values = eigenPairs(hilbert).map(({ value }) => value)
    for (const [i, value] of [1.4083189271, 0.1223270659, 0.0026873404].entries())
      expect(values[i]).toBeCloseTo(value, 9)
  })

  it('stretch their vectors, which are of length 1 and square to each other', () => {
    const element = fc.double({ min: -9, max: 9, noNaN: true })
    const table = fc.array(fc.array(element, { minLength: 5, maxLength: 5 }), { minLength: 5, maxLength: 5 })
    fc.assert(
      fc.property(table, (rows) => {
        const matrix = rows.map((row, i) => Float64Array.from(row, (x, j) => x + (rows[j]?.[i] ?? 0)))
        const pairs = eigenPairs(matrix)
        for (const [i, { value, vector }] of pairs.entries()) {
          for (const [k, row] of matrix.entries())
            expect(dot(row, vector)).toBeCloseTo(value * (vector[k] ?? 0), 9)
          for (const [j, other] of pairs.entries())
            expect(dot(vector, other.vector)).toBeCloseTo(i === j ? 1 : 0, 9)
        }
      }),
      { seed, numRuns: 100 },
    )
  })
})

describe('operating regimes', () => {
  it('are found in the settings, and what is in none is in the nearest', () => {
    const regimeOf = learnRegimes([
      [0.001, 0, 100],
      [35.01, 0.841, 100],
      [-0.002, 0.001, 100],
      [25, 0.62, 60],
    ])
    const places = [
      [0.003, 0.001, 100],
      [34.99, 0.84, 100],
      [25, 0.62, 60],
      [30, 0.7, 90],
    ]
    expect(places.map(regimeOf)).toEqual([0, 1, 2, 1])
  })

  it('leave no trace in the scaled sensors, of which the still one is gone', () => {
    const rows = fleet.flat()
    const scale = learnRegimeScale(rows)
    for (const isHigh of [false, true]) {
      const scaled = rows.filter(({ settings }) => (settings[0] ?? 0) > 1 === isHigh).map(scale)
      expect(scaled[0]).toHaveLength(20)
      for (let i = 0; i < 20; i++) {
        const values = scaled.map((row) => row[i] ?? 0)
        expect(mean(values)).toBeCloseTo(0, 9)
        expect(mean(values.map((value) => value ** 2))).toBeCloseTo(1, 9)
      }
    }
  })
})

describe('factors', () => {
  const rng = rngFromSeed(8)
  const noise = () => 0.5 * (rng.next() + rng.next() + rng.next() - 1.5)
  const levels = Array.from({ length: 400 }, (_, i) => [Math.sin(i / 40), (i / 200 - 1) ** 3] as const)
  const rows = levels.map(([a, b]) =>
    Float64Array.of(a + noise(), b - a + noise(), noise(), 2 * b + noise(), a + b + noise()),
  )

  it('are as many as there are slow signals, with variance 1, and hold them', () => {
    const factors = rows.map(learnFactors([rows]))
    expect(factors[0]).toHaveLength(2)
    for (const i of [0, 1]) {
      const values = factors.map((row) => row[i] ?? 0)
      expect(mean(values.map((value) => value ** 2))).toBeCloseTo(1, 9)
      expect(explained(values, levels)).toBeGreaterThan(0.9)
    }
  })

  it('are the same, but for their sign, in whatever units the sensors are', () => {
    const factorsOf = learnFactors([rows])
    const unit = fc.double({ min: 0.1, max: 10, noNaN: true })
    fc.assert(
      fc.property(fc.array(unit, { minLength: 5, maxLength: 5 }), (units) => {
        const rescaled = rows.map((row) => row.map((value, i) => value * (units[i] ?? 1)))
        const again = learnFactors([rescaled])
        for (const at of [0, 100, 300])
          for (const [i, value] of factorsOf(rows[at] ?? new Float64Array()).entries())
            expect(Math.abs(again(rescaled[at] ?? new Float64Array())[i] ?? 0)).toBeCloseTo(
              Math.abs(value),
              6,
            )
      }),
      { seed, numRuns: 20 },
    )
  })
})

describe('features of a life', () => {
  it('are what paper and pencil give', () => {
    expect(smoothed(Float64Array.of(1, 3), 3)[1]).toBeCloseTo(7 / 3, 12)
    const line = Float64Array.from({ length: 40 }, (_, i) => 2 * i)
    // The squares of a window of 20 add up to 665, to which a quarter of 20³ / 12 is added.
    expect(slopes(line, 20).at(-1)).toBeCloseTo((20 * 2 * 665) / (665 + 500 / 3), 9)
    expect(slopes(line, 20)[0]).toBe(0)
  })

  it('never look ahead, and never at another engine', () => {
    const view = learnView(fleet)
    fc.assert(
      fc.property(fc.nat(11), fc.integer({ min: 1, max: 59 }), (i, cycles) => {
        const engine = fleet[i] ?? []
        expect(view(engine.slice(0, cycles))).toEqual(view(engine).slice(0, cycles))
      }),
      { seed, numRuns: 30 },
    )
  })

  it('are the age alone where no sensor moves', () => {
    const still = fleet.map((engine) => engine.map((cycle) => ({ ...cycle, sensors: Array(21).fill(1) })))
    const view = learnView(still)
    expect(view(still[0] ?? [])[6]).toEqual(Float64Array.of(7))
  })

  it('are of engines that begin wherever a cycle is the first', () => {
    expect(enginesOf(fleet.flat())).toEqual(fleet)
  })
})

const dot = (one: Float64Array, other: Float64Array): number =>
  one.reduce((sum, value, i) => sum + value * (other[i] ?? 0), 0)

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** The share of the variance of values that a plane through two levels explains. */
function explained(values: readonly number[], levels: readonly (readonly [number, number])[]): number {
  const centred = (series: readonly number[]) => series.map((value) => value - mean(series))
  const product = (one: readonly number[], other: readonly number[]) =>
    mean(one.map((value, i) => value * (other[i] ?? 0)))
  const [y, a, b] = [values, levels.map(([x]) => x), levels.map(([, x]) => x)].map(centred) as [
    number[],
    number[],
    number[],
  ]
  const [aa, ab, bb, ay, by] = [product(a, a), product(a, b), product(b, b), product(a, y), product(b, y)]
  const [p, q] = [(ay * bb - by * ab) / (aa * bb - ab ** 2), (by * aa - ay * ab) / (aa * bb - ab ** 2)]
  return (p * ay + q * by) / product(y, y)
}
