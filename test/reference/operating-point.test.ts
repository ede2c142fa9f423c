import { describe, expect, it } from 'vitest'
import { aiagGrade, effectiveness, kappa } from '../../edge/core/quality/agreement.ts'
import {
  aurocAt,
  balancedAccuracyAt,
  missRateAt,
  separationOfAuroc,
  separationOfBalancedAccuracy,
  separationOfRates,
} from '../../edge/core/quality/binormal.ts'
import { cheapestReview, cheapestThreshold } from '../../edge/core/quality/cost.ts'
import { atPrevalence, dpmo, operatingPoint, sigmaLevel } from '../../edge/core/quality/operating-point.ts'

describe('an operating point (golden values: science A4)', () => {
  it('of TP 18, FN 2, FP 8, TN 972', () => {
    const point = operatingPoint({ truePositive: 18, falseNegative: 2, falsePositive: 8, trueNegative: 972 })
    expect(point.accuracy).toBeCloseTo(0.99, 12)
    expect(point.missRate).toBeCloseTo(0.1, 12)
    expect(point.falseRejectRate).toBeCloseTo(0.00816327, 8)
    expect(point.balancedAccuracy).toBeCloseTo(0.94591837, 8)
    expect(point.precision).toBeCloseTo(0.69230769, 8)
    expect(point.f1).toBeCloseTo(0.7826087, 8)
    expect(point.mcc).toBeCloseTo(0.78459808, 8)
    expect(1e6 * point.escapesAmongPassed).toBeCloseTo(2053.388, 3)
  })

  it.each([
    [0.001, 0.32908, 5, 0.997982, 6, 20.06],
    [0.005, 0.711176, 6, 0.99791, 6, 100.69],
    [0.01, 0.831919, 6, 0.99782, 6, 202.38],
    [0.02, 0.909091, 6, 0.99764, 6, 408.81],
    [0.05, 0.962672, 6, 0.9971, 6, 1053.63],
  ])(
    'of TPR 0.98 and FPR 0.002 at a prevalence of %f',
    (prevalence, ppv, ppvDigits, accuracy, digits, ppm) => {
      const point = atPrevalence(prevalence, 0.02, 0.002)
      expect(point.ppv).toBeCloseTo(ppv, ppvDigits)
      expect(point.accuracy).toBeCloseTo(accuracy, digits)
      expect(1e6 * point.escapesAmongShipped).toBeCloseTo(ppm, 2)
    },
  )

  it('that passes everything is the more accurate one at 0.1 %', () => {
    expect(atPrevalence(0.001, 1, 0).accuracy).toBeCloseTo(0.999, 12)
    expect(atPrevalence(0.001, 0.02, 0.002).accuracy).toBeLessThan(0.999)
  })

  it('of people and of the model ships 2365.0 and 202.4 ppm at 1 %', () => {
    expect(1e6 * atPrevalence(0.01, 0.23, 0.02).escapesAmongShipped).toBeCloseTo(2365.0, 1)
    expect(1e6 * atPrevalence(0.01, 0.02, 0.002).escapesAmongShipped).toBeCloseTo(202.4, 1)
  })
})

describe('what an AUROC is worth (A4)', () => {
  it.each([
    [0.98, 0.92678],
    [0.99, 0.95001],
    [0.995, 0.96573],
    [0.999, 0.98556],
  ])('%f is a balanced accuracy of %f', (auroc, golden) => {
    expect(balancedAccuracyAt(separationOfAuroc(auroc))).toBeCloseTo(golden, 5)
  })

  it('a balanced accuracy of 0.998 needs 0.999977; misses of 2 % with false rejects of 0.2 % need 0.999756', () => {
    expect(aurocAt(separationOfBalancedAccuracy(0.998))).toBeCloseTo(0.999977, 6)
    expect(aurocAt(separationOfRates(0.02, 0.002))).toBeCloseTo(0.999756, 6)
  })

  it.each([
    [0.98, 49, 0],
    [0.99, 34, 0],
    [0.999, 6.8, 1],
  ])('%f misses %f %% at 0.2 %% false rejects', (auroc, golden, digits) => {
    expect(100 * missRateAt(separationOfAuroc(auroc), 0.002)).toBeCloseTo(golden, digits)
  })
})

describe('sigma and cost (A4)', () => {
  it.each([
    [3.4, 6.0, 1],
    [233, 5.0, 1],
    [2000, 4.3782, 4],
    [6210, 4.0, 1],
    [66_807, 3.0, 1],
  ])('%f DPMO are %f sigma', (perMillion, golden, digits) => {
    expect(sigmaLevel(perMillion)).toBeCloseTo(golden, digits)
  })

  it('0.2 % of units with one opportunity each are 2,000 DPMO', () => {
    expect(dpmo(2, 1000)).toBe(2000)
    expect(dpmo(2, 1000, 4)).toBe(500)
  })

  it.each([
    [50, 2, 0.4, 0.0384615, 7, 0.008, 0.8],
    [500, 5, 1, 0.00990099, 8, 0.002, 0.8],
  ])(
    'an escape of %i, a false reject of %i, a review of %f',
    (escaped, falseReject, review, ng, digits, low, high) => {
      const costs = { escape: escaped, falseReject, review }
      expect(cheapestThreshold(costs)).toBeCloseTo(ng, digits)
      expect(cheapestReview(costs)?.acceptUpTo).toBeCloseTo(low, 12)
      expect(cheapestReview(costs)?.rejectFrom).toBeCloseTo(high, 12)
    },
  )

  it('a review that costs more than it can save is never worth it', () => {
    expect(cheapestReview({ escape: 50, falseReject: 2, review: 100 / 52 })).toBeNull()
    expect(cheapestReview({ escape: 50, falseReject: 2, review: 1.92 })).not.toBeNull()
  })
})

describe('attribute agreement (golden values: science A6)', () => {
  it.each([
    [[44, 6], [3, 97], 0.86294416],
    [[45, 5], [3, 97], 0.87878788],
    [[45, 2], [3, 100], 0.92298213],
    [[42, 9], [6, 93], 0.77396022],
  ])('of %j over %j has kappa %f', (first, second, golden) => {
    expect(kappa([first, second]).kappa).toBeCloseTo(golden, 8)
  })

  it('has its observed and expected shares', () => {
    const { observed, expected } = kappa([
      [44, 6],
      [3, 97],
    ])
    expect(observed).toBeCloseTo(0.94, 12)
    expect(expected).toBeCloseTo(0.56222222, 8)
  })

  it.each([
    [0.9, 0.02, 0.05, 'acceptable'],
    [0.89, 0.02, 0.05, 'marginal'],
    [0.9, 0.021, 0.05, 'marginal'],
    [0.8, 0.05, 0.1, 'marginal'],
    [0.8, 0.05, 0.11, 'unacceptable'],
    [0.79, 0, 0, 'unacceptable'],
  ] as const)(
    'grades effectiveness %f, misses %f, false alarms %f as %s',
    (right, missRate, falseAlarmRate, grade) => {
      expect(aiagGrade({ effectiveness: right, missRate, falseAlarmRate })).toBe(grade)
    },
  )

  it('counts a part only when all its trials are right', () => {
    expect(effectiveness([[true, true], [true, false], [true], [false]])).toBe(0.5)
  })
})
