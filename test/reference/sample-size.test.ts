import { describe, expect, it } from 'vitest'
import { conformalAllowance, conformalMinimum } from '../../edge/core/quality/conformal.ts'
import { rankInterval, upperRank } from '../../edge/core/quality/rank-interval.ts'
import { rateVerdict } from '../../edge/core/quality/rate-verdict.ts'
import {
  designEffect,
  passChance,
  smallestLotSample,
  smallestPlan,
  smallestSample,
} from '../../edge/core/quality/sample-size.ts'

const errors = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

describe('the smallest sample that demonstrates a rate with 0, 1, … 10 errors (golden values: science A2)', () => {
  it.each([
    [0.002, 0.95, [1497, 2371, 3146, 3875, 4575, 5254, 5919, 6571, 7215, 7850, 8478]],
    [0.002, 0.9, [1151, 1944, 2660, 3339, 3995, 4636, 5264, 5884, 6495, 7101, 7701]],
    [0.002, 0.99, [2301, 3317, 4200, 5020, 5799, 6551, 7282, 7996, 8697, 9387, 10068]],
    [0.001, 0.95, [2995, 4742, 6294, 7752, 9151, 10511, 11840, 13146, 14432, 15702, 16959]],
    [0.005, 0.95, [598, 947, 1258, 1549, 1829, 2100, 2366, 2627, 2884, 3138, 3389]],
    [0.01, 0.95, [299, 473, 628, 773, 913, 1049, 1182, 1312, 1441, 1568, 1693]],
    [0.02, 0.95, [149, 236, 313, 386, 456, 523, 590, 655, 719, 782, 845]],
    [0.05, 0.95, [59, 93, 124, 153, 181, 208, 234, 260, 286, 311, 336]],
  ])('of %f at %f', (limit, confidence, golden) => {
    expect(errors.map((k) => smallestSample(k, limit, confidence))).toEqual(golden)
  })

  it('by two-sided bounds of 95 %, which is a one-sided claim of 97.5 %', () => {
    const golden = [1843, 2784, 3610, 4381, 5118, 5831]
    expect(golden.map((_, k) => smallestSample(k, 0.002, 0.975))).toEqual(golden)
  })

  it('of 29,956 defective parts for a miss rate of 1e-4', () => {
    expect(smallestSample(0, 1e-4)).toBe(29_956)
  })
})

describe('the verdict at 99.8 % and 95 % (A2)', () => {
  it.each([
    [1000, null, 6],
    [1497, 0, 7],
    [2000, 0, 9],
    [3000, 1, 11],
    [5000, 4, 16],
    [10_000, 12, 29],
    [20_000, 29, 52],
  ])('of %i parts: demonstrated up to %s errors, refuted from %i', (n, demonstrated, refuted) => {
    const verdicts = Array.from({ length: 60 }, (_, k) => rateVerdict(k, n, 0.002))
    expect(verdicts.lastIndexOf('demonstrated')).toBe(demonstrated ?? -1)
    expect(verdicts.indexOf('refuted')).toBe(refuted)
  })
})

describe('power (A2)', () => {
  it.each([
    [0, 1497, 22.4],
    [1, 2371, 31.5],
    [3, 3876, 45.8],
    [10, 8478, 76.6],
  ])('%i of %i is passed by a true rate of 0.001 in %f %% of cases', (allowed, n, golden) => {
    expect(100 * passChance({ n, allowed }, 0.001)).toBeCloseTo(golden, 1)
  })

  it.each([
    [0.0005, 4575, 4],
    [0.001, 12_746, 17],
    [0.0015, 60_113, 102],
  ])('a true rate of %f passes 90 %% of the time with n %i, c %i', (trueRate, n, allowed) => {
    expect(smallestPlan(0.002, trueRate)).toEqual({ n, allowed })
  })

  it('no plan is offered to a system that is no better than the claim', () => {
    expect(smallestPlan(0.002, 0.002)).toBeNull()
  })
})

describe('samples of other kinds', () => {
  it.each([
    [5000, 10, 1294],
    [10_000, 20, 1390],
    [20_000, 40, 1442],
  ])('a lot of %i with %i defective ones: %i parts without a find (A2)', (lot, defective, golden) => {
    expect(smallestLotSample(lot, defective)).toBe(golden)
  })

  it('ten images of a part, correlated by 0.1, count for 1.9 times fewer (A2)', () => {
    expect(designEffect(10, 0.1)).toBeCloseTo(1.9, 12)
  })

  it.each([
    [0.002, 499],
    [0.01, 99],
    [0.02, 49],
    [0.05, 19],
  ])('conformal risk control of %f needs %i parts without an error (A9)', (alpha, golden) => {
    expect(conformalMinimum(alpha)).toBe(golden)
  })

  it.each([
    [1000, 1, -1],
    [2000, 3, 0],
    [5000, 9, 4],
    [10_000, 19, 12],
  ])('%i parts allow %i errors for the mean risk, %i for a 95 %% bound (A9)', (n, mean, bound) => {
    expect(conformalAllowance(n, 0.002)).toBe(mean)
    expect(errors.concat(11, 12, 13).findLastIndex((k) => rateVerdict(k, n, 0.002) === 'demonstrated')).toBe(
      bound,
    )
  })
})

describe('latency by ranks (A11)', () => {
  it.each([
    [0.99, 299],
    [0.999, 2995],
  ])('the greatest of n bounds the quantile %f from n = %i on', (quantile, n) => {
    expect(upperRank(n, quantile)).toBe(n)
    expect(upperRank(n - 1, quantile)).toBeNull()
  })

  it.each([
    [10_000, 9880, 9920, 9917],
    [1000, 983, 997, 996],
  ])('p99 of %i lies between the ranks %i and %i, and under %i', (n, lower, upper, oneSided) => {
    expect(rankInterval(n, 0.99)).toMatchObject({ lower, upper })
    expect(upperRank(n, 0.99)).toBe(oneSided)
  })

  it('with a chance of 95.6 % at 10,000', () => {
    expect(100 * (rankInterval(10_000, 0.99)?.coverage ?? 0)).toBeCloseTo(95.6, 1)
  })
})
