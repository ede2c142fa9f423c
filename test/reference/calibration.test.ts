import { describe, expect, it } from 'vitest'
import {
  bestTemperature,
  brierScore,
  calibrationError,
  meanLoss,
} from '../../edge/core/quality/calibration.ts'
import { averagePrecision, f1Max } from '../../edge/core/quality/ranking.ts'
import { aurc, riskCoverage } from '../../edge/core/quality/risk-coverage.ts'

describe('calibration (golden values: science A9)', () => {
  it('has an expected error of 0.15', () => {
    const confidences = [0.95, 0.95, 0.95, 0.95, 0.85, 0.85, 0.65, 0.65, 0.55, 0.55]
    const decisions = [...'1110111001'].map((right, index) => ({
      confidence: confidences[index] ?? 0,
      isRight: right === '1',
    }))
    expect(calibrationError(decisions)).toBeCloseTo(0.15, 12)
  })

  it('closes its bins on the right', () => {
    const decisions = [
      { confidence: 0.5, isRight: true },
      { confidence: 0.55, isRight: false },
    ]
    // One bin would give |1 - 1.05| / 2, two give (0.5 + 0.55) / 2.
    expect(calibrationError(decisions)).toBeCloseTo(0.525, 12)
  })

  const labels = [1, 1, 0, 1, 0, 1, 1, 0, 1, 0]
  const parts = [4, 3, -2, 5, 1, -1, 2, -3, 0.5, -4].map((logit, index) => ({
    logit,
    isDefective: labels[index] === 1,
  }))

  it('is mended by a temperature of 1.11599160', () => {
    const temperature = bestTemperature(parts)
    expect(temperature).toBeCloseTo(1.1159916, 7)
    expect(meanLoss(parts)).toBeCloseTo(0.34946463, 8)
    expect(meanLoss(parts, temperature)).toBeCloseTo(0.34765329, 8)
    // Printed there as 0.12450392; forty digits give 0.12450391(49).
    expect(brierScore(parts)).toBeCloseTo(0.12450391, 8)
  })
})

describe('risk and coverage (golden values: science A9)', () => {
  const decisions = Array.from({ length: 10 }, (_, index) => ({
    confidence: 1 - index / 20,
    isRight: ![5, 8, 10].includes(index + 1),
  }))

  it('has the risks and the area of errors at ranks 5, 8 and 10', () => {
    const golden = [0, 0, 0, 0, 0.2, 0.16666667, 0.14285714, 0.25, 0.22222222, 0.3]
    for (const [index, risk] of riskCoverage(decisions).entries())
      expect(risk).toBeCloseTo(golden[index] ?? -1, 8)
    expect(aurc(decisions)).toBeCloseTo(0.1281746, 8)
  })

  it('does not depend on the order in which decisions come', () => {
    expect(aurc(decisions.toReversed())).toBe(aurc(decisions))
  })
})

describe('ranking (golden values: science A8)', () => {
  const parts = [0.1, 0.4, 0.4, 0.4, 0.9].map((score, index) => ({ score, isDefective: index >= 3 }))

  it('has an average precision of 0.75, ties as one step', () => {
    expect(averagePrecision(parts)).toBeCloseTo(0.75, 12)
  })

  it('has its best F1 where 0.9 alone, or 0.4 and up, is refused', () => {
    // 2 * 1 / (1 + 2) and 2 * 2 / (4 + 2) are both 2/3.
    expect(f1Max(parts)).toBeCloseTo(2 / 3, 12)
  })

  it('is unknown without a defective part', () => {
    const good = [{ score: 0.5, isDefective: false }]
    expect(averagePrecision(good)).toBeNaN()
    expect(f1Max(good)).toBeNaN()
  })
})
