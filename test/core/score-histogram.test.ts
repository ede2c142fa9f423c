import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Reason } from '../../edge/contract/inspection.ts'
import { auroc } from '../../edge/core/quality/auroc.ts'
import { calibrationError } from '../../edge/core/quality/calibration.ts'
import {
  aurcOf,
  calibrationErrorOf,
  reliabilityOf,
  riskCoverageOf,
} from '../../edge/core/quality/confidence.ts'
import { chosenStep, dialSteps } from '../../edge/core/quality/dial.ts'
import { sharesAt } from '../../edge/core/quality/labour.ts'
import {
  aurocOf,
  averagePrecisionOf,
  f1MaxOf,
  type Ranked,
  rocPoints,
} from '../../edge/core/quality/ranked-score.ts'
import { averagePrecision, f1Max } from '../../edge/core/quality/ranking.ts'
import { aurc } from '../../edge/core/quality/risk-coverage.ts'
import {
  countsAt,
  createScoreHistogram,
  rankedOf,
  type Scored,
} from '../../edge/core/quality/score-histogram.ts'
import { countsOf } from '../../edge/core/quality/table-tally.ts'
import { emptyTally, observe } from '../../edge/core/quality/tally.ts'

const thousandth = fc.nat(1000).map((bin) => bin / 1000)
const scored = fc.record({
  score: thousandth,
  isDefective: fc.boolean(),
  reason: fc.constant<Reason>('between-thresholds'),
})
/** Parts that thresholds decide, and parts that nothing does. */
const anyPart: fc.Arbitrary<Scored> = fc.oneof(
  { weight: 4, arbitrary: scored },
  fc.record({
    score: thousandth,
    isDefective: fc.boolean(),
    reason: fc.constant<Reason>('outside-envelope'),
  }),
  fc.record({ score: fc.constant(null), isDefective: fc.boolean(), reason: fc.constant<Reason>('late') }),
)
const anyParts = fc.array(anyPart, { maxLength: 60 })

function histogramOf(parts: readonly Scored[]) {
  const fold = createScoreHistogram()
  for (const part of parts) fold.add(part)
  return fold.histogram()
}
const withScore = (parts: readonly Scored[]) =>
  parts.flatMap(({ score, isDefective }) => (score === null ? [] : [{ score, isDefective }]))
const decidable = (parts: readonly Scored[]) =>
  withScore(parts.filter((part) => part.reason === 'between-thresholds')).map(({ score, isDefective }) => ({
    confidence: Math.max(score, 1 - score),
    isRight: isDefective === score >= 0.5,
  }))

/** The list says NaN where the histogram says null. */
const expectSame = (found: number | null, listed: number) =>
  Number.isNaN(listed) ? expect(found).toBeNull() : expect(found).toBeCloseTo(listed, 10)

describe('ranking by histogram', () => {
  it('equals ranking the listed parts, those outside the envelope among them', () => {
    fc.assert(
      fc.property(anyParts, (parts) => {
        const ranked = rankedOf(histogramOf(parts))
        const list = withScore(parts)
        expectSame(aurocOf(ranked), auroc(list))
        expectSame(averagePrecisionOf(ranked), averagePrecision(list))
        expectSame(f1MaxOf(ranked), f1Max(list))
      }),
    )
  })

  it('has the golden values of science A8', () => {
    const parts = [0.1, 0.4, 0.4, 0.4, 0.9].map((score, index) => ({
      score,
      isDefective: index >= 3,
      reason: 'between-thresholds' as const,
    }))
    const ranked = rankedOf(histogramOf(parts))
    expect(aurocOf(ranked)).toBeCloseTo(0.83333333, 8)
    expect(averagePrecisionOf(ranked)).toBeCloseTo(0.75, 12)
  })

  it('draws a curve from corner to corner of at most 200 points whose area is nearly the AUROC', () => {
    const bins = (weight: (bin: number) => number): Ranked['good'] =>
      Array.from({ length: 1001 }, (_, bin) => Math.round(100 * weight(bin / 1000)))
    const ranked = { good: bins((s) => (1 - s) ** 2), defective: bins((s) => s ** 2) }
    const points = rocPoints(ranked)
    expect(points.length).toBeLessThanOrEqual(200)
    expect([points[0], points.at(-1)]).toEqual([
      { falseRejectRate: 0, hitRate: 0 },
      { falseRejectRate: 1, hitRate: 1 },
    ])
    const area = points.slice(1).reduce((sum, point, index) => {
      const before = points[index] ?? point
      return sum + ((point.falseRejectRate - before.falseRejectRate) * (point.hitRate + before.hitRate)) / 2
    }, 0)
    expect(area).toBeCloseTo(aurocOf(ranked) ?? 0, 3)
  })
})

describe('confidence by histogram', () => {
  it('has the calibration error of the listed decisions', () => {
    fc.assert(
      fc.property(anyParts, (parts) => {
        expectSame(calibrationErrorOf(histogramOf(parts)), calibrationError(decidable(parts)))
      }),
    )
  })

  it('counts every decision in one bin of confidence, closed on the right', () => {
    const parts = [0.5, 0.6, 0.4, 0.601, 1].map((score) => ({
      score,
      isDefective: true,
      reason: 'between-thresholds' as const,
    }))
    expect(reliabilityOf(histogramOf(parts))).toEqual([
      { confidence: 0.5, rightShare: 1, n: 1 },
      { confidence: expect.closeTo(0.6, 12), rightShare: 0.5, n: 2 },
      { confidence: 0.601, rightShare: 1, n: 1 },
      { confidence: 1, rightShare: 1, n: 1 },
    ])
  })

  it('has the area of science A9, and at ties the mean over their orders', () => {
    const golden = Array.from({ length: 10 }, (_, rank) => ({
      score: 1 - rank / 20,
      isDefective: ![5, 8, 10].includes(rank + 1),
      reason: 'between-thresholds' as const,
    }))
    expect(aurcOf(histogramOf(golden))).toBeCloseTo(0.1281746, 8)
    const tied = [true, true, false].map((isDefective) => ({
      score: 0.9,
      isDefective,
      reason: 'between-thresholds' as const,
    }))
    const orders = [0, 1, 2].map((wrong) =>
      aurc([0, 1, 2].map((rank) => ({ confidence: 1 - rank / 10, isRight: rank !== wrong }))),
    )
    expect(aurcOf(histogramOf(tied))).toBeCloseTo(orders.reduce((sum, one) => sum + one, 0) / 3, 12)
  })

  it('never covers what is undecided at any threshold', () => {
    const parts = [
      { score: 0.9, isDefective: true, reason: 'above-reject-threshold' as const },
      { score: 0.2, isDefective: true, reason: 'below-accept-threshold' as const },
      { score: 0.9, isDefective: true, reason: 'outside-envelope' as const },
      { score: null, isDefective: false, reason: 'late' as const },
    ]
    expect(riskCoverageOf(histogramOf(parts))).toEqual([
      { coverage: 0.25, risk: 0 },
      { coverage: 0.5, risk: 0.5 },
    ])
  })
})

describe('the dial', () => {
  const price = () => ({ hoursReduction: null, costReduction: null })
  const thresholds = fc
    .tuple(thousandth, thousandth)
    .map(([a, b]) => ({ acceptBelow: Math.min(a, b), rejectAtLeast: Math.max(a, b) }))

  it('counts at any thresholds what deciding each part comes to', () => {
    fc.assert(
      fc.property(anyParts, thresholds, (parts, { acceptBelow, rejectAtLeast }) => {
        let tally = emptyTally
        for (const { score, isDefective, reason } of parts) {
          const isOpen = score === null || reason === 'outside-envelope'
          const evaluation =
            isOpen || (score < rejectAtLeast && score >= acceptBelow)
              ? 'NotDecidable'
              : score >= rejectAtLeast
                ? 'NotOK'
                : 'OK'
          tally = observe(tally, evaluation, isDefective).tally
        }
        expect(countsAt(histogramOf(parts), { acceptBelow, rejectAtLeast })).toEqual(countsOf(tally))
      }),
    )
  })

  it('reviews more and errs less from step to step, from deciding all to deciding nothing', () => {
    fc.assert(
      fc.property(anyParts, fc.double({ min: 0, max: 1, noNaN: true }), (parts, prevalence) => {
        const steps = dialSteps(histogramOf(parts), price, prevalence)
        for (const [index, step] of steps.slice(1).entries()) {
          const before = steps[index] ?? step
          expect(step.reviewRate).toBeGreaterThanOrEqual(before.reviewRate - 1e-12)
          expect(step.escapeRate ?? 0).toBeLessThanOrEqual(before.escapeRate ?? 0)
          expect(step.falseRejectRate ?? 0).toBeLessThanOrEqual(before.falseRejectRate ?? 0)
        }
        const held = parts.filter((part) => part.reason !== 'between-thresholds').length
        if (held === 0) expect(steps[0]?.reviewRate).toBe(0)
        if (parts.length > 0) expect(steps.at(-1)?.reviewRate).toBeCloseTo(1, 12)
        expect(steps.at(-1)).toMatchObject(
          parts.some((part) => part.isDefective) ? { escapeRate: 0 } : { escapeRate: null },
        )
      }),
    )
  })

  it('weighs reviews to production as labour does', () => {
    const parts = [0.4, 0.9, 0.1, 0.45, 0.2, 0.1].map((score, index) => ({
      score,
      isDefective: index < 2,
      reason: 'between-thresholds' as const,
    }))
    const steps = dialSteps(histogramOf(parts), price, 0.02)
    for (const step of steps)
      expect(step.reviewRate).toBeCloseTo(
        sharesAt(countsAt(histogramOf(parts), step), 0.02)?.review ?? -1,
        12,
      )
  })

  it('has 41 steps from 0.5 and 0.5 to nobody decided, and finds the thresholds in use again', () => {
    const steps = dialSteps(histogramOf([]), price, 0.02)
    expect(steps).toHaveLength(41)
    expect(steps[0]).toMatchObject({ acceptBelow: 0.5, rejectAtLeast: 0.5 })
    expect(steps[39]).toMatchObject({ acceptBelow: 0.0001, rejectAtLeast: 0.9999 })
    expect(steps[40]).toMatchObject({ acceptBelow: 0, rejectAtLeast: 1.0001 })
    for (const [index, step] of steps.entries()) {
      const { acceptBelow, rejectAtLeast } = steps[chosenStep(steps, step)] ?? {}
      expect([index, acceptBelow, rejectAtLeast]).toEqual([index, step.acceptBelow, step.rejectAtLeast])
    }
    expect(chosenStep(steps, { acceptBelow: 0, rejectAtLeast: 1.0001 })).toBe(40)
  })
})
