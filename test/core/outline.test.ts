import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boxOfOutline, paintOutline, resizePlane, runsOf } from '../../edge/core/vision/outline.ts'
import { regionsOf } from '../../edge/core/vision/region.ts'

const blank = (width: number, height: number) => ({ width, height, data: new Uint8Array(width * height) })
const pixels = fc
  .record({ width: fc.integer({ min: 1, max: 12 }), height: fc.integer({ min: 1, max: 12 }) })
  .chain((size) =>
    fc
      .array(fc.constantFrom(0, 0, 1), {
        minLength: size.width * size.height,
        maxLength: size.width * size.height,
      })
      .map((values) => ({ ...size, data: Uint8Array.from(values) })),
  )

describe('an outline', () => {
  // Areas as pycocotools 2 fills them, from five times the resolution.
  it.each([
    [
      [
        35.27, 41.01, 33.58, 41.52, 32.15, 45.21, 13.62, 43.59, 9.18, 41.34, 15.81, 35.44, 13.15, 27.41,
        23.75, 19.92, 28.15, 25.19,
      ],
      389,
    ],
    [
      [
        27.05, 79.75, 15.92, 91.69, 13.37, 94.22, 14.12, 84.44, 6.75, 80.84, 11.85, 73.52, 16.11, 64.05,
        22.23, 63.9, 26.79, 72.98,
      ],
      324,
    ],
    [
      [
        76.0, 64.11, 58.49, 68.35, 61.23, 63.58, 53.47, 61.55, 65.98, 50.97, 70.49, 46.74, 74.39, 49.69,
        77.63, 48.64, 75.83, 53.68,
      ],
      277,
    ],
    [
      [
        39.42, 80.22, 35.05, 79.66, 16.69, 58.49, 25.61, 60.67, 23.38, 57.5, 30.92, 57.79, 35.75, 58.11,
        38.35, 60.74, 46.71, 61.19,
      ],
      349,
    ],
  ] as const)('of corners covers what other readers of COCO say, within 2 %%', (ring, area) => {
    const plane = blank(100, 100)
    paintOutline(plane, { rings: [ring] }, 1)
    const painted = plane.data.reduce((sum, value) => sum + value, 0)
    expect(Math.abs(painted - area) / area).toBeLessThan(0.02)
  })

  it('covers whole pixels where its corners lie on their borders, and is cut off at the edge of the image', () => {
    const plane = blank(6, 4)
    paintOutline(plane, { rings: [[4, 1, 9, 1, 9, 3, 4, 3]] }, 7)
    expect([...plane.data.entries()].filter(([, value]) => value === 7).map(([place]) => place)).toEqual([
      10, 11, 16, 17,
    ])
  })

  it('thinner than a pixel still lies where its corners are', () => {
    const plane = blank(6, 4)
    paintOutline(plane, { rings: [[1.1, 1.6, 4.9, 1.7, 1.1, 1.8]] }, 1)
    expect([7, 10].map((place) => plane.data[place])).toEqual([1, 1])
  })

  it('of runs gives back the mark that it was made from, and its box', () => {
    fc.assert(
      fc.property(pixels, (mark) => {
        const runs = runsOf(mark, 1)
        expect(runs.reduce((sum, run) => sum + run, 0)).toBe(mark.data.length)
        const plane = blank(mark.width, mark.height)
        paintOutline(plane, { runs }, 1)
        expect(plane.data).toEqual(mark.data)
        const places = [...mark.data.keys()].filter((place) => mark.data[place] === 1)
        if (places.length === 0) return
        const xs = places.map((place) => place % mark.width)
        const ys = places.map((place) => Math.floor(place / mark.width))
        const { x, y, width, height } = boxOfOutline({ runs }, mark.height)
        expect([x, x + width]).toEqual([Math.min(...xs), Math.max(...xs) + 1])
        // A run that goes on in the next column reaches from edge to edge.
        expect(y).toBeLessThanOrEqual(Math.min(...ys))
        expect(y + height).toBeGreaterThanOrEqual(Math.max(...ys) + 1)
      }),
    )
  })
})

describe('the regions of a mask', () => {
  it('cover the mask; pixels that touch, at a corner too, are of one region, and each lies in its box', () => {
    fc.assert(
      fc.property(pixels, ({ width, height, data }) => {
        const { plane, boxes } = regionsOf(data, width)
        for (const [place, label] of plane.entries()) {
          expect(label === 0).toBe(data[place] === 0)
          if (label === 0) continue
          const [x, y] = [place % width, Math.floor(place / width)]
          const box = boxes[label - 1]
          expect(box && x >= box.x && y >= box.y && x < box.x + box.width && y < box.y + box.height).toBe(
            true,
          )
          for (const [dx, dy] of [
            [1, 0],
            [0, 1],
            [1, 1],
            [-1, 1],
          ] as const) {
            const isInside = x + dx >= 0 && x + dx < width && y + dy < height
            const other = isInside ? (plane[place + dy * width + dx] ?? 0) : 0
            if (other !== 0) expect(other).toBe(label)
          }
        }
        expect(new Set(plane.filter((label) => label > 0)).size).toBe(boxes.length)
      }),
    )
  })

  it('beyond the 255th share its number, and keep their boxes', () => {
    const { plane, boxes } = regionsOf(
      Uint8Array.from({ length: 600 }, (_, x) => (x + 1) % 2),
      600,
    )
    expect(boxes).toHaveLength(300)
    expect(boxes[299]).toEqual({ x: 598, y: 0, width: 1, height: 1 })
    expect([plane[506], plane[508], plane[598]]).toEqual([254, 255, 255])
  })
})

describe('a plane of marks', () => {
  it('keeps its marks in place when its image is brought to another size', () => {
    const plane = { width: 4, height: 2, data: Uint8Array.from([0, 1, 2, 0, 0, 1, 0, 3]) }
    expect([...resizePlane(plane, 8, 4).data.subarray(0, 8)]).toEqual([0, 0, 1, 1, 2, 2, 0, 0])
    expect(resizePlane(resizePlane(plane, 12, 6), 4, 2)).toEqual(plane)
  })
})
