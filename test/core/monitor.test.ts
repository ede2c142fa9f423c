import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { capturePart, productLines } from '../../datasets/world.ts'
import { healthyStation } from '../../edge/contract/part.ts'
import { learnEnvelope } from '../../edge/core/vision/envelope.ts'
import { featureNames, imageFeatures, strangeness, whitened } from '../../edge/core/vision/monitor.ts'

const line = productLines['steel-strip']
if (!line) throw new Error('the steel strip line is missing')
const features = (sequence: number, lampLevel = 1, lensSmear = 0) => {
  const order = { seed: 3, line, sequence, capturedAtMs: 0, prevalence: 0.5, withMask: false }
  return imageFeatures(
    capturePart({ ...order, condition: { ...healthyStation, lampLevel, lensSmear } }).frame.image,
  )
}
const learnt = Array.from({ length: 300 }, (_, sequence) => features(sequence))
const envelope = learnEnvelope(learnt)

describe('the input monitor', () => {
  it('has as many features as names, finite for an image of any size', () => {
    const size = fc.integer({ min: 1, max: 20 })
    fc.assert(
      fc.property(
        size,
        size,
        fc.constantFrom(1 as const, 3 as const),
        fc.integer({ min: 0, max: 255 }),
        (width, height, channels, level) => {
          const data = new Uint8Array(width * height * channels).fill(level)
          const found = imageFeatures({ width, height, channels, data })
          expect(found).toHaveLength(featureNames.length)
          expect(found.every(Number.isFinite)).toBe(true)
        },
      ),
    )
  })

  it('knows its own parts: none is strange, and the whitened features have unit variance', () => {
    expect(learnt.every((row) => strangeness(row, envelope).ratio < 1)).toBe(true)
    const mean =
      learnt.reduce((sum, row) => sum + Math.hypot(...whitened(row, envelope)) ** 2, 0) / learnt.length
    expect(mean).toBeGreaterThan(0.7 * featureNames.length)
    expect(mean).toBeLessThan(1.01 * featureNames.length)
  })

  it('turns every picture under half the light away, and most of those through a smeared lens', () => {
    const strange = (lampLevel: number, lensSmear: number) =>
      Array.from({ length: 12 }, (_, part) => features(1000 + part, lampLevel, lensSmear)).filter(
        (row) => strangeness(row, envelope).ratio > 1,
      ).length
    expect(strange(0.5, 0)).toBe(12)
    expect(strange(1, 0.4)).toBeGreaterThan(6)
    expect(strange(1, 0)).toBeLessThan(2)
  })

  it('turns any flat picture away: rounding cannot make the strange look near', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 255 }), (level) => {
        const data = new Uint8Array(512 * 512).fill(level)
        expect(
          strangeness(imageFeatures({ width: 512, height: 512, channels: 1, data }), envelope).ratio,
        ).toBeGreaterThan(1)
      }),
      { numRuns: 20 },
    )
  })
})
