import { describe, expect, it } from 'vitest'
import { borderOf, suspectsAmong } from '../../edge/core/teach/threshold.ts'

const distances = (count: number) => Array.from({ length: count }, (_, index) => 1 + index / count)

describe('the border of a taught model', () => {
  it('promises nothing under 59 held-out images, and says why', () => {
    const border = borderOf({ heldOut: distances(58), others: [3], refused: 0 })
    expect(border).toMatchObject({
      falseRejectUpper95: null,
      reason: expect.stringContaining('there are 58'),
    })
    // All images choose it then.
    expect(border.threshold).toBeCloseTo(3 * 1.05, 12)
    expect(border.falseRejectExpected).toBeCloseTo(1 / 60, 12)
  })

  it('promises 1 − 0.05^(1/n) from 59 on (Wilks 1941), whatever the others were', () => {
    const border = borderOf({ heldOut: distances(59), others: [99], refused: 0 })
    expect(border.falseRejectUpper95).toBeCloseTo(0.049507, 5)
    expect(border.threshold).toBeCloseTo((1 + 58 / 59) * 1.05, 12)
    expect(border.reason).toBeNull()
    const many = borderOf({ heldOut: distances(299), others: [], refused: 0 })
    expect(many.falseRejectUpper95).toBeCloseTo(0.00997, 5)
  })

  it('counts a held-out image that was set aside as rejected', () => {
    // Clopper and Pearson, 1 of 60.
    const border = borderOf({ heldOut: distances(59), others: [], refused: 1 })
    expect(border.falseRejectUpper95).toBeCloseTo(0.0766, 3)
  })

  it('suspects what stands apart, the farthest first, and nothing among equals', () => {
    expect(suspectsAmong([1, 1.1, 0.9, 3, 1, 1.05, 9, 0.95])).toEqual([6, 3])
    expect(suspectsAmong([1, 1.1, 0.9, 1.2, 1, 1.05, 0.95])).toEqual([])
    expect(suspectsAmong([1, 1, 1, 1])).toEqual([])
  })
})
