import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rngFromSeed } from '../../datasets/rng.ts'
import { eigenPairs } from '../../edge/core/health/eigen.ts'
import { mainWays } from '../../edge/core/teach/main-way.ts'
import { distanceMap, learnNormal } from '../../edge/core/teach/normal-part.ts'
import type { Features } from '../../edge/core/teach/whitening.ts'

const [channels, cells] = [3, 4]

/** Fourteen channels, for which one main direction is kept: here the first two together, in two cells. */
function tilted(count: number): Features[] {
  const rng = rngFromSeed(7)
  return Array.from({ length: count }, () => {
    const shared = [rng.next() - 0.5, rng.next() - 0.5]
    return Float32Array.from({ length: 28 }, (_, at) => {
      const way = at < 4 ? 6 * (shared[at % 2] ?? 0) * (at % 2 === 0 || at < 2 ? 1 : -1) : 0
      return way + 0.3 * (rng.next() - 0.5)
    })
  })
}

/** Correlated features around a mean that differs from cell to cell. */
function images(count: number, seed: number): Features[] {
  const rng = rngFromSeed(seed)
  return Array.from({ length: count }, () => {
    const shared = rng.next() - 0.5
    return Float32Array.from({ length: channels * cells }, (_, at) => at + shared + 0.4 * (rng.next() - 0.5))
  })
}

describe('what good parts look like', () => {
  it('is by hand, for one channel and one cell at 0 and 2: |x − 1| of a deviation of 1', () => {
    const normal = learnNormal([Float32Array.of(0), Float32Array.of(2)], 1)
    for (const value of [1, 0, 5]) {
      const [distance] = distanceMap(Float32Array.of(value), normal)
      expect(distance).toBeCloseTo(Math.abs(value - 1), 1)
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

  it('asks less of what a place usually does, and only there', () => {
    const normal = learnNormal(tilted(200), 14)
    expect(normal.ways).toBe(1)
    // Both cells vary alike in the first two channels: together in cell 0, against each other in cell 1.
    const along = (first: number, second: number) =>
      distanceMap(
        Float32Array.from({ length: 28 }, (_, at) => (at < 2 ? first : at < 4 ? second : 0)),
        normal,
      )
    const [usual = 0, unusual = 0] = along(2, 2)
    const [odd = 0, even = 0] = along(2, -2)
    expect([unusual / usual > 2, odd / even > 2]).toEqual([true, true])
  })
})

describe('main directions', () => {
  it('are those of the second moments, as Jacobi rotations find them', () => {
    const rng = rngFromSeed(3)
    const rows = Array.from({ length: 60 }, () =>
      Float64Array.from({ length: 6 }, (_, at) => (rng.next() - 0.5) * 3 ** (3 - at)),
    )
    const moments = Array.from({ length: 6 }, (_, i) =>
      Float64Array.from(
        { length: 6 },
        (_, j) => rows.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), 0) / rows.length,
      ),
    )
    const expected = eigenPairs(moments)
    for (const [at, { variance, direction }] of mainWays(rows, 3).entries()) {
      const { value = 0, vector = direction } = expected[at] ?? {}
      expect(variance).toBeCloseTo(value, 6)
      expect(Math.abs(direction.reduce((sum, one, i) => sum + one * (vector[i] ?? 0), 0))).toBeCloseTo(1, 6)
    }
  })

  it('are as many as the rows have', () => {
    expect(mainWays([Float64Array.of(0, 0)], 2)).toEqual([])
    expect(mainWays([Float64Array.of(3, 4), Float64Array.of(6, 8)], 2)).toHaveLength(1)
  })
})
