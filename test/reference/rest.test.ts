import { describe, expect, it } from 'vitest'
import { oee } from '../../edge/core/quality/oee.ts'
import { smallestSample } from '../../edge/core/quality/sample-size.ts'

describe('overall equipment effectiveness (golden values: science D)', () => {
  /** Seconds; 420 minutes planned, 373 run. */
  const shift = {
    plannedTime: 420 * 60,
    runTime: 373 * 60,
    idealCycleTime: 1,
    parts: 19_271,
    goodParts: 18_848,
  }

  it('is 0.74793651 for the shift of the textbook', () => {
    const found = oee(shift)
    expect(found.availability).toBeCloseTo(0.88809524, 8)
    expect(found.performance).toBeCloseTo(0.86108132, 8)
    expect(found.quality).toBeCloseTo(0.97804992, 8)
    expect(found.oee).toBeCloseTo(0.74793651, 8)
  })

  it('is the time that good parts would need, of the time planned', () => {
    expect(oee(shift).oee).toBeCloseTo(18_848 / shift.plannedTime, 12)
  })
})

describe('a changeover is mostly validation (golden values: science D)', () => {
  const taktS = 2

  it('50 minutes of good parts for the claim', () => {
    expect((smallestSample(0, 0.002) * taktS) / 60).toBeCloseTo(49.9, 1)
  })

  it('8.3 hours until 149 defective parts have passed at a prevalence of 1 %', () => {
    const parts = smallestSample(0, 0.02) / 0.01
    expect(parts).toBe(14_900)
    expect((parts * taktS) / 3600).toBeCloseTo(8.3, 1)
  })
})
