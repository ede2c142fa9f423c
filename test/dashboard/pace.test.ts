import { describe, expect, it } from 'vitest'
import { paintHeat } from '../../dashboard/heat-ramp.ts'
import { dwellMs, nextToShow } from '../../dashboard/pace.ts'
import { aResult, results } from './result.ts'

const refused = (sequence: number) => aResult(sequence, { evaluation: 'NotOK' })

describe('which picture comes next', () => {
  it('is the newest part of a line that passes everything', () => {
    expect(nextToShow(results(0, 10), 4)?.sequence).toBe(9)
  })

  it('is the newest refused part that was not seen yet, even when others came after it', () => {
    const belt = [refused(5), aResult(6), refused(7), aResult(8)]
    expect(nextToShow(belt, 4)?.sequence).toBe(7)
    expect(nextToShow(belt, 7)?.sequence).toBe(8)
  })

  it('is none when nothing new came', () => {
    expect(nextToShow(results(0, 3), 2)).toBeNull()
    expect(nextToShow([], -1)).toBeNull()
  })

  it('comes at most about six times a second, later after a refused part, once a second for who wants calm', () => {
    expect(1000 / dwellMs(aResult(1), false)).toBeCloseTo(6, 0)
    expect(dwellMs(refused(1), false)).toBeGreaterThan(5 * dwellMs(aResult(1), false))
    expect(dwellMs(aResult(1), true)).toBe(1000)
  })
})

describe('the heat ramp', () => {
  it('shows nothing where the probability is nought, and covers and darkens steadily as it rises', () => {
    const levels = [...Array(256).keys()]
    const rgba = Uint8ClampedArray.from(levels.flatMap((level) => [level, level, level, 255]))
    paintHeat(rgba)
    expect(rgba[3]).toBe(0)
    const alpha = levels.map((level) => rgba[4 * level + 3] ?? 0)
    const luma = levels.map((level) => 0.3 * (rgba[4 * level] ?? 0) + 0.59 * (rgba[4 * level + 1] ?? 0))
    expect(alpha).toEqual(alpha.toSorted((a, b) => a - b))
    expect(luma).toEqual(luma.toSorted((a, b) => b - a))
    expect(alpha[255]).toBeGreaterThan(150)
  })
})
