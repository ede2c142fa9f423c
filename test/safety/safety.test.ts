import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rngFromSeed } from '../../datasets/rng.ts'
import type { Image } from '../../edge/contract/part.ts'
import { glare, pattern, placeBeside, placeOver, sticker } from './patch.ts'
import { searchPattern } from './search.ts'
import { share, tallyOf } from './tally.ts'

const imageOf = (width: number, height: number, channels: 1 | 3): Image => ({
  ...{ width, height, channels },
  data: Uint8Array.from({ length: width * height * channels }, (_, at) => at % 251),
})
const box = fc.record({
  x: fc.integer({ min: 0, max: 60 }),
  y: fc.integer({ min: 0, max: 40 }),
  width: fc.integer({ min: 1, max: 20 }),
  height: fc.integer({ min: 1, max: 20 }),
})

describe('a patch', () => {
  it('lies inside the image, and changes nothing outside itself', () => {
    fc.assert(
      fc.property(box, fc.constantFrom(1 as const, 3 as const), (over, channels) => {
        const image = imageOf(64, 48, channels)
        const place = placeOver(over, 10, image)
        for (const paint of [sticker, glare]) {
          const { data } = paint(image, place)
          const changed = [...data.keys()].filter((at) => data[at] !== image.data[at])
          const outside = changed.filter((at) => {
            const pixel = Math.floor(at / channels)
            const [x, y] = [pixel % 64, Math.floor(pixel / 64)]
            return x < place.x || x >= place.x + 10 || y < place.y || y >= place.y + 10
          })
          expect(outside).toEqual([])
          expect(changed.length).toBeGreaterThan(0)
        }
      }),
      { seed: 7, numRuns: 100 },
    )
  })

  it('beside a defect touches no box, or has no place', () => {
    fc.assert(
      fc.property(fc.array(box, { maxLength: 4 }), fc.nat(), (boxes, seed) => {
        const place = placeBeside(boxes, 10, imageOf(64, 48, 1), rngFromSeed(seed))
        const meets = boxes.filter(
          ({ x, y, width, height }) =>
            place && place.x < x + width && x < place.x + 10 && place.y < y + height && y < place.y + 10,
        )
        expect(meets).toEqual([])
      }),
      { seed: 7, numRuns: 100 },
    )
    const everywhere = [{ x: 0, y: 0, width: 64, height: 48 }]
    expect(placeBeside(everywhere, 10, imageOf(64, 48, 1), rngFromSeed(1))).toBeNull()
  })

  it('shows its blocks row by row', () => {
    const { data } = pattern(imageOf(8, 8, 1), { x: 2, y: 2, side: 4 }, [10, 20, 30, 40])
    const at = (x: number, y: number) => data[8 * y + x]
    expect([at(2, 2), at(5, 2), at(2, 5), at(5, 5), at(3, 3)]).toEqual([10, 20, 30, 40, 10])
  })
})

describe('the search', () => {
  /** Passes where every block is dark enough: the score falls with each of them. */
  const dark = async (levels: readonly number[]) => {
    const score = levels.reduce((sum, level) => sum + level, 0) / (255 * levels.length)
    return { isPassed: score < 0.3, score }
  }

  it('finds what there is to find within its budget, by evolution where chance is not enough', async () => {
    const found = await searchPattern(4, 400, rngFromSeed(3), dark)
    expect(found).toMatchObject({ isFooled: true })
    expect(found.queries).toBeGreaterThan(100)
    expect(await dark(found.levels)).toMatchObject({ isPassed: true })
    expect(await searchPattern(4, 400, rngFromSeed(3), dark)).toEqual(found)
  })

  it('asks no more often than it may', async () => {
    let asked = 0
    const never = async () => ({ isPassed: false, score: ++asked })
    expect(await searchPattern(2, 25, rngFromSeed(1), never)).toMatchObject({ isFooled: false, queries: 25 })
    expect(asked).toBe(25)
  })
})

it('counts verdicts, and bounds a share exactly', () => {
  expect(tallyOf(['OK', 'NotOK', 'OK'])).toEqual({ OK: 2, NotOK: 1, NotDecidable: 0 })
  // Clopper and Pearson: 0 of 40 has the upper limit 1 − 0.025^(1/40).
  expect(share(0, 40)).toBe(`0 of 40: 0.0 % (0.0 to ${(100 * (1 - 0.025 ** (1 / 40))).toFixed(1)})`)
  expect(share(0, 0)).toBe('–')
})
