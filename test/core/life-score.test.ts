import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LifeScore, type ScoredHour, scoreLife } from '../../edge/core/health/life-score.ts'
import { comparePolicies, usualCosts } from '../../edge/core/health/policy.ts'
import { bestReplacement, empiricalSurvival } from '../../edge/core/health/replacement.ts'

const wornOut = { isSudden: false, isCensored: false }

/** A life of 1000 hours whose forecast is right to the hour, with alarms in these spans of its age. */
function life(alarms: readonly (readonly [number, number])[], end = wornOut): LifeScore {
  const hours = Array.from({ length: 1001 }, (_, ageH): ScoredHour => {
    const remainingH = 1000 - ageH
    const isAlarm = alarms.some(([from, to]) => ageH >= from && ageH < to)
    return {
      ageH,
      remainingH,
      isAlarm,
      forecast: { lowH: 0.9 * remainingH, medianH: remainingH, highH: 1.2 * remainingH },
    }
  })
  return scoreLife(hours, end)
}

describe('the score of a life', () => {
  it('an alarm a week before the failure is caught, and not false', () => {
    expect(life([[832, 1001]])).toMatchObject({ leadTimeH: 168, isMissed: false, falseAlarms: 0 })
  })

  it('23 hours are too few, 24 are enough', () => {
    expect(life([[977, 1001]]).isMissed).toBe(true)
    expect(life([[976, 1001]]).isMissed).toBe(false)
  })

  it('more than 14 days ahead is false, and still a warning', () => {
    expect(life([[663, 1001]])).toMatchObject({ falseAlarms: 1, isMissed: false })
    expect(life([[664, 1001]])).toMatchObject({ falseAlarms: 0, isMissed: false })
  })

  it('alarms that go and come back within a day are one', () => {
    expect(
      life([
        [100, 110],
        [120, 130],
      ]).falseAlarms,
    ).toBe(1)
    expect(
      life([
        [100, 110],
        [140, 150],
      ]).falseAlarms,
    ).toBe(2)
  })

  it('a life without a word is missed, unless somebody took the machine away', () => {
    expect(life([])).toMatchObject({ leadTimeH: null, isMissed: true })
    expect(life([], { isSudden: false, isCensored: true }).isMissed).toBe(false)
  })

  it('marks the forecast at shares of the life', () => {
    const marks = life([]).marks
    expect(marks.map(({ share }) => share)).toEqual([0.25, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9])
    expect(marks[1]).toMatchObject({ remainingH: 500, isInside: true, isWithinAlpha: true })
    expect(marks[1]?.widthH).toBeCloseTo(150, 9)
  })
})

describe('policies', () => {
  const spread = fc.array(fc.integer({ min: 200, max: 3000 }), { minLength: 5, maxLength: 40 })

  it('no policy is better than foresight, and a warning is never worse than none', () => {
    fc.assert(
      fc.property(spread, fc.integer({ min: 24, max: 150 }), (livesH, leadTimeH) => {
        const lives = livesH.map((lifeH): LifeScore => {
          return { ...wornOut, lifeH, leadTimeH, isMissed: false, falseAlarms: 0, marks: [] }
        })
        const { ageH } = bestReplacement(empiricalSurvival(livesH), usualCosts, Math.max(...livesH))
        const { runToFailure, calendar, predictive, perfect } = comparePolicies(lives, ageH)
        expect(perfect.cost).toBeLessThanOrEqual(
          Math.min(predictive.cost, calendar.cost, runToFailure.cost) + 1e-9,
        )
        expect(predictive.cost).toBeLessThan(runToFailure.cost)
        expect(calendar.cost).toBeLessThanOrEqual(runToFailure.cost * 1.02)
      }),
    )
  })

  it('without a warning prediction costs what failures cost', () => {
    const lives = [life([]), life([])]
    const { runToFailure, predictive } = comparePolicies(lives, 1000)
    expect(predictive.cost).toBeCloseTo(runToFailure.cost, 9)
    expect(runToFailure.cost).toBeCloseTo(usualCosts.failure, 9)
  })
})
