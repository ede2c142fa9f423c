import { describe, expect, it } from 'vitest'
import { aurocError, boundedAuroc } from '../../edge/core/quality/auroc-bound.ts'
import { balancedAccuracy, bestThreshold } from '../../edge/core/quality/balanced-threshold.ts'
import { solveLinear } from '../../edge/core/quality/linear-system.ts'
import { logisticFit, logisticScore } from '../../edge/core/quality/logistic.ts'

const rows = Array.from({ length: 24 }, (_, i) => [
  ((i * 7) % 11) + 0.5 * (i % 3),
  ((i * i) % 13) - 6,
  ((i * 5) % 17) / 4,
  3,
])
const labels = [...'011110100101111111101001'].map((label) => label === '1')

describe('logistic regression (golden values: scikit-learn 1.9 and BFGS of scipy 1.17, to the same digits)', () => {
  it.each([
    [1, 1.113096118, [1.316241822, -0.825740384, 0.374855392, 0], [-0.49155502, 2.79336313, 1.14687483]],
    [0.1, 1.64858253, [2.090904488, -1.283621904, 0.429037908, 0], [-0.67476102, 4.38132887, 1.61684744]],
  ])('with a ridge of %f has the bias %f', (ridge, bias, weights, logits) => {
    const model = logisticFit(rows, labels, ridge)
    expect(model.bias).toBeCloseTo(bias, 8)
    for (const [index, weight] of weights.entries()) expect(model.weights[index]).toBeCloseTo(weight, 8)
    for (const [index, logit] of logits.entries())
      expect(logisticScore(model, rows[index] ?? [])).toBeCloseTo(logit, 7)
  })

  it('does not care in which unit a column is measured', () => {
    const scaled = rows.map(([a = 0, ...rest]) => [1000 * a - 7, ...rest])
    const [model, other] = [logisticFit(rows, labels), logisticFit(scaled, labels)]
    expect(logisticScore(other, scaled[5] ?? [])).toBeCloseTo(logisticScore(model, rows[5] ?? []), 9)
  })

  it('stays finite where one column separates the labels', () => {
    const model = logisticFit(
      labels.map((label) => [Number(label)]),
      labels,
    )
    expect(Number.isFinite(model.bias)).toBe(true)
    expect(logisticScore(model, [1])).toBeGreaterThan(1)
    expect(logisticScore(model, [0])).toBeLessThan(-1)
  })

  it('answers the mean of the labels where no column says anything', () => {
    const model = logisticFit(
      labels.map(() => [3]),
      labels,
    )
    expect(logisticScore(model, [99])).toBeCloseTo(Math.log(16 / 8), 9)
  })
})

describe('the pieces', () => {
  it('a linear system is solved', () => {
    const x = solveLinear(Float64Array.of(4, 1, 0, 1, 3, 1, 0, 1, 2), Float64Array.of(6, 10, 8))
    for (const [index, value] of [1, 2, 3].entries()) expect(x[index]).toBeCloseTo(value, 12)
  })

  it('the standard error of an AUROC is about 0.032 for 0.893 of 51 and 58 parts (Hanley and McNeil 1982), and exact for 0.5', () => {
    expect(aurocError(0.893, 51, 58)).toBeCloseTo(0.032, 2)
    expect(aurocError(0.5, 100, 100)).toBeCloseTo(Math.sqrt(201 / 12) / 100, 4)
  })

  const parts = [0.1, 0.3, 0.35, 0.8, 0.3, 0.6, 0.7, 0.9].map((score, index) => ({
    score,
    isDefective: index >= 4,
  }))

  it('the best threshold lies half-way between two scores', () => {
    expect(bestThreshold(parts)).toBeCloseTo((0.35 + 0.6) / 2, 12)
    expect(balancedAccuracy(parts, bestThreshold(parts)).value).toBe(0.75)
    const bound = 0.05 ** 0.25
    const clean = [
      ...parts.slice(0, 3),
      { score: 0.2, isDefective: false },
      ...parts.slice(5),
      ...parts.slice(7),
    ]
    expect(balancedAccuracy(clean, bestThreshold(clean))).toEqual({
      value: 1,
      lower95: expect.closeTo(bound, 9),
    })
  })

  it('passes everything where scores point the wrong way, and knows nothing without both kinds', () => {
    const wrong = parts.map(({ score, isDefective }) => ({ score: -score, isDefective }))
    expect(bestThreshold(wrong)).toBe(Number.POSITIVE_INFINITY)
    expect(balancedAccuracy(wrong, Number.POSITIVE_INFINITY).value).toBe(0.5)
    for (const odd of [
      parts.slice(4),
      parts.slice(0, 4),
      [...parts, { score: Number.NaN, isDefective: true }],
    ]) {
      expect(bestThreshold(odd)).toBeNaN()
      expect(balancedAccuracy(odd, 0.5).value).toBeNaN()
      expect(boundedAuroc(odd).value).toBeNaN()
    }
  })
})
