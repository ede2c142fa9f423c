import { describe, expect, it } from 'vitest'
import { paintHeat } from '../../dashboard/heat-ramp.ts'
import { borderAt, imageOfFile, verdictOf } from '../../dashboard/teach-fold.ts'
import { bordersOf } from '../../edge/core/teach/border.ts'

describe('what the board makes of a taught model', () => {
  it('shows no heat well under the border, some at it, all of it at 1', () => {
    const rgba = Uint8ClampedArray.from([0, 102, 128, 255].flatMap((level) => [level, 0, 0, 0]))
    paintHeat(rgba, 0.5)
    const [none, under, at, full] = [3, 7, 11, 15].map((alpha) => rgba[alpha] ?? 0)
    expect([none, under, full]).toEqual([0, 0, 215])
    expect(at).toBeGreaterThan(20)
    expect(at).toBeLessThan(60)
  })

  it('judges by the border, and not at all what is strange', () => {
    expect(verdictOf({ score: 0.49, isStrange: false }, 0.5)).toBe('OK')
    expect(verdictOf({ score: 0.5, isStrange: false }, 0.5)).toBe('NotOK')
    expect(verdictOf({ score: 0.9, isStrange: true }, 0.5)).toBe('NotDecidable')
  })

  it('knows what each border would have refused, with its bound', () => {
    const scores = [...Array.from({ length: 58 }, () => 0.3), 0.55]
    const borders = bordersOf(scores)
    expect(borderAt(borders, 0.5)).toMatchObject({ border: 0.5, refused: 1, of: 59 })
    // By the rule of 59: none of so many shows under 5 %, 95 % sure.
    expect(borderAt(borders, 0.6)?.upper95).toBeCloseTo(1 - 0.05 ** (1 / 59), 6)
    expect(bordersOf([])[0]?.upper95).toBe(1)
    expect(borderAt([], 0.5)).toBeNull()
  })

  it('finds an image by its file', () => {
    expect(imageOfFile('/data/workbench/000017.png')).toBe(17)
    expect(imageOfFile('/data/photographs/bottle.png')).toBeNull()
  })
})
