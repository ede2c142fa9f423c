import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { binomialCdf } from '../../edge/core/quality/binomial.ts'
import { exactLower, exactUpper } from '../../edge/core/quality/bound.ts'
import { evidenceAgainstClaim, evidenceForClaim } from '../../edge/core/quality/e-process.ts'
import { clopperPearson, jeffreys, wilson } from '../../edge/core/quality/interval.ts'
import { normalCdf, normalQuantile } from '../../edge/core/quality/normal.ts'
import { rateVerdict } from '../../edge/core/quality/rate-verdict.ts'
import { smallestSample } from '../../edge/core/quality/sample-size.ts'

/** k errors in n parts. */
const counted = fc
  .integer({ min: 1, max: 5000 })
  .chain((n) => fc.record({ n: fc.constant(n), k: fc.integer({ min: 0, max: n }) }))

/** The chance of each number of errors, by the recursion of Pascal: no incomplete beta function. */
function binomialChances(n: number, p: number): number[] {
  let chances = [1]
  for (let part = 0; part < n; part++) {
    const before = chances
    chances = Array.from(
      { length: part + 2 },
      (_, k) => (before[k] ?? 0) * (1 - p) + (before[k - 1] ?? 0) * p,
    )
  }
  return chances
}

describe('exact bounds (laws: science E)', () => {
  it('rise with errors and fall with parts', () => {
    fc.assert(
      fc.property(counted, ({ k, n }) => {
        expect(exactUpper(k, n + 1)).toBeLessThanOrEqual(exactUpper(k, n))
        expect(exactLower(k, n + 1)).toBeLessThanOrEqual(exactLower(k, n))
        expect(exactUpper(k + 1, n + 1)).toBeGreaterThanOrEqual(exactUpper(k, n + 1))
        expect(exactLower(k + 1, n + 1)).toBeGreaterThanOrEqual(exactLower(k, n + 1))
      }),
    )
  })

  it('are the same seen from the errors and from the right parts', () => {
    fc.assert(
      fc.property(counted, ({ k, n }) => {
        for (const of of [clopperPearson, wilson, jeffreys]) {
          const [wrong, right] = [of(k, n), of(n - k, n)]
          expect(wrong.lower).toBeCloseTo(1 - right.upper, 9)
          expect(wrong.upper).toBeCloseTo(1 - right.lower, 9)
        }
      }),
    )
  })

  it('hold the share itself, and those of Jeffreys', () => {
    fc.assert(
      fc.property(counted, ({ k, n }) => {
        const [exact, shown] = [clopperPearson(k, n), jeffreys(k, n)]
        expect(exact.lower).toBeLessThanOrEqual(k / n)
        expect(exact.upper).toBeGreaterThanOrEqual(k / n)
        expect(exact.lower).toBeLessThanOrEqual(shown.lower + 1e-12)
        expect(exact.upper).toBeGreaterThanOrEqual(shown.upper - 1e-12)
      }),
    )
  })

  it('but not those of Wilson: at 0 of 1,000 its upper bound is the larger', () => {
    expect(wilson(0, 1000).upper).toBeGreaterThan(clopperPearson(0, 1000).upper)
  })

  it.each([10, 50, 200])('cover at least 95 %% at n = %i, at every rate of a grid', (n) => {
    const intervals = Array.from({ length: n + 1 }, (_, k) => clopperPearson(k, n))
    const uppers = intervals.map((_, k) => exactUpper(k, n))
    for (let step = 1; step < 100; step++) {
      const p = step / 100
      const chances = binomialChances(n, p)
      const total = (holds: (k: number) => boolean) =>
        chances.reduce((sum, chance, k) => sum + (holds(k) ? chance : 0), 0)
      expect(
        total((k) => (intervals[k]?.lower ?? 1) <= p && p <= (intervals[k]?.upper ?? 0)),
      ).toBeGreaterThan(0.95 - 1e-12)
      expect(total((k) => p <= (uppers[k] ?? 0))).toBeGreaterThan(0.95 - 1e-12)
    }
  })
})

describe('the verdict at a fixed number of parts (laws: science E)', () => {
  it.each([
    [0, 1496, 'not-demonstrated'],
    [0, 1497, 'demonstrated'],
    [1, 2370, 'not-demonstrated'],
    [1, 2371, 'demonstrated'],
    [6, 1000, 'refuted'],
    [5, 1000, 'not-demonstrated'],
  ])('%i of %i is %s', (k, n, verdict) => {
    expect(rateVerdict(k, n, 0.002)).toBe(verdict)
  })

  it('demonstrates from the smallest sample on, and not before', () => {
    const rate = fc.double({ min: 0.0005, max: 0.5, noNaN: true })
    fc.assert(
      fc.property(fc.nat(200), rate, (k, limit) => {
        const n = smallestSample(k, limit)
        expect(rateVerdict(k, n, limit)).toBe('demonstrated')
        expect(rateVerdict(k, n - 1, limit)).not.toBe('demonstrated')
      }),
    )
  })

  it.each([0.002, 0.02, 0.05])('is false in at most 5 %% of cases at a rate of exactly %f', (limit) => {
    for (const n of [50, 150, 1000]) {
      const chances = binomialChances(n, limit)
      const chanceOf = (verdict: string) =>
        chances.reduce((sum, chance, k) => sum + (rateVerdict(k, n, limit) === verdict ? chance : 0), 0)
      expect(chanceOf('demonstrated')).toBeLessThanOrEqual(0.05)
      expect(chanceOf('refuted')).toBeLessThanOrEqual(0.05)
    }
  })
})

describe('the pieces', () => {
  it('the binomial sum agrees with the recursion of Pascal', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        (n, p) => {
          let sum = 0
          for (const [k, chance] of binomialChances(n, p).entries()) {
            sum += chance
            expect(binomialCdf(k, n, p)).toBeCloseTo(sum, 12)
          }
        },
      ),
    )
  })

  it('the e-process has mean 1 at the limit for every number of parts up to 20', () => {
    for (let n = 1; n <= 20; n++) {
      const chances = binomialChances(n, 0.1)
      const mean = (evidence: typeof evidenceForClaim) =>
        chances.reduce((sum, chance, k) => sum + chance * evidence(k, n, 0.1), 0)
      expect(mean(evidenceForClaim)).toBeCloseTo(1, 10)
      expect(mean(evidenceAgainstClaim)).toBeCloseTo(1, 10)
    }
  })

  it('the normal quantile inverts its distribution, and knows 1.959964', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12)
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), (p) => {
        expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 12)
        expect(normalQuantile(p)).toBeCloseTo(-normalQuantile(1 - p), 8)
      }),
    )
  })
})
