import { describe, expect, it } from 'vitest'
import { exactLower, exactUpper } from '../../edge/core/quality/bound.ts'
import {
  anytimeInterval,
  evidenceAgainstClaim,
  evidenceForClaim,
  partsToDemonstrate,
} from '../../edge/core/quality/e-process.ts'

describe('live evidence on the accuracy claim (golden values: science A3, scipy)', () => {
  it.each([
    [0, 1497, 6.35091139],
    [0, 2000, 13.44809415],
    [3, 5000, 13.13795546],
  ])('%i errors in %i parts give E = %f', (k, n, golden) => {
    expect(evidenceForClaim(k, n, 0.002)).toBeCloseTo(golden, 7)
  })

  it('settles at the published part counts, and not one part earlier', () => {
    const first = [2255, 3424, 4422, 5339, 6206, 7038, 7843, 8627, 9395, 10149, 10891]
    expect(first.map((_, k) => k + partsToDemonstrate(k, k, 0.002))).toEqual(first)
    expect(evidenceForClaim(0, 2254, 0.002)).toBeLessThan(20)
  })

  it.each([
    [0, 1497, 0, 0.00481389],
    [3, 5000, 0.00001874, 0.00307648],
    [10, 10000, 0.00020681, 0.00281716],
  ])('%i of %i has the anytime interval (%f, %f)', (k, n, lower, upper) => {
    expect(anytimeInterval(k, n).lower).toBeCloseTo(lower, 8)
    expect(anytimeInterval(k, n).upper).toBeCloseTo(upper, 8)
  })

  it('has mean 1 at the limit itself, in both directions, by enumerating every outcome of 20 parts', () => {
    const limit = 0.1
    let mean = 0
    let mirror = 0
    let choose = 1
    for (let k = 0; k <= 20; k++) {
      const chance = choose * limit ** k * (1 - limit) ** (20 - k)
      mean += chance * evidenceForClaim(k, 20, limit)
      mirror += chance * evidenceAgainstClaim(k, 20, limit)
      choose = (choose * (20 - k)) / (k + 1)
    }
    expect(mean).toBeCloseTo(1, 10)
    expect(mirror).toBeCloseTo(1, 10)
  })
})

describe('exact bounds (golden values: science A1)', () => {
  it.each([
    [0, 1000, 0.00299125],
    [3, 5000, 0.00154999],
    [12, 10000, 0.00194353],
    [5, 100, 0.10225338],
  ])('%i of %i has the one-sided 95 %% upper bound %f', (k, n, golden) => {
    expect(exactUpper(k, n)).toBeCloseTo(golden, 8)
  })

  it('mirrors: the lower bound of k is one less the upper bound of n - k', () => {
    expect(exactLower(7, 50)).toBeCloseTo(1 - exactUpper(43, 50), 12)
  })
})
