import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  detectionColumns,
  inUseOf,
  paretoBars,
  reliabilityColumns,
  riskColumns,
  rocColumns,
  shipRows,
  shownStep,
} from '../../dashboard/quality-fold.ts'
import { Assumptions } from '../../edge/contract/assumption.ts'
import type { DialStep } from '../../edge/contract/report.ts'
import { QualityState } from '../../edge/contract/review.ts'

const aStep = (acceptBelow: number, escapeRate: number | null): DialStep => ({
  ...{ acceptBelow, rejectAtLeast: 1 - acceptBelow, escapeRate, falseRejectRate: 0.01 },
  ...{ reviewRate: 0.1, hoursReduction: 0.7, costReduction: null },
})

const aQuality = (change: Partial<QualityState> = {}): QualityState =>
  QualityState.parse({
    parts: 100,
    curves: {
      dial: [aStep(0.5, 0.3), aStep(0.2, 0.1), aStep(0, 0)],
      ...{ chosenStep: 1, roc: [], riskCoverage: [], reliability: [], detection: [], pareto: [] },
    },
    shipped: {
      ...{ escapeRate: 0.12, upper95: 0.2, falseReject: 0.02, escapesPerMillionShipped: 2400 },
      ...{ deskWaitP95S: 30, deskOverflow: 0 },
    },
    worst: [],
    ...change,
  })

describe('the dial', () => {
  it('stands at the thresholds in use until it is moved, and never beyond its ends', () => {
    const { curves } = aQuality()
    expect([null, 0, 2, 9, -4].map((moved) => shownStep(curves, moved))).toEqual([1, 0, 2, 2, 0])
    expect(shownStep({ ...curves, dial: [] }, null)).toBeNull()
  })

  it('tells the thresholds in use exactly where the service does, else by the nearest step', () => {
    expect(inUseOf(aQuality())).toMatchObject({ isNear: true, step: { escapeRate: 0.1 } })
    const inUse = aStep(0.18, 0.09)
    expect(inUseOf(aQuality({ inUse }))).toEqual({ isNear: false, step: inUse })
  })
})

describe('what ships', () => {
  it('stands beside the model alone, and beside people alone only when their rates are known', () => {
    const ways = (quality: QualityState) =>
      shipRows(quality).map(({ way, escapeRate, isNear }) => [way, escapeRate, isNear])
    expect(ways(aQuality())).toEqual([
      ['alone', 0.1, true],
      ['reviewed', 0.12, false],
    ])
    const assumptions = Assumptions.parse({ manualMissRate: 0.4 })
    expect(ways(aQuality({ assumptions, inUse: aStep(0.18, null) }))).toEqual([
      ['alone', null, false],
      ['reviewed', 0.12, false],
      ['byHand', 0.4, false],
    ])
  })
})

describe('the Pareto', () => {
  it('falls, leaves out what never happened, and comes to the whole', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000)), (counts) => {
        const bars = paretoBars(counts.map((count, index) => ({ class: `class-${index}`, count })))
        expect(bars.map(({ count }) => count)).toEqual(
          counts.filter((count) => count > 0).toSorted((a, b) => b - a),
        )
        if (bars.length > 0) expect(bars.at(-1)?.upTo).toBeCloseTo(1, 12)
      }),
    )
    expect(
      paretoBars([
        { class: 'pit', count: 1 },
        { class: 'scratch', count: 3 },
      ]),
    ).toEqual([
      { class: 'scratch', count: 3, upTo: 0.75 },
      { class: 'pit', count: 1, upTo: 1 },
    ])
  })
})

describe('a curve of detection', () => {
  it('puts curve and bins on one rising row of sizes, each with gaps where the other speaks', () => {
    const columns = detectionColumns({
      class: 'pit',
      limitMm: 2,
      points: [
        { sizeMm: 1, pod: 0.5, lower95: 0.3 },
        { sizeMm: 3, pod: 0.9, lower95: null },
      ],
      bins: [
        { sizeMm: 2, n: 4, hits: 3 },
        { sizeMm: 3, n: 0, hits: 0 },
      ],
    })
    expect(columns).toEqual({
      sizes: [1, 2, 3],
      pod: [0.5, null, 0.9],
      lower: [0.3, null, null],
      found: [null, 0.75, null],
      counts: [null, 4, 0],
    })
  })
})

describe('the curves of the score', () => {
  it('rise, begin at the left end of their axis, and leave out what no part stands for', () => {
    const roc = [
      { falseRejectRate: 1, hitRate: 1 },
      { falseRejectRate: 0, hitRate: 0.7 },
      { falseRejectRate: 0, hitRate: 0 },
    ]
    expect(rocColumns(roc)).toEqual([
      [0.0005, 0.0005, 1],
      [0, 0.7, 1],
    ])
    const risk = [
      { coverage: 1, risk: 0.1 },
      { coverage: 0.5, risk: 0 },
    ]
    expect(riskColumns(risk)).toEqual([
      [0.5, 1],
      [0, 0.1],
    ])
    const bins = [
      { confidence: 0.9, rightShare: 0.8, n: 4 },
      { confidence: 0.6, rightShare: 0, n: 0 },
      { confidence: 0.5, rightShare: 1, n: 1 },
    ]
    expect(reliabilityColumns(bins)).toEqual([
      [0.5, 0.9],
      [1, 0.8],
      [0.5, 0.9],
    ])
  })
})
