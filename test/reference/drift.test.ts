import { describe, expect, it } from 'vitest'
import { rngFromSeed } from '../../datasets/rng.ts'
import { chiSquareCdf, chiSquareQuantile } from '../../edge/core/quality/chi-square.ts'
import {
  kolmogorovSmirnov,
  kolmogorovSmirnovLimit,
  maximumMeanDiscrepancy,
  populationStability,
  stabilityLimit,
} from '../../edge/core/quality/drift.ts'

describe('drift (golden values: science A10)', () => {
  const even = Array<number>(10).fill(0.1)

  it('has a stability index of 0.13862944', () => {
    const actual = [0.05, 0.05, ...Array<number>(7).fill(0.1), 0.2]
    expect(populationStability(even, actual)).toBeCloseTo(0.13862944, 8)
    expect(populationStability(even, even)).toBe(0)
    expect(populationStability([0.5, 0.5, 0], [0.5, 0.5, 0])).toBe(0)
    expect(populationStability([0.5, 0.5, 0], [0.5, 0.4, 0.1])).toBe(Number.POSITIVE_INFINITY)
  })

  it.each([
    [1000, 0.033838],
    [200, 0.16919],
  ])('whose limit for ten bins and two samples of %i is %f', (n, golden) => {
    expect(stabilityLimit(10, n, n)).toBeCloseTo(golden, 6)
  })

  it('measures the distance of two distributions, and its limit', () => {
    expect(kolmogorovSmirnov([1, 2, 3, 4, 5], [3, 4, 5, 6, 7])).toBeCloseTo(0.4, 12)
    expect(kolmogorovSmirnov([1, 1, 1], [2, 2])).toBe(1)
    expect(kolmogorovSmirnov([2, 1, 2], [1, 2, 2, 2, 2, 1])).toBe(0)
    expect(kolmogorovSmirnovLimit(1000, 1000)).toBeCloseTo(0.060732, 6)
  })

  it('has the golden mean discrepancies', () => {
    const { unbiased, biased } = maximumMeanDiscrepancy([[0], [1], [2]], [[1], [2], [4]])
    expect(unbiased).toBeCloseTo(-0.21103326, 8)
    expect(biased).toBeCloseTo(0.22214767, 8)
  })

  it('keeps its limits under no drift in about 95 of 100 seeded samples', () => {
    const rng = rngFromSeed(20)
    const sample = () => Array.from({ length: 500 }, () => rng.next())
    const shares = (values: readonly number[]) =>
      even.map((_, bin) => values.filter((value) => Math.floor(10 * value) === bin).length / values.length)
    let [stable, near] = [0, 0]
    for (let round = 0; round < 1000; round++) {
      const [a, b] = [sample(), sample()]
      if (populationStability(shares(a), shares(b)) <= stabilityLimit(10, 500, 500)) stable++
      if (kolmogorovSmirnov(a, b) <= kolmogorovSmirnovLimit(500, 500)) near++
    }
    // Three standard deviations of 1,000 trials at 95 % are 21.
    expect(Math.abs(stable - 950)).toBeLessThan(25)
    expect(Math.abs(near - 950)).toBeLessThan(25)
  })
})

describe('chi-square (scipy 1.17)', () => {
  it.each([
    [1, 3.84145882],
    [2, 5.99146455],
    [9, 16.9189776],
    [19, 30.14352721],
  ])('with %i degrees keeps 95 %% under %f', (degrees, golden) => {
    expect(chiSquareQuantile(0.95, degrees)).toBeCloseTo(golden, 7)
    expect(chiSquareCdf(golden, degrees)).toBeCloseTo(0.95, 8)
  })
})
