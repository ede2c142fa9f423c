import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { capturePart, productLines } from '../../datasets/world.ts'
import { healthyStation } from '../../edge/contract/part.ts'

const parts = 10_000
const tilePx = 16
/** Tiles per part, on a grid over the whole frame. */
const places = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((x) =>
  [0, 1, 2, 3, 4, 5, 6, 7].map((y) => [x * 70, y * 70] as const),
)

it('repeats no tile of texture within 10,000 parts', () => {
  const line = productLines['steel-strip']
  if (!line) throw new Error('the steel strip line is missing')
  const seen = new Set<string>()
  for (let sequence = 0; sequence < parts; sequence++) {
    const order = {
      seed: 31,
      line,
      sequence,
      capturedAtMs: 0,
      prevalence: 0,
      condition: healthyStation,
      withMask: false,
    }
    const { data, width } = capturePart(order).frame.image
    for (const [left, top] of places) {
      const hash = createHash('sha1')
      for (let y = top; y < top + tilePx; y++)
        hash.update(data.subarray(y * width + left, y * width + left + tilePx))
      seen.add(hash.digest('base64'))
    }
  }
  expect(seen.size).toBe(parts * places.length)
})
