import { describe, expect, it } from 'vitest'
import { Assumptions } from '../../edge/contract/assumption.ts'
import { type CashSheet, cashSheet, labourOf } from '../../edge/core/quality/cash.ts'
import type { Counts } from '../../edge/core/quality/judgement.ts'
import { countsOf } from './economics.ts'

const usual = Assumptions.parse({})

function sheetOf(counts: Counts, change: Partial<Assumptions> = {}): CashSheet {
  const sheet = cashSheet(counts, { ...usual, ...change })
  if (!sheet) throw new Error('both kinds of part are there')
  return sheet
}

const rowOf = (sheet: CashSheet, item: string) => sheet.rows.find((row) => row.item === item)

/** 70 % decided, reviews as long as inspection, and no other work: 70 % saved. */
const seventy = {
  counts: countsOf([0, 70, 30], [700, 0, 300]),
  assumptions: { reviewS: 6, confirmS: 0, auditShare: 0, wageReviewPerHour: 25 },
}

describe('a year in money', () => {
  it('is the example of a takt of 2 s in two shifts (golden values: science D)', () => {
    const sheet = sheetOf(seventy.counts, seventy.assumptions)
    expect(sheet.partsPerYear).toBe(6_750_000)
    expect(sheet.hours.byHand).toBeCloseTo(11_250, 6)
    expect(sheet.people.byHand).toBeCloseTo(6.82, 2)
    expect(rowOf(sheet, 'inspection')).toEqual({ item: 'inspection', byHand: 281_250, withAi: 0 })
    expect(281_250 - (rowOf(sheet, 'review')?.withAi ?? 0)).toBeCloseTo(196_875, 6)
    expect(sheet.hours.withAi).toBeCloseTo(0.3 * 11_250, 6)
  })

  it('prices every item as by hand', () => {
    const sheet = sheetOf(countsOf([10, 80, 10], [900, 50, 50]))
    const parts = 6_750_000
    const expected = {
      inspection: [parts * (6 / 3600) * 25, 0],
      review: [0, parts * (0.02 * 0.1 + 0.98 * 0.05) * (12 / 3600) * 30],
      confirm: [0, parts * (0.02 * 0.8 + 0.98 * 0.05) * (6 / 3600) * 30],
      audit: [0, parts * (0.02 * 0.1 + 0.98 * 0.9) * 0.02 * (6 / 3600) * 25],
      escapes: [parts * 0.02 * 0.23 * 50, parts * 0.02 * (0.1 + 0.1 * 0.23) * 50],
      falseRejects: [parts * 0.98 * 0.02 * 2, parts * 0.98 * (0.05 + 0.05 * 0.02) * 2],
      retraining: [0, 6000],
      upkeep: [0, 2400],
    }
    expect(sheet.rows.map(({ item }) => item)).toEqual(Object.keys(expected))
    for (const [item, [byHand = 0, withAi = 0]] of Object.entries(expected)) {
      const row = rowOf(sheet, item)
      expect(row?.byHand, item).toBeCloseTo(byHand, 5)
      expect(row?.withAi, item).toBeCloseTo(withAi, 5)
    }
    const total = (side: 0 | 1) => Object.values(expected).reduce((sum, row) => sum + (row[side] ?? 0), 0)
    expect(sheet.perYear.byHand).toBeCloseTo(total(0), 4)
    expect(sheet.perYear.withAi).toBeCloseTo(total(1), 4)
    expect(sheet.once).toEqual({ hardware: 12_000, setUp: 20_000, total: 32_000 })
    expect(sheet.paybackMonths).toBeCloseTo((12 * 32_000) / (total(0) - total(1)), 6)
  })

  it('pays not at all, at any rate, for a model that saves 70 % of the labour and doubles the escapes', () => {
    const sheet = sheetOf(countsOf([46, 24, 30], [700, 0, 300]), seventy.assumptions)
    expect(
      labourOf(countsOf([46, 24, 30], [700, 0, 300]), { ...usual, ...seventy.assumptions }),
    ).toMatchObject({
      paybackMonths: null,
      neverPaysUnderPartsPerHour: null,
    })
    expect((rowOf(sheet, 'review')?.withAi ?? 0) / 281_250).toBeLessThan(0.31)
    expect(sheet.perYear.saving).toBeLessThan(0)
  })

  it('never pays under the line rate that it names, and pays over it', () => {
    const rate = sheetOf(seventy.counts, seventy.assumptions).neverPaysUnderPartsPerHour ?? 0
    expect(rate).toBeGreaterThan(0)
    const at = (partsPerHour: number) => sheetOf(seventy.counts, { ...seventy.assumptions, partsPerHour })
    expect(at(rate * 0.999).paybackMonths).toBeNull()
    expect(at(rate * 0.999).neverPaysUnderPartsPerHour).toBeCloseTo(rate, 9)
    expect(at(rate * 1.001).paybackMonths).toBeGreaterThan(0)
    expect(at(rate).perYear.saving).toBeCloseTo(0, 6)
  })

  it('pays at any line rate where nothing is paid every year', () => {
    const sheet = sheetOf(seventy.counts, { retrainingPerYear: 0, upkeepPerYear: 0, partsPerHour: 0.001 })
    expect(sheet.neverPaysUnderPartsPerHour).toBeNull()
    expect(sheet.paybackMonths).toBeGreaterThan(0)
  })

  it('closes its range on the payback as parts are added', () => {
    const rangeAt = (times: number) => {
      const counts = countsOf([times, 98 * times, times], [980 * times, 10 * times, 10 * times])
      const { paybackMonths, paybackMonthsRange } = sheetOf(counts)
      const [best, worst] = paybackMonthsRange
      expect(best).toBeLessThan(paybackMonths ?? 0)
      expect(worst ?? Infinity).toBeGreaterThan(paybackMonths ?? Infinity)
      return (worst ?? Infinity) - (best ?? 0)
    }
    expect(rangeAt(10)).toBeLessThan(rangeAt(1))
    expect(rangeAt(10_000)).toBeLessThan(0.01)
  })

  it('knows nothing without both kinds of part', () => {
    const onlyGood = countsOf([0, 0, 0], [90, 5, 5])
    expect(cashSheet(onlyGood, usual)).toBeNull()
    expect(labourOf(onlyGood, usual)).toEqual({
      hoursReduction: null,
      costReduction: null,
      paybackMonths: null,
      paybackMonthsRange: [null, null],
      neverPaysUnderPartsPerHour: null,
      assumptions: usual,
    })
  })
})
