import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rngFromSeed } from '../../datasets/rng.ts'
import { cutRmse, foldCuts } from '../../edge/core/health/engine-fold.ts'
import { cappedLife, cyclesLeft } from '../../edge/core/health/engine-life.ts'
import { learnInterval } from '../../edge/core/health/life-interval.ts'
import { addGradient, answer, newNetwork } from '../../edge/core/health/network.ts'
import { trainNetwork } from '../../edge/core/health/network-training.ts'
import { makeFleet } from './engine.ts'

describe('a network', () => {
  it('has the gradient that small steps measure', () => {
    const input = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 4, maxLength: 4 })
    fc.assert(
      fc.property(input, fc.nat(1000), (values, seed) => {
        const rng = rngFromSeed(seed)
        const network = newNetwork([4, 6, 5, 1], rng)
        const { parameters } = network
        for (const i of parameters.keys()) parameters[i] = 2 * rng.next() - 1
        const row = Float64Array.from(values)
        const gradient = new Float64Array(parameters.length)
        answer(network, row)
        addGradient(network, 1, gradient)
        for (const [i, slope] of gradient.entries()) {
          const at = parameters[i] ?? 0
          const [up, down] = [1e-6, -1e-6].map((step) => {
            parameters[i] = at + step
            return answer(network, row)
          })
          parameters[i] = at
          expect(((up ?? 0) - (down ?? 0)) / 2e-6).toBeCloseTo(slope, 5)
        }
      }),
      { seed: 20260301, numRuns: 30 },
    )
  })

  it('learns what no line can say, the same from the same chance', { timeout: 120_000 }, () => {
    const rng = rngFromSeed(4)
    const rows = Array.from({ length: 1000 }, () => Float64Array.of(rng.next(), rng.next()))
    const truth = (row: Float64Array) => Math.abs((row[0] ?? 0) - (row[1] ?? 0))
    const lesson = { rows, targets: Float64Array.from(rows, truth) }
    const [first, again] = [trainNetwork(lesson, rngFromSeed(9)), trainNetwork(lesson, rngFromSeed(9))]
    const fresh = Array.from({ length: 200 }, () => Float64Array.of(rng.next(), rng.next()))
    for (const row of fresh) expect(Math.abs(first(row) - truth(row))).toBeLessThan(0.06)
    expect(fresh.map(first)).toEqual(fresh.map(again))
  })
})

describe('the life of an engine', () => {
  it('is between 0 and 125 cycles, whatever a network says', () => {
    expect([-2, -0.5, 0, 0.5, 2].map(cyclesLeft)).toEqual([0, 0, 62.5, 125, 125])
    expect([7, 125, 140].map(cappedLife)).toEqual([7, 125, 125])
  })

  it('is foretold of every engine once, by what has not seen it', { timeout: 120_000 }, () => {
    const fleet = makeFleet(12)
    const folds = [...foldCuts(fleet, 2, rngFromSeed(1))]
    const engines = folds.map((cuts) => new Set(cuts.map(({ engine }) => engine)))
    expect(engines.map(({ size }) => size)).toEqual([6, 6])
    expect(new Set(engines.flatMap((each) => [...each])).size).toBe(12)
    const cuts = folds.flat()
    expect(cuts).toHaveLength(fleet.reduce((sum, { length }) => sum + length - 31, 0))
    const mean = cuts.reduce((sum, { left }) => sum + left, 0) / cuts.length
    const guessed = cuts.map((cut) => ({ ...cut, predicted: mean }))
    expect(cutRmse(cuts)).toBeLessThan(0.5 * cutRmse(guessed))
  })

  it('is scored with every engine alike', () => {
    const cuts = [
      { engine: 1, predicted: 13, left: 10 },
      { engine: 1, predicted: 6, left: 9 },
      { engine: 2, predicted: 50, left: 50 },
    ]
    expect(cutRmse(cuts)).toBeCloseTo(Math.sqrt(4.5), 12)
  })
})

describe('the interval of a forecast', () => {
  const cutsAt = (predicted: number, spread: number) =>
    Array.from({ length: 201 }, (_, i) => ({
      engine: i,
      predicted,
      left: predicted + spread * (i / 100 - 1),
    }))
  const intervalOf = learnInterval([...cutsAt(60, 10), ...cutsAt(110, 30)])

  it('is as wide as forecasts of like length have erred', () => {
    const { low, high } = intervalOf(70)
    expect([low, high]).toEqual([expect.closeTo(61, 9), expect.closeTo(79, 9)])
    expect(intervalOf(120)).toEqual({ low: expect.closeTo(93, 9), high: 125 })
  })

  it('asks all errors where too few are like it, and stays above 0', () => {
    expect(intervalOf(5).low).toBe(0)
    expect(intervalOf(5).high).toBeGreaterThan(15)
  })
})
