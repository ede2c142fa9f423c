import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDurationHistogram } from '../../edge/core/quality/duration-histogram.ts'

const histogramOf = (durations: readonly number[]) => {
  const histogram = createDurationHistogram()
  for (const ms of durations) histogram.add(ms)
  return histogram
}

describe('percentiles of durations', () => {
  it('are within 1 % of those of the sorted list', () => {
    const durations = fc.array(fc.double({ min: 0.001, max: 86_400_000, noNaN: true }), { minLength: 1 })
    fc.assert(
      fc.property(durations, fc.double({ min: 0, max: 1, noNaN: true }), (given, share) => {
        const rank = Math.max(1, Math.ceil(share * given.length))
        const exact = given.toSorted((a, b) => a - b)[rank - 1] ?? 0
        const histogram = histogramOf(given)
        expect(Math.abs((histogram.percentile(share) ?? 0) / exact - 1)).toBeLessThanOrEqual(0.01)
        expect(histogram.atRank(rank)).toBe(histogram.percentile(share))
        expect(histogram.n()).toBe(given.length)
      }),
    )
  })

  it('know no rank that was not reached, and none at all without durations', () => {
    expect(histogramOf([]).percentile(0.5)).toBeNull()
    expect(histogramOf([4, 5]).atRank(3)).toBeNull()
  })
})
