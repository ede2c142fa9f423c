import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rngFromSeed } from '../../datasets/rng.ts'
import { Assumptions } from '../../edge/contract/assumption.ts'
import { cashSheet, labourOf } from '../../edge/core/quality/cash.ts'
import { priceOf } from '../../edge/core/quality/labour.ts'
import { meanBound } from '../../edge/core/quality/mean-bound.ts'
import { shippedOf } from '../../edge/core/quality/shipped.ts'
import { countsOf } from './economics.ts'

const share = fc.double({ min: 0, max: 1, noNaN: true })
const upTo = (max: number) => fc.double({ min: 0, max, noNaN: true })
const ends = fc
  .tuple(fc.nat(500), fc.nat(500), fc.nat(500))
  .filter(([ok, notOk, review]) => ok + notOk + review > 0)

/** Plants of all kinds; an escape costs at least what confirming a part does. */
const plant = fc
  .record({
    prevalence: share,
    manualS: fc.double({ min: 0.5, max: 60, noNaN: true }),
    reviewS: upTo(60),
    confirmS: upTo(60),
    auditShare: share,
    partsPerHour: fc.double({ min: 1, max: 10_000, noNaN: true }),
    wageReviewPerHour: upTo(60),
    reviewMissRate: share,
    reviewFalseRejectRate: share,
    costPerEscape: fc.double({ min: 1, max: 500, noNaN: true }),
    costPerFalseReject: upTo(20),
    deskSeats: fc.integer({ min: 1, max: 4 }),
    deskCapacity: fc.nat(50),
  })
  .map((numbers) => Assumptions.parse(numbers))

const both = (change: (a: Assumptions) => Partial<Assumptions>) =>
  fc.assert(
    fc.property(ends, ends, plant, (defective, good, a) => {
      const counts = countsOf(defective, good)
      const [before, after] = [priceOf(counts, a), priceOf(counts, { ...a, ...change(a) })]
      expect(after.hoursReduction).toBeLessThanOrEqual(before.hoursReduction ?? 0)
      expect(after.costReduction).toBeLessThanOrEqual(before.costReduction ?? 0)
    }),
  )

describe('labour', () => {
  it('saved falls as more is audited', () => both((a) => ({ auditShare: (1 + a.auditShare) / 2 })))
  it('saved falls as a review takes longer', () => both((a) => ({ reviewS: a.reviewS + 1 })))
  it('saved in money falls as reviewers earn more', () =>
    both((a) => ({ wageReviewPerHour: a.wageReviewPerHour + 1 })))

  it('saved falls as passed parts turn undecided, where a review takes at least as long as an audit', () => {
    fc.assert(
      fc.property(ends, ends, plant, fc.nat(500), (defective, [ok, notOk, review], plant, doubtful) => {
        const a = {
          ...plant,
          reviewS: plant.reviewS + plant.manualS,
          wageReviewPerHour: plant.wageReviewPerHour + 25,
        }
        const [sure, unsure] = [
          countsOf(defective, [ok + doubtful, notOk, review]),
          countsOf(defective, [ok, notOk, review + doubtful]),
        ].map((counts) => priceOf(counts, a))
        expect(unsure?.hoursReduction).toBeLessThanOrEqual((sure?.hoursReduction ?? 0) + 1e-9)
        expect(unsure?.costReduction).toBeLessThanOrEqual((sure?.costReduction ?? 0) + 1e-9)
      }),
    )
  })
})

describe('what ships', () => {
  it('lies between what the model passes and that with all that it left undecided, under its bound', () => {
    fc.assert(
      fc.property(ends, ends, plant, ([ok, notOk, review], good, a) => {
        const n = ok + notOk + review
        const { escapeRate, upper95 } = shippedOf(countsOf([ok, notOk, review], good), a, rngFromSeed(1))
        expect(escapeRate).toBeGreaterThanOrEqual(ok / n)
        expect(escapeRate).toBeLessThanOrEqual((ok + review) / n + 1e-12)
        expect(upper95).toBeGreaterThanOrEqual((escapeRate ?? 1) - 1e-12)
        expect(upper95).toBeLessThanOrEqual(1 + 1e-12)
      }),
      { numRuns: 30 },
    )
  })
})

describe('payback', () => {
  /** null is never. */
  const months = (value: number | null | undefined) => value ?? Infinity

  it('is never shorter for a model with more escapes', () => {
    fc.assert(
      fc.property(ends, ends, plant, fc.nat(500), ([ok, notOk, review], good, a, more) => {
        const [few, many] = [
          labourOf(countsOf([ok, notOk + more, review], good), a),
          labourOf(countsOf([ok + more, notOk, review], good), a),
        ]
        const slack = 1 - 1e-9
        expect(months(many?.paybackMonths)).toBeGreaterThanOrEqual(slack * months(few?.paybackMonths))
        for (const side of [0, 1] as const)
          expect(months(many?.paybackMonthsRange[side])).toBeGreaterThanOrEqual(
            slack * months(few?.paybackMonthsRange[side]),
          )
      }),
    )
  })

  it('lies in its range, and its sheet adds up', () => {
    fc.assert(
      fc.property(ends, ends, plant, (defective, good, a) => {
        const sheet = cashSheet(countsOf(defective, good), a)
        if (!sheet) throw new Error('both kinds of part are there')
        const [best, worst] = sheet.paybackMonthsRange
        expect(months(best)).toBeLessThanOrEqual(months(sheet.paybackMonths))
        expect(months(worst)).toBeGreaterThanOrEqual(months(sheet.paybackMonths))
        const { byHand, saving } = sheet.perYear
        // Nearer to nothing, the saving is rounding.
        if (Math.abs(saving) < 1e-6 * byHand) return
        expect(sheet.paybackMonths === null).toBe(saving < 0)
        if (sheet.paybackMonths !== null)
          expect((sheet.paybackMonths * saving) / (12 * sheet.once.total)).toBeCloseTo(1, 4)
      }),
    )
  })
})

describe('the bound of a mean', () => {
  it('is the mean itself where the bound is the share', () => {
    fc.assert(
      fc.property(ends, fc.tuple(upTo(9), upTo(9), upTo(9)), (counts, values) => {
        const [a, b, c] = [0, 1, 2].map((at) => ({ count: counts[at] ?? 0, value: values[at] ?? 0 }))
        if (!a || !b || !c) throw new Error('three of each')
        const n = a.count + b.count + c.count
        const mean = (a.count * a.value + b.count * b.value + c.count * c.value) / n
        expect(meanBound([a, b, c], (k) => k / n)).toBeCloseTo(mean, 9)
      }),
    )
  })
})
