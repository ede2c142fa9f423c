import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawnMarks, lengthPx } from '../../datasets/parts/drawn.ts'
import { capturePart, productLines } from '../../datasets/world.ts'
import type { Drawing, Stroke } from '../../edge/contract/drawing.ts'
import { type Capture, healthyStation } from '../../edge/contract/part.ts'

const stroke = (change: Partial<Stroke> = {}): Stroke => ({
  points: [
    [100, 100],
    [140, 100],
  ],
  ...{ widthPx: 6, tone: 'dark', ...change },
})

describe.each(Object.entries(productLines))('what a person draws on %s', (_name, line) => {
  const [name = '', limitMm = 0] = Object.entries(line.recipe.limitsMm)[0] ?? []
  const order = { seed: 5, line, sequence: 3, capturedAtMs: 0, prevalence: 0, condition: healthyStation }
  const shoot = (strokes: readonly Stroke[]): Capture =>
    capturePart({
      ...order,
      withMask: false,
      drawing: strokes.length > 0 ? { class: name, strokes: [...strokes] } : null,
    })
  const plain = shoot([])

  it('lies on the same part, in the same light, where it was drawn and nowhere else', () => {
    const drawn = shoot([stroke({ tone: 'bright' })])
    expect(drawn.truth.marks.slice(0, -1)).toEqual(plain.truth.marks)
    const { channels, width } = plain.frame.image
    const change = (x: number, y: number) =>
      Math.abs(
        (drawn.frame.image.data[(y * width + x) * channels] ?? 0) -
          (plain.frame.image.data[(y * width + x) * channels] ?? 0),
      )
    const near = [105, 120, 135].map((x) => change(x, 100))
    expect(Math.max(...near)).toBeGreaterThan(20)
    const far = [20, 60, 300, 400, 480].flatMap((x) => [300, 350, 470].map((y) => change(x, y)))
    // JPEG spreads a change over its block, and no farther.
    expect(Math.max(...far)).toBe(0)
  })

  it('is a defect from the limit of its class on', () => {
    const long = (lengthMm: number) => {
      const alongPx = lengthMm * line.recipe.pxPerMm - 4
      const points: Stroke['points'] = [
        [60, 200],
        [60 + alongPx, 200],
      ]
      return shoot([stroke({ points, widthPx: 4 })]).truth
    }
    expect(long(1.01 * limitMm).isDefective).toBe(true)
    expect(long(0.99 * limitMm).isDefective).toBe(false)
    expect(long(2 * limitMm).marks.at(-1)).toMatchObject({ class: name, isLookAlike: false })
    expect(long(2 * limitMm).marks.at(-1)?.sizeOverLimit).toBeCloseTo(2, 6)
  })
})

describe('the size of a stroke', () => {
  it('is its longest extent, whatever way it was drawn', () => {
    const point = fc.tuple(fc.integer({ min: 0, max: 511 }), fc.integer({ min: 0, max: 511 }))
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 20 }), (points) => {
        const length = lengthPx(stroke({ points }))
        expect(lengthPx(stroke({ points: points.toReversed() }))).toBeCloseTo(length, 9)
        expect(length).toBeGreaterThanOrEqual(6)
        const [first = [0, 0]] = points
        for (const [x, y] of points)
          expect(Math.hypot(x - first[0], y - first[1])).toBeLessThanOrEqual(length - 6 + 1e-9)
      }),
    )
  })

  it('counts for nothing off the part', () => {
    const recipe = Object.values(productLines)[0]?.recipe
    const drawing: Drawing = { class: 'scratch', strokes: [stroke({ points: [[-60, 10]] }), stroke()] }
    expect(recipe && drawnMarks(drawing, recipe)).toHaveLength(1)
  })
})
