import { describe, expect, it } from 'vitest'
import { bestReplacement, empiricalSurvival, weibullSurvival } from '../../edge/core/health/replacement.ts'

describe('age replacement (golden values: science B6)', () => {
  const costs = { planned: 1, failure: 5 }

  it('Weibull of shape 3 and scale 1000: replace at 502.61', () => {
    const { ageH, costPerH } = bestReplacement(weibullSurvival(3, 1000), costs, 2000)
    expect(ageH).toBeCloseTo(502.61, -0.5)
    expect(costPerH).toBeCloseTo(0.0030313967, 8)
  })

  it('shape 2, failure ten times as dear: replace at 336.451', () => {
    const { ageH, costPerH } = bestReplacement(weibullSurvival(2, 1000), { planned: 1, failure: 10 }, 2000)
    expect(ageH).toBeCloseTo(336.451, -0.5)
    expect(costPerH).toBeCloseTo(0.0060561214, 8)
  })

  it('shape 1: what does not age is never replaced', () => {
    expect(bestReplacement(weibullSurvival(1, 1000), costs, 20_000).ageH).toBe(20_000)
  })

  it('a sample of lives leads where its law does', () => {
    const lives = Array.from(
      { length: 20_000 },
      (_, index) => 1000 * (-Math.log((index + 0.5) / 20_000)) ** (1 / 3),
    )
    const { costPerH } = bestReplacement(empiricalSurvival(lives), costs, 2000)
    expect(costPerH).toBeCloseTo(0.0030313967, 5)
  })
})
