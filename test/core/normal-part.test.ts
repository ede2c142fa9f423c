import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rngFromSeed } from '../../datasets/rng.ts'
import { distanceMap, learnNormal } from '../../edge/core/teach/normal-part.ts'
import type { Features } from '../../edge/core/teach/whitening.ts'

const [channels, cells] = [3, 4]

/** Correlated features around a mean that differs from cell to cell. */
function images(count: number, seed: number): Features[] {
  const rng = rngFromSeed(seed)
  return Array.from({ length: count }, () => {
    const shared = rng.next() - 0.5
    return Float32Array.from({ length: channels * cells }, (_, at) => at + shared + 0.4 * (rng.next() - 0.5))
  })
}

describe('what good parts look like', () => {
  it('is by hand, for one channel and one cell at 0 and 2: |x − 1| / 1.1, for a tenth is added to the deviation', () => {
    const normal = learnNormal([Float32Array.of(0), Float32Array.of(2)], 1)
    for (const value of [1, 0, 5]) {
      const [distance] = distanceMap(Float32Array.of(value), normal)
      expect(distance).toBeCloseTo(Math.abs(value - 1) / 1.1, 4)
    }
  })

  it('is the same whatever unit each channel is measured in', () => {
    const units = fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: channels, maxLength: channels })
    fc.assert(
      fc.property(units, fc.integer({ min: 0, max: 1000 }), (scales, seed) => {
        const other = (image: Features) =>
          image.map((value, at) => value * ((scales[Math.floor(at / cells)] ?? 1) / 20))
        const [first = new Float32Array(), ...rest] = images(9, seed)
        const one = distanceMap(first, learnNormal(rest, channels))
        const two = distanceMap(other(first), learnNormal(rest.map(other), channels))
        for (const [cell, distance] of one.entries()) expect(two[cell]).toBeCloseTo(distance, 2)
      }),
      { numRuns: 30 },
    )
  })

  it('lies near 1 for fresh good parts, and far off where correlated channels part', () => {
    const normal = learnNormal(images(400, 1), channels)
    const fresh = images(50, 2).map((image) => distanceMap(image, normal))
    const squares = fresh.flatMap((map) => [...map]).map((distance) => distance ** 2)
    const mean = squares.reduce((sum, one) => sum + one, 0) / squares.length
    expect(mean).toBeGreaterThan(0.6)
    expect(mean).toBeLessThan(1.2)
    const parted = Float32Array.from({ length: channels * cells }, (_, at) => at + (at < cells ? 0.6 : -0.6))
    const together = Float32Array.from({ length: channels * cells }, (_, at) => at + 0.6)
    expect(Math.min(...distanceMap(parted, normal))).toBeGreaterThan(
      1.5 * Math.max(...distanceMap(together, normal)),
    )
  })
})
