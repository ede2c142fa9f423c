import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Card, SecondCard } from '../../edge/contract/card.ts'
import type { Maps } from '../../edge/core/vision/mark.ts'
import {
  bordersOf,
  correctMaps,
  cropsOf,
  doubtsOf,
  joined,
  withBorders,
} from '../../edge/core/vision/second-look.ts'
import { brightnessCard } from '../io/sample-card.ts'

const card: Card = { ...brightnessCard, classes: ['glare', 'stain'] }
const second: SecondCard = {
  name: 'general',
  description: '',
  sha256: '0'.repeat(64),
  input: { name: 'pixels', sidePx: 32 },
  output: { name: 'maps', stridePx: 4, scoreChannel: 0, sizeChannel: 1, firstClassChannel: 2 },
  classes: ['crack', 'stain', 'glare'],
  training: {},
  shortfalls: [],
}
const side = 16
const cells = side * side

/** Maps of 16 × 16 cells; the score channel is 0 but where it is given. */
function mapsOf(scores: Readonly<Record<number, number>>): Maps {
  const data = new Float32Array(4 * cells)
  for (const [cell, score] of Object.entries(scores)) data[Number(cell)] = score
  return { data, width: side, height: side }
}

const score = fc.double({ min: 0, max: 1, noNaN: true })
const borders = fc
  .tuple(score, score)
  .map(([a, b]) => ({ acceptBelow: Math.min(a, b), rejectAtLeast: Math.max(a, b) }))
type Borders = ReturnType<typeof bordersOf>
const verdict = (value: number, { acceptBelow, rejectAtLeast }: Borders) =>
  value >= rejectAtLeast ? 'NotOK' : value < acceptBelow ? 'OK' : 'NotDecidable'

describe('thresholds that a person chose', () => {
  it('decide what was looked at twice, and nothing that was looked at once against them', () => {
    fc.assert(
      fc.property(borders, borders, score, (first, chosen, value) => {
        const own: Card = { ...card, secondLook: { model: 'general', sha256: '0'.repeat(64), first } }
        const changed = withBorders(own, chosen)
        expect(bordersOf(changed, true)).toMatchObject(chosen)
        const alone = verdict(value, bordersOf(changed, false))
        if (alone !== 'NotDecidable') {
          expect(alone).toBe(verdict(value, chosen))
          expect(alone).toBe(verdict(value, first))
        }
      }),
    )
  })
})

describe('what is worth a second look', () => {
  it('is nothing where the first look is sure', () => {
    expect(doubtsOf(mapsOf({ 40: 0.29 }), card, second)).toEqual([])
    expect(doubtsOf(mapsOf({ 40: 0.5, 200: 0.7 }), card, second)).toEqual([])
  })

  it('is nothing in a frame smaller than the crop, and no doubt that fills one', () => {
    const large = { ...second, input: { ...second.input, sidePx: 96 } }
    expect(doubtsOf(mapsOf({ 40: 0.5 }), card, large)).toEqual([])
    const long = Object.fromEntries(Array.from({ length: 7 }, (_, column) => [column + 32, 0.5]))
    expect(doubtsOf(mapsOf({ ...long, 200: 0.4 }), card, second).map((doubt) => doubt.cells)).toEqual([[200]])
  })

  it('is the worst first, and four at most', () => {
    const scores = { 0: 0.4, 36: 0.6, 72: 0.35, 108: 0.5, 144: 0.45, 180: 0.31 }
    const doubts = doubtsOf(mapsOf(scores), card, second)
    expect(doubts.map((doubt) => doubt.cells)).toEqual([[36], [108], [144], [0]])
  })

  it('is every group of doubtful cells, in a crop on the grid of the maps, inside the frame, that holds its middle', () => {
    const place = fc.integer({ min: 0, max: cells - 1 })
    fc.assert(
      fc.property(fc.uniqueArray(place, { minLength: 1, maxLength: 4 }), (places) => {
        const maps = mapsOf(Object.fromEntries(places.map((cell) => [cell, 0.5])))
        const doubts = doubtsOf(maps, card, second)
        expect(doubts.flatMap((doubt) => [...doubt.cells]).toSorted((a, b) => a - b)).toEqual(
          places.toSorted((a, b) => a - b),
        )
        for (const {
          x,
          y,
          cells: [first = -1],
        } of doubts) {
          expect([x % 4, y % 4]).toEqual([0, 0])
          expect(Math.min(x, y)).toBeGreaterThanOrEqual(0)
          expect(Math.max(x, y)).toBeLessThanOrEqual(64 - 32)
          expect(Math.abs(4 * (first % side) - x - 14)).toBeLessThanOrEqual(30)
        }
      }),
    )
  })
})

describe('the crops', () => {
  it('hold the pixels of the frame plane by plane; grey is repeated', () => {
    const [width, height] = [40, 36]
    const colour = { width, height, channels: 3 as const, data: new Uint8Array(width * height * 3) }
    colour.data.forEach((_, index) => {
      colour.data[index] = (index * 7) % 251
    })
    const doubts = [
      { cells: [], x: 8, y: 4 },
      { cells: [], x: 0, y: 0 },
    ]
    const crops = cropsOf(colour, doubts, 32)
    const at = (crop: number, channel: number, x: number, y: number) =>
      crops[((crop * 3 + channel) * 32 + y) * 32 + x]
    expect(at(0, 2, 5, 6)).toBe(colour.data[((4 + 6) * width + 8 + 5) * 3 + 2])
    expect(at(1, 1, 31, 31)).toBe(colour.data[(31 * width + 31) * 3 + 1])
    const grey = { width, height, channels: 1 as const, data: colour.data.subarray(0, width * height) }
    const planes = cropsOf(grey, [{ cells: [], x: 4, y: 0 }], 32)
    expect(planes.subarray(0, 1024)).toEqual(planes.subarray(2048, 3072))
    expect(planes[33]).toBe(grey.data[width + 4 + 1])
  })
})

describe('correcting the maps', () => {
  it('changes the cells in doubt alone: mean log odds for the score, size and class of the second look', () => {
    const maps = mapsOf({ 34: 0.5, 200: 0.1 })
    const before = maps.data.slice()
    const doubts = doubtsOf(maps, card, second)
    expect(doubts).toEqual([{ cells: [34], x: 0, y: 0 }])
    const again = new Float32Array(5 * 64)
    const place = 2 * 8 + 2
    again.set([0.9], place)
    again.set([1.5], 64 + place)
    again.set([0.1], 2 * 64 + place)
    again.set([0.2], 3 * 64 + place)
    again.set([0.8], 4 * 64 + place)
    correctMaps(maps, card, second, doubts, again)
    const changed = [...maps.data.entries()].filter(([index, value]) => value !== before[index])
    expect(changed.map(([index]) => index)).toEqual([34, cells + 34, 2 * cells + 34, 3 * cells + 34])
    expect(changed.map(([, value]) => value)).toEqual([0.75, 1.5, 0.8, 0.2].map((v) => expect.closeTo(v, 6)))
  })

  it('joins two looks so that neither speaks louder, and agreement changes nothing', () => {
    const share = fc.double({ min: 0.0001, max: 0.9999, noNaN: true })
    fc.assert(
      fc.property(share, share, (a, b) => {
        expect(joined(a, b)).toBeCloseTo(joined(b, a), 9)
        expect(joined(a, a)).toBeCloseTo(a, 9)
        expect(joined(a, 1 - a)).toBeCloseTo(0.5, 9)
        expect(joined(a, b)).toBeGreaterThanOrEqual(Math.min(a, b) - 1e-9)
      }),
    )
    // odds 9 and 1: their geometric mean is 3, which is 3 in 4
    expect(joined(0.9, 0.5)).toBeCloseTo(0.75, 9)
    expect(joined(0, 1)).toBeCloseTo(0.5, 6)
  })
})
