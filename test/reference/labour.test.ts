import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hoursReduction, type LabourAssumptions, sharesAt } from '../../edge/core/quality/labour.ts'

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
