import { describe, expect, it } from 'vitest'
import { rngFromSeed } from '../../datasets/rng.ts'
import { bootstrapIntervals } from '../../edge/core/quality/bootstrap.ts'

const mean = (sample: readonly number[]) => sample.reduce((sum, value) => sum + value, 0) / sample.length

describe('the bootstrap', () => {
  it('covers the mean of a population in about 95 of 100 samples', () => {
    const rng = rngFromSeed(3)
    let covered = 0
    for (let study = 0; study < 400; study++) {
      const sample = Array.from({ length: 60 }, () => rng.next() + rng.next())
      const [low, high] = bootstrapIntervals(sample, (parts) => ({ mean: mean(parts) }), rng, 300).mean ?? [
        1, 0,
      ]
      covered += low <= 1 && high >= 1 ? 1 : 0
    }
    // 3 standard errors of a share of 0.95 in 400, and a little less for samples of 60.
    expect(covered / 400).toBeGreaterThan(0.91)
    expect(covered / 400).toBeLessThan(0.985)
  })

  it('is as wide as theory says: 1.96 standard errors each way', () => {
    const parts = Array.from({ length: 2000 }, (_, i) => (i % 5 === 0 ? 1 : 0))
    const [low, high] = bootstrapIntervals(parts, (all) => ({ mean: mean(all) }), rngFromSeed(1)).mean ?? [
      0, 0,
    ]
    const error = Math.sqrt((0.2 * 0.8) / 2000)
    expect((high - low) / (2 * 1.96 * error)).toBeGreaterThan(0.93)
    expect((high - low) / (2 * 1.96 * error)).toBeLessThan(1.07)
  })

  it('takes quantiles as NumPy does', () => {
    const values = Array.from({ length: 10 }, (_, i) => i ** 1.5)
    let round = -1
    const next = () => ({ value: values[round++] ?? 0 })
    // The first call asks for the names; each round then gives the next value. np.quantile(values, [0.025, 0.975])
    const found = bootstrapIntervals([1], next, rngFromSeed(1), 10).value
    expect(found?.[0]).toBeCloseTo(0.225, 12)
    expect(found?.[1]).toBeCloseTo(26.016168824543144, 12)
  })

  it('gives the same intervals for the same chance, and others for another', () => {
    const of = (seed: number) =>
      bootstrapIntervals([1, 2, 4, 8], (all) => ({ mean: mean(all) }), rngFromSeed(seed), 50)
    expect(of(5)).toEqual(of(5))
    expect(of(6)).not.toEqual(of(5))
  })

  it('leaves out samples that have no such figure, and says null where none has', () => {
    const parts = [1, 2, 3, 4, 0]
    const figures = (all: readonly number[]) => ({
      smallest: all.includes(0) ? null : Math.min(...all),
      ratio: all.includes(0) ? 1 : Number.NaN,
      never: null,
    })
    const found = bootstrapIntervals(parts, figures, rngFromSeed(2), 400)
    expect(found.smallest?.[0]).toBe(1)
    expect(found.ratio).toEqual([1, 1])
    expect(found.never).toBeNull()
    expect(bootstrapIntervals([], () => ({ mean: null }), rngFromSeed(2), 10)).toEqual({ mean: null })
  })
})
