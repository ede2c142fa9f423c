import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { healthyStation } from '../../edge/contract/part.ts'
import {
  afterChange,
  changesUntil,
  conditionAt,
  conditionOf,
  healthyCourse,
} from '../../edge/core/fault-plan.ts'

describe('the plan of faults', () => {
  const drift = { atS: 10, set: { lampLevel: 0.6, overS: 100 } }

  it('lets a drift go evenly from what was to what was asked for, and rest there', () => {
    const lampAt = (elapsedS: number) => conditionAt([drift], elapsedS).lampLevel
    expect([9, 10, 60, 110, 5000].map(lampAt)).toEqual([1, 1, 0.8, 0.6, 0.6])
  })

  it('ends where it is when one of its fields is changed, and goes on beside changes of others', () => {
    const drift = { atS: 0, set: { lampLevel: 0.5, lensSmear: 0.4, overS: 100 } }
    const other = { atS: 20, set: { defocusPx: 2, overS: 0 } }
    expect(conditionAt([drift, other], 100)).toEqual({
      ...{ ...healthyStation, lampLevel: 0.5, lensSmear: 0.4, defocusPx: 2 },
    })
    const repaired = { atS: 50, set: { lampLevel: 1 } }
    expect(conditionAt([drift, repaired], 100)).toEqual({ ...healthyStation, lensSmear: 0.2 })
  })

  it('never leaves the way between the two, whenever it is looked at', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 3600, noNaN: true }),
        fc.double({ min: 0, max: 10_000, noNaN: true }),
        (lampLevel, overS, elapsedS) => {
          const found = conditionAt([{ atS: 0, set: { lampLevel, overS } }], elapsedS).lampLevel
          expect(found).toBeGreaterThanOrEqual(lampLevel - 1e-12)
          expect(found).toBeLessThanOrEqual(1)
        },
      ),
    )
  })

  it('goes on from any moment as if it had been there from the start', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    const second = fc.integer({ min: 0, max: 100 })
    const set = fc.record({ lampLevel: share, lensSmear: share, overS: second }, { requiredKeys: [] })
    const plan = fc.array(fc.record({ atS: second, set }), { maxLength: 6 })
    fc.assert(
      fc.property(plan, second, second, (faults, fromS, laterS) => {
        const join = changesUntil(faults, fromS).map((change) => ({ atS: fromS, set: change }))
        const rest = faults.filter(({ atS }) => atS > fromS).toSorted((a, b) => a.atS - b.atS)
        const course = [...join, ...rest]
          .filter(({ atS }) => atS <= fromS + laterS)
          .reduce((before, { set, atS }) => afterChange(before, set, atS), healthyCourse)
        const found = conditionOf(course, fromS + laterS)
        const expected = conditionAt(faults, fromS + laterS)
        expect(found.lampLevel).toBeCloseTo(expected.lampLevel, 9)
        expect(found.lensSmear).toBeCloseTo(expected.lensSmear, 9)
      }),
    )
  })
})
