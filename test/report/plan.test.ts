import { describe, expect, it } from 'vitest'
import { testPlan } from '../../edge/report/plan.ts'
import { linearAxis, logAxis, position, roundUp } from '../../edge/report/scale.ts'

describe('the plan of a test', () => {
  it.each([
    [1000, null, 6],
    [1497, 0, 7],
    [2000, 0, 9],
    [3000, 1, 11],
    [5000, 4, 16],
    [10_000, 12, 29],
    [20_000, 29, 52],
  ])('allows what science A2 allows: n = %i', (n, allowed, refutedFrom) => {
    expect(testPlan(n, 0.002)).toMatchObject({ allowed, refutedFrom })
  })

  it('has the power of science A2 at half the limit', () => {
    const power = (n: number) => testPlan(n, 0.002).power[1]
    expect(power(1497)?.trueRate).toBe(0.001)
    expect(power(1497)?.chance).toBeCloseTo(0.224, 3)
    expect(power(2371)?.chance).toBeCloseTo(0.315, 3)
    expect(power(8478)?.chance).toBeCloseTo(0.766, 3)
  })

  it('says how many parts are enough: 4,575 with 4 errors at a quarter of the limit', () => {
    expect(testPlan(100, 0.002).enough).toEqual({ n: 4575, allowed: 4 })
  })

  it('demonstrates nothing and refutes nothing without a part', () => {
    const plan = testPlan(0, 0.02)
    expect(plan).toMatchObject({ allowed: null, refutedFrom: null })
    expect(plan.power.map(({ chance }) => chance)).toEqual([0, 0, 0])
  })
})

describe('an axis', () => {
  const write = (value: number) => String(value)

  it('has round ticks within its ends', () => {
    expect(linearAxis('', 0, 1.04, write).ticks.map(({ at }) => at)).toEqual([0, 0.5, 1])
    expect(linearAxis('', 0, 0.0025, write).ticks.map(({ at }) => at)).toEqual([
      0, 0.0005, 0.001, 0.0015, 0.002, 0.0025,
    ])
    expect(logAxis('', 1e-4, 1, write).ticks.map(({ at }) => at)).toEqual([1e-4, 1e-3, 0.01, 0.1, 1])
    expect(logAxis('', 0.9, 21, write).ticks.map(({ at }) => at)).toEqual([1, 2, 5, 10, 20])
  })

  it('places values linearly or by their logarithm, zero far outside', () => {
    expect(position(linearAxis('', 2, 4, write), 3)).toBe(0.5)
    expect(position(logAxis('', 0.01, 1, write), 0.1)).toBeCloseTo(0.5, 12)
    expect(position(logAxis('', 0.01, 1, write), 0)).toBeLessThan(-1)
  })

  it('rounds its end up', () => {
    expect([0.0021, 0.002, 0.3, 7].map(roundUp)).toEqual([0.0025, 0.002, 0.5, 10])
  })
})
