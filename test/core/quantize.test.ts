import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { affineOf, joinRange, quantizeBias, quantizeWeights } from '../../edge/core/quantize/scale.ts'

const real = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((value) => Math.fround(value / 1000))

describe('numbers as bytes', () => {
  it('hold zero exactly, and everything in their range to half a step', () => {
    fc.assert(
      fc.property(real, real, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, share) => {
        const range = { low: Math.min(a, b), high: Math.max(a, b) }
        const { scale, zeroPoint } = affineOf(range)
        expect([zeroPoint >= 0, zeroPoint <= 255, Number.isInteger(zeroPoint), scale > 0]).toEqual([
          true,
          true,
          true,
          true,
        ])
        const value = range.low + share * (range.high - range.low)
        const byte = Math.min(255, Math.max(0, Math.round(value / scale) + zeroPoint))
        // The zero point itself is rounded: half a step more at the ends.
        expect(Math.abs(scale * (byte - zeroPoint) - value)).toBeLessThanOrEqual(scale * 1.01)
      }),
    )
  })

  it('are those of a golden case: 0 … 2.55 in steps of a hundredth, −1.28 … 1.27 about 128', () => {
    expect(affineOf({ low: 0.5, high: 2.55 })).toEqual({ scale: expect.closeTo(0.01, 12), zeroPoint: 0 })
    expect(affineOf({ low: -1.28, high: 1.27 })).toEqual({ scale: expect.closeTo(0.01, 12), zeroPoint: 128 })
    expect(affineOf({ low: 0, high: 0 })).toEqual({ scale: 1, zeroPoint: 0 })
  })
})

describe('weights', () => {
  it('keep their own scale for each output channel', () => {
    const { values, scales } = quantizeWeights(Float32Array.of(1, -0.25, 100, 25), 2)
    expect([...values]).toEqual([127, -32, 127, 32])
    expect([...scales].map((scale) => scale * 127)).toEqual([expect.closeTo(1, 6), expect.closeTo(100, 4)])
    expect([...quantizeBias(Float32Array.of(1, 100), scales, 0.5)]).toEqual([254, 254])
  })

  it('lie within half a step', () => {
    fc.assert(
      fc.property(fc.array(real, { minLength: 1, maxLength: 20 }), (weights) => {
        const { values, scales } = quantizeWeights(Float32Array.from(weights), 1)
        const scale = scales[0] ?? 0
        for (const [index, value] of values.entries())
          expect(Math.abs(value * scale - (weights[index] ?? 0))).toBeLessThanOrEqual(0.5001 * scale)
      }),
    )
  })
})

it('a range grows with what is seen', () => {
  expect(joinRange(joinRange(undefined, Float32Array.of(1, -2)), Float32Array.of(0, 3))).toEqual({
    low: -2,
    high: 3,
  })
})
