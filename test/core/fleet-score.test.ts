import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { knownRemainingH } from '../../datasets/machines/oracle.ts'
import { machines } from '../../datasets/machines/plant.ts'
import { rngFromSeed } from '../../datasets/rng.ts'
import type { ForecastCard } from '../../edge/contract/forecast-card.ts'
import { scoreFleet } from '../../edge/core/health/fleet-score.ts'
import { forecastOf } from '../../edge/core/health/forecast.ts'
import type { LifeTrack } from '../../edge/core/health/life-track.ts'
import { marginalWidthH } from '../../edge/core/health/marginal-life.ts'
import { tallyOracle } from '../../edge/core/health/oracle-score.ts'
import { findPolicies } from '../../edge/core/health/policy-finding.ts'
import { scoreTrack } from '../../edge/core/health/track-score.ts'

const card: ForecastCard = {
  machine: 'stamping-press',
  sha256: '0'.repeat(64),
  inputs: 24,
  quantiles: [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95],
  usualLifeH: { low: 1000, median: 2000, high: 3000 },
  planUnderH: 336,
  actUnderH: 60,
  training: 'training.json',
}

/** A life of so many hours, a sample every two, whose forecast is `off` times the truth. */
function lived(lifeH: number, off: number, end: Partial<LifeTrack> = {}) {
  const rows = lifeH / 2
  const ageH = Float64Array.from({ length: rows }, (_, row) => 2 * row)
  const remainingH = ageH.map((age) => lifeH - age)
  const track: LifeTrack = {
    ...{ inputs: new Float32Array(0), ageH, remainingH, isKnown: new Uint8Array(rows).fill(1) },
    ...{ isSudden: false, isCensored: false, ...end },
  }
  const forecasts = Array.from(remainingH, (left) =>
    forecastOf(
      [0.8, 0.85, 0.9, 1, 1.1, 1.15, 1.2].map((share) => share * off * left),
      card,
    ),
  )
  return scoreTrack(track, forecasts, card)
}

describe('a forecast', () => {
  it('takes the quantiles that the card names', () => {
    expect(forecastOf([10, 20, 30, 40, 50, 60, 70], card)).toEqual({
      kind: 'interval',
      ...{ lowH: 10, medianH: 40, highH: 70 },
    })
  })

  it('is no trend where it is as wide as that of any machine of the kind', () => {
    expect(forecastOf([100, 0, 0, 900, 0, 0, 1901], card)).toEqual({ kind: 'no-trend' })
    expect(forecastOf([100, 0, 0, 900, 0, 0, 1899], card).kind).toBe('interval')
  })
})

describe('many lives', () => {
  it('a forecast that is right holds the truth, warns in time, and never for nothing', () => {
    const score = scoreFleet([1200, 2000, 2600].map((lifeH) => lived(lifeH, 1)))
    expect(score).toMatchObject({ lives: 3, failures: 3, missed: 0, falseAlarms: 0, alphaLambda: 1 })
    expect(score.coverage90).toEqual({ '0.25': 1, '0.5': 1, '0.75': 1, '0.9': 1 })
    // The low end, 0.8 of the truth, falls under 60 h with 74 h left.
    expect(score.leadTimeH).toBe(74)
    expect(score.machineMonths).toBeCloseTo((1198 + 1998 + 2598) / 720, 9)
    expect(score.widthH['0.5']).toBeCloseTo(0.4 * ((600 + 1000 + 1300) / 3), 9)
  })

  it('a forecast that is late misses, and sudden failures stand apart', () => {
    const score = scoreFleet([lived(2000, 4), lived(2000, 1), lived(900, 9, { isSudden: true })])
    expect(score).toMatchObject({ failures: 2, missed: 1, sudden: { lives: 1, caught: 0 }, alphaLambda: 0.5 })
  })

  it('while the healthy machine is not known nothing is said', () => {
    const score = scoreTrack(
      {
        ...{ inputs: new Float32Array(0), ageH: Float64Array.of(0, 2), remainingH: Float64Array.of(4, 2) },
        ...{ isKnown: Uint8Array.of(0, 0), isSudden: false, isCensored: false },
      },
      [forecastOf([0, 0, 0, 0, 0, 0, 0], card), forecastOf([0, 0, 0, 0, 0, 0, 0], card)],
      card,
    )
    expect(score).toMatchObject({ leadTimeH: null, isMissed: true })
  })

  it('counts an oracle only where it was asked', () => {
    const life = lived(2000, 1.5)
    const said = life.marks.map(({ share, remainingH }) => (share < 0.8 ? remainingH : null))
    const tally = tallyOracle(life, said, { marks: 0, right: 0, ours: 0 })
    expect(tally).toEqual({ marks: 4, right: 4, ours: 0 })
  })
})

describe('what is known of the age alone', () => {
  it('of lives of 1 to 1000 h: 90 % of what is left', () => {
    const lives = Float64Array.from({ length: 1000 }, (_, index) => index + 1)
    expect(marginalWidthH(lives, 0)).toBeCloseTo(0.9 * 999, 6)
    expect(marginalWidthH(lives, 500)).toBeCloseTo(0.9 * 499, 6)
    expect(marginalWidthH(lives, 1000)).toBeNaN()
  })

  it('the oracle of a machine that wears by law alone is as sure as the law', () => {
    const steady = {
      ...machines['camera-lamp'],
      damage: (wear: unknown) => Number(wear),
      age: (wear: unknown) => Number(wear) + 0.001,
    }
    expect(knownRemainingH(steady, 0.25, rngFromSeed(1))).toBe(750)
  })
})

describe('policies on many lives', () => {
  it('a forecast that is right saves, and nothing beats foresight, whatever a failure costs', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 400, max: 1500 }), { minLength: 20, maxLength: 40 }),
        (halves) => {
          const livesH = halves.map((half) => 2 * half)
          const lives = livesH.map((lifeH) => lived(lifeH, 1))
          const { saving, saving95, toPerfect, curve } = findPolicies(lives, livesH, rngFromSeed(4))
          expect(toPerfect).toBeGreaterThanOrEqual(1)
          expect(saving).toBeGreaterThan(0)
          expect(saving95?.[0]).toBeLessThanOrEqual(saving + 1e-9)
          expect(saving95?.[1]).toBeGreaterThanOrEqual(saving - 1e-9)
          expect(curve.map(({ failure }) => failure)).toEqual([2, 3, 5, 8, 12, 20])
        },
      ),
      { numRuns: 10 },
    )
  })
})
