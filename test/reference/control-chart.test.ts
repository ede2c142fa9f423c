import { describe, expect, it } from 'vitest'
import {
  brokenRules,
  nelsonRules,
  rulesFor,
  westernElectricRules,
} from '../../edge/core/quality/chart-rule.ts'
import {
  bernoulliCusum,
  chanceOfAtLeast,
  exactUpperLimit,
  pLimits,
  uLimits,
} from '../../edge/core/quality/control-chart.ts'
import { gaussLegendre } from '../../edge/core/quality/gauss-legendre.ts'
import {
  cusumRunLength,
  ewmaLimit,
  ewmaRunLength,
  ewmaStep,
  shewhartRunLength,
} from '../../edge/core/quality/run-length.ts'

describe('charts of counts (golden values: science A10)', () => {
  it('p chart at 1 % of 500', () => {
    expect(pLimits(0.01, 500).upper).toBeCloseTo(0.02334916, 8)
    expect(pLimits(0.01, 500)).toMatchObject({ lower: 0, centre: 0.01 })
    expect(pLimits(0.5, 100).lower).toBeCloseTo(0.35, 12)
  })

  it('u chart at 0.5 defects a unit, 10 units', () => {
    expect(uLimits(0.5, 10).upper).toBeCloseTo(1.17082039, 8)
    expect(uLimits(0.5, 10).lower).toBe(0)
  })

  it.each([
    [4, 0.018865],
    [5, 0.003614],
    [6, 0.000582],
  ])('at least %i defective parts of 500 at 0.2 %% have the chance %f', (count, golden) => {
    expect(chanceOfAtLeast(count, 500, 0.002)).toBeCloseTo(golden, 6)
  })

  it('so the exact limit is 6, where 3 sigma would alarm from 4 on', () => {
    expect(exactUpperLimit(500, 0.002)).toBe(6)
    expect(exactUpperLimit(500, 0.002, 0.0036)).toBe(6)
    expect(exactUpperLimit(500, 0.002, 0.0037)).toBe(5)
    expect(Math.ceil(500 * pLimits(0.002, 500).upper)).toBe(4)
  })

  it('Bernoulli CUSUM between 0.2 % and 0.6 %', () => {
    const { r1, r2, gamma, step } = bernoulliCusum(0.002, 0.006)
    expect(r1).toBeCloseTo(0.00401607, 8)
    expect(r2).toBeCloseTo(1.10262836, 8)
    expect(gamma).toBeCloseTo(0.00364227, 8)
    expect(step(0, false)).toBe(0)
    expect(step(0.5, true)).toBeCloseTo(1.5 - gamma, 12)
    expect(step(0.5, false)).toBeCloseTo(0.5 - gamma, 12)
  })
})

describe('mean run lengths (golden values: science A10)', () => {
  it.each([
    [0, 370.4, 2],
    [1, 43.89, 2],
    [2, 6.3, 2],
  ])('of a Shewhart chart after a shift of %f sigma is %f', (shift, golden, digits) => {
    expect(shewhartRunLength(3, shift)).toBeCloseTo(golden, digits)
  })

  it.each([
    [0.2, 2.962, [499.7, 41.8, 10.5, 3.7]],
    [0.1, 2.814, [499.6, 31.3, 10.3, 4.4]],
    [0.2, 3, [559.9, 44.1, 10.8, 3.8]],
  ])('of an EWMA chart with lambda %f and width %f', (lambda, width, golden) => {
    for (const [index, shift] of [0, 0.5, 1, 2].entries())
      expect(ewmaRunLength({ lambda, width }, shift)).toBeCloseTo(golden[index] ?? 0, 1)
  })

  it.each([
    [4, 167.68, 8.38],
    [4.774, 370.06, 9.93],
    [5, 465.44, 10.38],
  ])('of a CUSUM chart with k = 0.5 and h = %f', (h, inControl, shifted) => {
    expect(cusumRunLength({ k: 0.5, h })).toBeCloseTo(inControl, 2)
    expect(cusumRunLength({ k: 0.5, h }, 1)).toBeCloseTo(shifted, 2)
  })

  it('an EWMA of weight 1 is a Shewhart chart', () => {
    expect(ewmaRunLength({ lambda: 1, width: 3 })).toBeCloseTo(shewhartRunLength(), 6)
    expect(ewmaStep(1, 7, 2)).toBe(2)
  })

  it('its limits widen from lambda times the width to the last ones', () => {
    const order = { lambda: 0.2, width: 3 }
    expect(ewmaLimit(order, 1)).toBeCloseTo(0.6, 12)
    expect(ewmaLimit(order, 50)).toBeCloseTo(ewmaLimit(order), 6)
    expect(ewmaLimit(order)).toBeCloseTo(1, 12)
    expect(ewmaStep(0.2, 1, 2)).toBeCloseTo(1.2, 12)
  })

  it("Gauss's quadrature is exact for the polynomials that it promises", () => {
    const { nodes, weights } = gaussLegendre(5, 1, 3)
    const integral = nodes.reduce((sum, x, index) => sum + (weights[index] ?? 0) * x ** 9, 0)
    expect(integral).toBeCloseTo((3 ** 10 - 1) / 10, 8)
  })
})

/** Alternately a little over and under the centre: breaks nothing in eight points. */
const calm = [0.2, 0.5, -0.3, -0.1, 0.4, 0.1, -0.6]

describe('rules of a chart', () => {
  it.each([
    ['beyond 3 sigma', [3.01], [3]],
    ['2 of 3 beyond 2 sigma', [2.1, 0, 2.1], [2.1, 0, -2.1]],
    ['4 of 5 beyond 1 sigma', [-1.1, -1.1, 0, -1.1, -1.1], [-1.1, -1.1, 0, -1, -1.1]],
    ['8 on one side', Array(8).fill(0.1), [...Array(7).fill(0.1), 0]],
  ])('Western Electric: %s', (name, broken, kept) => {
    expect(brokenRules([...calm, ...broken], westernElectricRules)).toEqual([name])
    expect(brokenRules([...calm, ...kept], westernElectricRules)).toEqual([])
  })

  it.each([
    ['beyond 3 sigma', [-3.01], [-3]],
    ['9 on one side', [0.1, 0.2, 0.1, 0.2, 0.1, 0.1, 0.2, 0.1, 0.2], Array(8).fill(0.1)],
    ['6 rising or falling', [-0.7, -0.6, -0.2, 0.1, 0.3, 0.4], [-0.5, -0.6, -0.2, 0.1, 0.3, 0.4]],
    [
      '14 alternating',
      Array.from({ length: 14 }, (_, i) => (i % 2 ? 1.2 : -0.5)),
      Array.from({ length: 13 }, (_, i) => (i % 2 ? 1.2 : -0.5)),
    ],
    [
      '15 within 1 sigma',
      [0, 0.5, 0.9, -0.9, -0.5, 0, 0.5, 0.9, -0.9, -0.5, 0, 0.5, 0.9, -0.9, -0.5],
      [0, 0.5, 1, -0.9, -0.5, 0, 0.5, 0.9, -0.9, -0.5, 0, 0.5, 0.9, -0.9],
    ],
    [
      '8 beyond 1 sigma on either side',
      [1.1, -1.1, -1.2, 1.3, 1.2, -1.1, -1.2, 1.2],
      [1.1, -1.1, -1.2, 1.3, 1, -1.1, -1.2, 1.2],
    ],
  ])('Nelson: %s', (name, broken, kept) => {
    expect(brokenRules([-0.5, ...broken], nelsonRules)).toEqual([name])
    expect(brokenRules([-0.5, ...kept], nelsonRules)).toEqual([])
  })

  it('says nothing before enough points, and nothing of points long gone', () => {
    expect(brokenRules(Array(7).fill(0.5), westernElectricRules)).toEqual([])
    expect(brokenRules([9, 0], westernElectricRules)).toEqual([])
  })

  it('offers zones to measured values alone', () => {
    expect(rulesFor('individuals')).toBe(westernElectricRules)
    expect(rulesFor('x-bar', nelsonRules)).toBe(nelsonRules)
    for (const kind of ['p', 'np', 'c', 'u'] as const) expect(rulesFor(kind, nelsonRules)).toEqual([])
  })
})
