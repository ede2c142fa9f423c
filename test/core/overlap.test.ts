import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Image, Mark } from '../../edge/contract/part.ts'
import {
  addOverlaps,
  auproOf,
  createOverlap,
  partOverlap,
  pixelAurocOf,
} from '../../edge/core/vision/overlap.ts'
import { isDefect } from '../../edge/core/vision/trial.ts'
import { mark } from './trial-sample.ts'

interface Case {
  readonly heat: Image
  readonly width: number
  readonly height: number
  readonly marks: Mark[]
  readonly mask: Uint8Array<ArrayBuffer>
  readonly stridePx: number
}

/** Folds the cases. */
function folded(cases: readonly Case[]) {
  const overlap = createOverlap()
  for (const one of cases) {
    const part = partOverlap(one.heat, labelled(one), one.stridePx)
    if (part) overlap.add(part)
  }
  return overlap
}

const labelled = ({ width, height, marks, mask }: Case) => ({
  frame: { image: { width, height } },
  truth: { isDefective: true, marks },
  mask,
})

/** The same by its definition: every threshold, every region, every pixel. */
function bruteForce(cases: readonly Case[], limit: number) {
  const background: number[] = []
  const regions: number[][] = []
  for (const one of cases) {
    const own = one.marks.map((): number[] => [])
    for (let pixel = 0; pixel < one.width * one.height; pixel++) {
      const column = Math.floor((pixel % one.width) / one.stridePx)
      const row = Math.floor(Math.floor(pixel / one.width) / one.stridePx)
      const isCovered = column < one.heat.width && row < one.heat.height
      const level = isCovered ? (one.heat.data[row * one.heat.width + column] ?? 0) : 0
      const label = one.mask[pixel] ?? 0
      const here = one.marks[label - 1]
      if (!here || here.isLookAlike) background.push(level)
      else if (isDefect(here)) own[label - 1]?.push(level)
    }
    regions.push(...own.filter((levels) => levels.length > 0))
  }
  const over = (levels: readonly number[], threshold: number) =>
    levels.filter((level) => level >= threshold).length / levels.length
  const points: [number, number][] = [[0, 0]]
  for (let threshold = 255; threshold >= 0; threshold--) {
    const overlap = regions.reduce((sum, levels) => sum + over(levels, threshold), 0) / regions.length
    points.push([over(background, threshold), overlap])
  }
  const pixels = regions.flat()
  const wins = pixels.reduce(
    (sum, hot) => sum + background.reduce((won, cold) => won + (hot > cold ? 1 : hot === cold ? 0.5 : 0), 0),
    0,
  )
  return {
    aupro: background.length && regions.length ? areaUpTo(points, limit) / limit : null,
    pixelAuroc: background.length && pixels.length ? wins / pixels.length / background.length : null,
  }
}

function areaUpTo(points: readonly (readonly [number, number])[], limit: number): number {
  let area = 0
  for (const [index, [x1, y1]] of points.slice(1).entries()) {
    const [x0, y0] = points[index] ?? [0, 0]
    if (x0 >= limit) break
    const end = Math.min(x1, limit)
    const yEnd = x1 > limit ? y0 + ((y1 - y0) * (limit - x0)) / (x1 - x0) : y1
    area += ((end - x0) * (y0 + yEnd)) / 2
  }
  return area
}

/** A small picture with up to three marks painted as boxes, of any kind, and cells that may over- or undershoot it. */
const anyCase = fc
  .record({
    width: fc.integer({ min: 1, max: 14 }),
    height: fc.integer({ min: 1, max: 14 }),
    stridePx: fc.integer({ min: 1, max: 5 }),
    extra: fc.integer({ min: -1, max: 1 }),
    levels: fc.array(fc.constantFrom(0, 1, 100, 200, 255), { minLength: 1, maxLength: 60 }),
    boxes: fc.array(
      fc.record({
        x: fc.nat(13),
        y: fc.nat(13),
        side: fc.integer({ min: 1, max: 6 }),
        kind: fc.constantFrom({}, { sizeOverLimit: null }, { sizeOverLimit: 0.5 }, { isLookAlike: true }),
      }),
      { maxLength: 3 },
    ),
  })
  .map(({ width, height, stridePx, extra, levels, boxes }): Case => {
    const columns = Math.max(1, Math.ceil(width / stridePx) + extra)
    const rows = Math.max(1, Math.ceil(height / stridePx) + extra)
    const data = Uint8Array.from({ length: columns * rows }, (_, cell) => levels[cell % levels.length] ?? 0)
    const mask = new Uint8Array(width * height)
    for (const [index, { x, y, side }] of boxes.entries())
      for (let row = y; row < Math.min(height, y + side); row++)
        mask.fill(index + 1, row * width + Math.min(width, x), row * width + Math.min(width, x + side))
    const marks = boxes.map(({ x, y, side, kind }) => mark(x, y, side, side, kind))
    return { heat: { width: columns, height: rows, channels: 1, data }, width, height, marks, mask, stridePx }
  })

const expectNear = (found: number | null, expected: number | null) =>
  expected === null ? expect(found).toBeNull() : expect(found).toBeCloseTo(expected, 10)

describe('the overlap of heat and defects', () => {
  it('equals its definition, pixel by pixel', () => {
    fc.assert(
      fc.property(
        fc.array(anyCase, { minLength: 1, maxLength: 3 }),
        fc.constantFrom(0.05, 0.3, 1),
        (cases, limit) => {
          const overlap = folded(cases)
          const expected = bruteForce(cases, limit)
          expectNear(overlap.aupro(limit), expected.aupro)
          expectNear(overlap.pixelAuroc(), expected.pixelAuroc)
        },
      ),
    )
  })

  it('of parts summed again is that of the fold', () => {
    fc.assert(
      fc.property(fc.array(anyCase, { minLength: 1, maxLength: 3 }), (cases) => {
        const overlap = folded(cases)
        const sum = addOverlaps(
          cases.flatMap((one) => partOverlap(one.heat, labelled(one), one.stridePx) ?? []),
        )
        expectNear(auproOf(sum), overlap.aupro())
        expectNear(pixelAurocOf(sum), overlap.pixelAuroc())
      }),
    )
  })

  /** Ten pixels in a row, one cell each: two defects of 1 and 3 pixels, six pixels of background. */
  const row = (...levels: number[]): Case => ({
    heat: { width: 10, height: 1, channels: 1, data: Uint8Array.from(levels) },
    width: 10,
    height: 1,
    marks: [mark(0, 0, 1, 1), mark(1, 0, 3, 1)],
    mask: Uint8Array.of(1, 2, 2, 2, 0, 0, 0, 0, 0, 0),
    stridePx: 1,
  })
  const golden = (one: Case, limit?: number) => {
    const overlap = folded([one])
    return [overlap.aupro(limit), overlap.pixelAuroc()]
  }

  it('is 1 where every defect is hotter than all else, 0 where colder', () => {
    expect(golden(row(9, 9, 9, 9, 0, 0, 0, 0, 0, 0))).toEqual([1, 1])
    expect(golden(row(0, 0, 0, 0, 9, 9, 9, 9, 9, 9), 0.3)).toEqual([0, 0])
  })

  it('weighs a defect of one pixel as much as one of three', () => {
    // (0, 1/2) at 9, (1, 1) at 0: 0.3 of the way the overlap has risen to 0.65.
    const [aupro, pixelAuroc] = golden(row(9, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    expect(aupro).toBeCloseTo((0.5 + 0.65) / 2, 12)
    expect(pixelAuroc).toBeCloseTo(0.25 + 0.75 / 2, 12)
  })

  it('takes a trapeze where background and defect pass a threshold together', () => {
    // Thresholds 9, 5, 0 give (1/6, 1/2), (2/6, 5/6), (1, 1), cut at 0.3.
    const [aupro] = golden(row(9, 5, 5, 0, 9, 5, 0, 0, 0, 0))
    const atLimit = 0.5 + ((0.3 - 1 / 6) / (1 / 6)) * (1 / 3)
    expect(aupro).toBeCloseTo((1 / 12 / 2 + ((0.5 + atLimit) / 2) * (0.3 - 1 / 6)) / 0.3, 12)
  })

  it('is unknown without a defect, and leaves a part out whose marks nobody drew', () => {
    expect(golden({ ...row(...new Array(10).fill(0)), marks: [], mask: new Uint8Array(10) })).toEqual([
      null,
      null,
    ])
    const { heat, ...rest } = row(...new Array(10).fill(0))
    expect(partOverlap(heat, { ...labelled({ heat, ...rest }), mask: null }, 1)).toBeNull()
  })

  it('finds the pixels of a mark whose box nobody gave', () => {
    const one = row(9, 5, 5, 0, 9, 5, 0, 0, 0, 0)
    const boxless = {
      ...labelled(one),
      truth: { isDefective: true, marks: one.marks.map((m) => ({ ...m, box: null })) },
    }
    expect(partOverlap(one.heat, boxless, 1)).toEqual(partOverlap(one.heat, labelled(one), 1))
  })

  it('counts every pixel once where more marks share the last label than a byte has', () => {
    const one = { ...row(...new Array(10).fill(9)), mask: Uint8Array.of(0, 0, 255, 255, 0, 0, 0, 0, 0, 1) }
    const marks = Array.from({ length: 300 }, () => mark(0, 0, 10, 1))
    const part = partOverlap(one.heat, labelled({ ...one, marks }), 1)
    expect([part?.background[9], part?.defect[9], part?.regionCount]).toEqual([7, 3, 2])
  })

  it('does not take a defective part of which nothing else is known for background', () => {
    const unknown = {
      frame: { image: { width: 1, height: 1 } },
      truth: { isDefective: true, marks: [] },
      mask: null,
    }
    expect(partOverlap(row(0).heat, unknown, 1)).toBeNull()
  })

  it('counts all of a good part without a mask as background', () => {
    const good = {
      frame: { image: { width: 5, height: 3 } },
      truth: { isDefective: false, marks: [] },
      mask: null,
    }
    const heat: Image = { width: 2, height: 1, channels: 1, data: Uint8Array.of(7, 9) }
    const part = partOverlap(heat, good, 4)
    expect([part?.background[7], part?.background[9], part?.background[0]]).toEqual([12, 3, 0])
  })
})
