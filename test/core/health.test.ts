import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rngFromSeed } from '../../datasets/rng.ts'
import { trainTrees } from '../../edge/core/health/boosted-trees.ts'
import { createConditionMonitor } from '../../edge/core/health/condition-monitor.ts'
import { covarianceOf } from '../../edge/core/health/covariance.ts'
import { hitScore } from '../../edge/core/health/hit-score.ts'
import { createLevelAlarm } from '../../edge/core/health/level-alarm.ts'
import { learnBehaviour } from '../../edge/core/health/normal-behaviour.ts'
import { nasaScore, rmse } from '../../edge/core/health/rul-score.ts'
import { scaleOf } from '../../edge/core/health/sensor-scale.ts'
import { probationOf } from '../../edge/core/health/series-score.ts'
import { medianOf, quantileOf } from '../../edge/core/quality/quantile.ts'
import { makeRig, rigTrainRows } from './rig.ts'
import { scoreRigs } from './rig-score.ts'

const seed = 20_251_122

describe('a machine that was never met', () => {
  it('of 12 made-up rigs: F1 of at least 0.76 at a false-alarm rate of at most 0.25', {
    timeout: 300_000,
  }, () => {
    const { f1, falseAlarmRate } = scoreRigs(9000, 12)
    expect(f1).toBeGreaterThanOrEqual(0.76)
    expect(falseAlarmRate).toBeLessThanOrEqual(0.25)
  })

  const scoresOf = (rows: readonly (readonly number[])[], columns: readonly number[]) => {
    const train = rows.slice(0, rigTrainRows)
    const monitor = createConditionMonitor(learnBehaviour(train, columns), train)
    return rows.slice(rigTrainRows).map((row) => monitor.observe(row))
  }

  it('scores the same in other units and with its columns in another order', { timeout: 120_000 }, () => {
    const { rows, names } = makeRig(1)
    const columns = [...names.keys()]
    const inKelvin = rows.map((row) =>
      row.map((value, column) => (column % 2 ? 1.8 * value + 32 : value)).toReversed(),
    )
    const [plain, other] = [scoresOf(rows, columns), scoresOf(inKelvin, columns)]
    for (const [index, { score, isAlarm, contributors }] of plain.entries()) {
      expect(other[index]?.score).toBeCloseTo(score, 6)
      expect(other[index]?.isAlarm).toBe(isAlarm)
      expect(other[index]?.contributors[0]?.share).toBeCloseTo(contributors[0]?.share ?? 0, 6)
    }
  })

  it('names the sensor that leaves its level, and forgets the alarm when it is back', () => {
    const rng = rngFromSeed(3)
    const rows = Array.from({ length: 700 }, (_, row) =>
      [0, 1, 2, 3].map((column) => rng.next() + (column === 2 && row >= 500 && row < 550 ? 3 : 0)),
    )
    const found = scoresOf(rows, [0, 1, 2, 3])
    expect(found.slice(110, 150).every(({ isAlarm }) => isAlarm)).toBe(true)
    expect(found[130]?.contributors[0]?.column).toBe(2)
    // The limit lets some normal rows through; an alarm that stayed on would be all of them.
    expect(found.slice(170).filter(({ isAlarm }) => isAlarm).length).toBeLessThan(13)
  })

  it('is not blinded by a start-up among its training rows', () => {
    const rng = rngFromSeed(4)
    const rows = Array.from({ length: 600 }, (_, row) =>
      [0, 1, 2, 3].map(
        (column) => rng.next() + 5 * Math.exp(-row / 20) + (column === 2 && row >= 500 && row < 550 ? 2 : 0),
      ),
    )
    const found = scoresOf(rows, [0, 1, 2, 3])
    expect(found.slice(110, 150).every(({ isAlarm }) => isAlarm)).toBe(true)
    expect(found.slice(0, 100).filter(({ isAlarm }) => isAlarm).length).toBeLessThan(10)
  })

  it('gives a finite score whatever comes in: gaps, steps, outliers, a sensor that dies', () => {
    const cell = fc.oneof(fc.double(), fc.constant(Number.NaN), fc.constantFrom(0, 1e308, -1e308, 5e-324))
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 40, maxLength: 120 }), (rows) => {
        const train = rows.slice(0, 32)
        const monitor = createConditionMonitor(learnBehaviour(train, [0, 1, 2]), train)
        for (const row of rows.slice(32)) {
          const { score, contributors } = monitor.observe(row)
          expect(score >= 0 && Number.isFinite(score)).toBe(true)
          for (const { share } of contributors) expect(share > 0 && share <= 1).toBe(true)
        }
      }),
      { seed, numRuns: 60 },
    )
  })
})

describe('the scale of a sensor', () => {
  const noise = () => {
    const rng = rngFromSeed(8)
    return () => rng.next() - 0.5
  }

  it('is none for a constant sensor, and for one that is mostly gaps', () => {
    expect(scaleOf(new Float64Array(100).fill(7), 0)).toBeNull()
    expect(
      scaleOf(
        Float64Array.from({ length: 100 }, (_, i) => (i % 3 ? Number.NaN : i)),
        0,
      ),
    ).toBeNull()
  })

  it('expects a drifting sensor to drift on, and a steady one to stay', () => {
    const next = noise()
    const steady = scaleOf(Float64Array.from({ length: 400 }, next), 0)
    const drifting = scaleOf(
      Float64Array.from({ length: 400 }, (_, row) => row / 100 + next()),
      0,
    )
    expect(steady?.wander).toBeLessThan(0.2)
    expect(drifting?.wander).toBeGreaterThan(5)
  })
})

describe('covariance', () => {
  it('gives the distance and the contributions that paper and pencil give', () => {
    // Covariance [[1, 0.5], [0.5, 1]], off the diagonal shrunk by 0.1 to 0.45; its inverse is [[1, -0.45], [-0.45, 1]] / 0.7975.
    const a = Math.sqrt(1.5)
    const b = Math.sqrt(0.5)
    const rows = [
      [a, a],
      [-a, -a],
      [b, -b],
      [-b, b],
    ].map((row) => Float64Array.from(row, (value) => value))
    const covariance = covarianceOf(rows, [0, 0])
    const z = Float64Array.of(2, 0)
    const square = covariance.whiten(z).reduce((sum, value) => sum + value * value, 0)
    expect(square).toBeCloseTo(4 / 0.7975, 10)
    const [first, second] = covariance.contributions(z)
    expect(first).toBeCloseTo((2 / 0.7975) ** 2 / (1 / 0.7975), 10)
    expect(second).toBeCloseTo((0.9 / 0.7975) ** 2 / (1 / 0.7975), 10)
  })
})

describe('scores of remaining life', () => {
  it.each([
    [-30, 9.051203],
    [-10, 1.158106],
    [0, 0],
    [10, 1.718282],
    [30, 19.085537],
  ])('the PHM 2008 score of an error of %i cycles is %f', (error, score) => {
    expect(nasaScore([error])).toBeCloseTo(score, 6)
  })

  it('adds up over engines', () => {
    const errors = [-20, -5, 0, 4, 15]
    expect(nasaScore(errors)).toBeCloseTo(8.09998246, 7)
    expect(rmse(errors)).toBeCloseTo(11.54123043, 7)
  })
})

describe('a level alarm', () => {
  it('never looks ahead: what comes later changes nothing that was said', () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 5, maxLength: 60 })
    const said = (series: readonly number[]) => {
      const alarm = createLevelAlarm(3)
      return series.map((value, row) => alarm.push({ time: '', timeMs: row * 3_600_000, value }))
    }
    fc.assert(
      fc.property(values, values, (past, future) => {
        expect(said([...past, ...future]).slice(0, past.length)).toEqual(said(past))
        expect(said(past).slice(0, 3)).toEqual([null, null, null])
      }),
      { seed, numRuns: 50 },
    )
  })

  it('is quiet for 15 % of a series, at most 750 rows', () => {
    expect([probationOf(1000), probationOf(5000), probationOf(22_695)]).toEqual([150, 750, 750])
  })
})

describe('boosted trees', () => {
  const rng = rngFromSeed(5)
  const features = [0, 1, 2].map(() => Float64Array.from({ length: 2000 }, () => rng.next()))
  const isFailure = (row: readonly number[]) => (row[0] ?? 0) > 0.8 && (row[1] ?? 0) < 0.3
  const rowAt = (row: number) => features.map((column) => column[row] ?? 0)
  const labels = Uint8Array.from({ length: 2000 }, (_, row) => (isFailure(rowAt(row)) ? 1 : 0))

  it('find thresholds that nobody told them, the same on every run', () => {
    const [first, again] = [trainTrees({ features, labels }), trainTrees({ features, labels })]
    const fresh = Array.from({ length: 500 }, () => [rng.next(), rng.next(), rng.next()])
    const right = fresh.filter((row) => first(row) >= 0.5 === isFailure(row)).length
    expect(right / fresh.length).toBeGreaterThan(0.98)
    expect(fresh.map(first)).toEqual(fresh.map(again))
  })
})

describe('small figures', () => {
  it('quantiles are those of type 7', () => {
    expect(quantileOf([1, 2, 3, 4], 0.5)).toBe(2.5)
    expect(quantileOf([1, 2, 3, 4], 0.98)).toBeCloseTo(3.94, 12)
    expect(medianOf([9, 1, 5])).toBe(5)
  })

  it('F1 is the harmonic mean of precision and recall, and 0 where nothing was hit', () => {
    expect(hitScore(6, 2, 2)).toEqual({ precision: 0.75, recall: 0.75, f1: 0.75 })
    expect(hitScore(0, 0, 0)).toEqual({ precision: 0, recall: 0, f1: 0 })
  })
})
