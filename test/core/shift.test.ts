import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createShift } from '../../edge/core/quality/shift.ts'

const takt = 100

/** Parts at these gaps after each other; the first at 1,000. */
function shiftOf(gapsMs: readonly number[], isGood: (index: number) => boolean = () => true) {
  const shift = createShift(takt)
  let nowMs = 1000
  shift.part(nowMs, isGood(0))
  for (const [index, gapMs] of gapsMs.entries()) {
    nowMs += gapMs
    shift.part(nowMs, isGood(index + 1))
  }
  return { shift, nowMs }
}

describe('the OEE of a running line', () => {
  it('is nothing before the first part, and all ones while good parts come at the takt', () => {
    expect(createShift(takt).oee(5000)).toBeNull()
    const { shift, nowMs } = shiftOf(Array.from({ length: 99 }, () => takt))
    expect(shift.oee(nowMs)).toEqual({ availability: 1, performance: 1, quality: 1, oee: 1 })
  })

  it('counts a stop against availability, a slow belt against performance, bad parts against quality', () => {
    const steady = Array.from({ length: 49 }, () => takt)
    const stopped = shiftOf([...steady, 5100, ...steady])
    expect(stopped.shift.oee(stopped.nowMs)).toMatchObject({ availability: 10_000 / 15_000, performance: 1 })
    const slow = shiftOf(Array.from({ length: 99 }, () => 2 * takt))
    expect(slow.shift.oee(slow.nowMs)).toMatchObject({ availability: 1, performance: 10_000 / 19_900 })
    const bad = shiftOf(steady, (index) => index % 5 !== 0)
    expect(bad.shift.oee(bad.nowMs)).toMatchObject({ quality: 0.8, oee: 0.8 })
  })

  it('goes on falling while the line stands, and is good parts x ideal cycle / planned time, whatever happens', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 8000 })),
        fc.integer({ min: 0, max: 60_000 }),
        (gaps, waitMs) => {
          const { shift, nowMs } = shiftOf(gaps, (index) => index % 3 > 0)
          const good = gaps.filter((_, index) => (index + 1) % 3 > 0).length
          const found = shift.oee(nowMs + waitMs)
          const planned = takt + gaps.reduce((sum, gap) => sum + gap, 0) + waitMs
          expect(found?.oee).toBeCloseTo((good * takt) / planned, 9)
          expect(found?.availability).toBeLessThanOrEqual(1)
        },
      ),
    )
  })
})
