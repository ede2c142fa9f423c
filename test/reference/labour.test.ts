import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  costReduction,
  hoursReduction,
  type LabourAssumptions,
  sharesAt,
} from '../../edge/core/quality/labour.ts'

const assume = (
  manualS: number,
  reviewS: number,
  confirmS: number,
  auditShare: number,
): LabourAssumptions => ({
  prevalence: 0.02,
  manualS,
  reviewS,
  confirmS,
  auditShare,
})

describe('labour (golden values: science D)', () => {
  it.each([
    [0.78, 0.02, 0.2, assume(6, 8, 8, 0.02), 0.69106667],
    [0.7, 0.02, 0.28, assume(6, 6, 0, 0), 0.72],
    [0.92, 0.02, 0.06, assume(6, 10, 10, 0.05), 0.82066667],
  ] as const)(
    '%f passed, %f refused, %f reviewed saves what the formula says',
    (ok, notOk, review, assumptions, golden) => {
      expect(hoursReduction({ ok, notOk, review }, assumptions)).toBeCloseTo(golden, 8)
    },
  )

  it.each([
    [6, 0, 0.7],
    [6, 0.02, 0.7143],
    [9, 0.02, 0.8108],
    [12, 0.02, 0.8586],
  ])(
    'needs, at %f s a review and an audit of %f, %f of the parts decided to save 70 %%',
    (reviewS, audit, golden) => {
      const saved = (covered: number) =>
        hoursReduction({ ok: covered, notOk: 0, review: 1 - covered }, assume(6, reviewS, 6, audit))
      expect(saved(golden - 0.0001)).toBeLessThan(0.7)
      expect(saved(golden + 0.0001)).toBeGreaterThan(0.7)
    },
  )

  it('saves nothing with half of the parts decided and reviews that take twice as long', () => {
    expect(hoursReduction({ ok: 0.5, notOk: 0, review: 0.5 }, assume(6, 12, 6, 0.02))).toBeCloseTo(-0.01, 12)
  })

  it('is money too once wages are equal, and less of it once reviewers earn more', () => {
    const shares = { ok: 0.78, notOk: 0.02, review: 0.2 }
    const at = (wageReviewPerHour: number) =>
      costReduction(shares, { ...assume(6, 8, 8, 0.02), wageManualPerHour: 25, wageReviewPerHour })
    expect(at(25)).toBeCloseTo(0.69106667, 8)
    // By hand: (0.2 × 8 s + 0.02 × 8 s) × 30 + 0.78 × 0.02 × 6 s × 25, of 6 s × 25.
    expect(at(30)).toBeCloseTo(1 - (1.76 * 30 + 0.0936 * 25) / 150, 12)
  })

  it('falls when more of the passed parts are audited', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(share, share, (a, b) => {
        const saved = (audit: number) =>
          hoursReduction({ ok: 0.8, notOk: 0.05, review: 0.15 }, assume(6, 12, 6, audit))
        expect(saved(Math.max(a, b))).toBeLessThanOrEqual(saved(Math.min(a, b)))
      }),
    )
  })

  it('weights the shares of each class to production, and knows nothing of a class never seen', () => {
    const counts = {
      wrong: { count: 3, n: 160 },
      escape: { count: 1, n: 80 },
      falseReject: { count: 2, n: 80 },
      undecided: { good: 20, defective: 20 },
      classes: [],
    }
    const shares = sharesAt(counts, 0.1)
    expect(shares?.ok).toBeCloseTo(0.1 * 0.01 + 0.9 * 0.78, 12)
    expect(shares?.review).toBeCloseTo(0.2, 12)
    expect((shares?.ok ?? 0) + (shares?.notOk ?? 0) + (shares?.review ?? 0)).toBeCloseTo(1, 12)
    expect(
      sharesAt({ ...counts, escape: { count: 0, n: 0 }, undecided: { good: 20, defective: 0 } }, 0.1),
    ).toBeNull()
  })
})
