import path from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { rngFromSeed } from '../../datasets/rng.ts'
import { Assumptions } from '../../edge/contract/assumption.ts'
import type { Inspection } from '../../edge/contract/inspection.ts'
import type { Truth } from '../../edge/contract/part.ts'
import { QualityState } from '../../edge/contract/review.ts'
import { createSimulatedClock, type SimulatedClock } from '../../edge/core/simulated-clock.ts'
import { createLog } from '../../edge/io/log.ts'
import { createQuality, type Quality } from '../../edge/service/quality.ts'
import { brightnessCard as card } from '../io/sample-card.ts'

let clock: SimulatedClock
let quality: Quality
beforeEach(() => {
  clock = createSimulatedClock(0)
  quality = createQuality({
    ...{ decider: { card: () => card }, assumptions: Assumptions.parse({}), clock, log: createLog('silent') },
    edge: path.resolve(inject('edgeFolder')),
  })
})
afterEach(() => quality.close())

type Evaluation = Inspection['evaluation']
const reasons = {
  OK: 'below-accept-threshold',
  NotOK: 'above-reject-threshold',
  NotDecidable: 'between-thresholds',
} as const
const box = { x: 10, y: 10, width: 5, height: 5 }

/** A part with one glare of this size where it is defective; the inspector reports it where it refuses the part. */
function see(sequence: number, evaluation: Evaluation, score: number | null, truth: boolean | null): void {
  const defects = [{ class: 'glare', box, sizeMm: 1, score: 0.9, reason: 'over' }]
  const glare = { class: 'glare', isLookAlike: false, sizeMm: 1, sizeOverLimit: 2, contrastToNoise: 9, box }
  const inspection: Inspection = {
    ...{ line: 'x', partId: `p-${sequence}`, sequence, evaluation, score, isSimulated: true },
    ...{ reason: reasons[evaluation], detail: `part ${sequence}`, defects: score === 0.9 ? defects : [] },
  }
  const known: Truth = { isDefective: truth, marks: truth ? [glare] : [] }
  quality.observe(inspection, known)
}
const seeMany = (from: number, to: number, ...rest: [Evaluation, number | null, boolean | null]) => {
  for (let sequence = from; sequence < to; sequence++) see(sequence, ...rest)
}

describe('the quality of a running line', () => {
  it('is empty curves before a part of known truth, and without any truth', async () => {
    for (const parts of [0, 5]) {
      seeMany(0, parts, 'OK', 0.1, null)
      clock.advanceTo(clock.nowMs() + 60_000)
      const { curves, worst, parts: counted } = QualityState.parse(await quality.state())
      expect({ counted, worst }).toEqual({ counted: 0, worst: [] })
      const { chosenStep, ...lists } = curves
      expect(Object.values(lists).flat()).toEqual([])
      expect(chosenStep).toBe(0)
    }
  })

  it('is that of the last 2,000 parts', async () => {
    seeMany(0, 500, 'OK', 0.1, true)
    seeMany(500, 1500, 'OK', 0.1, false)
    seeMany(1500, 2500, 'NotOK', 0.9, true)
    const { parts, curves, shipped, worst } = await quality.state()
    expect(parts).toBe(2000)
    expect(curves.pareto).toEqual([{ class: 'glare', count: 1000 }])
    const chosen = curves.dial[curves.chosenStep]
    expect(chosen).toMatchObject({ escapeRate: 0, falseRejectRate: 0, reviewRate: 0 })
    expect(shipped).toMatchObject({ escapeRate: 0, falseReject: 0, escapesPerMillionShipped: 0 })
    expect(worst).toEqual([])
    expect(QualityState.parse(JSON.parse(JSON.stringify(await quality.state())))).toEqual(
      await quality.state(),
    )
  })

  it('counts a mark as found where its box meets a reported one', async () => {
    seeMany(0, 40, 'NotOK', 0.9, true)
    seeMany(40, 60, 'NotOK', 0.8, true)
    const [glare] = (await quality.state()).curves.detection
    const count = (field: 'n' | 'hits') => glare?.bins.reduce((sum, bin) => sum + bin[field], 0)
    expect([glare?.class, count('n'), count('hits')]).toEqual(['glare', 60, 40])
  })

  it('is computed at most once a second', async () => {
    seeMany(0, 3, 'OK', 0.1, false)
    const [first, second] = [quality.state(), quality.state()]
    expect(second).toBe(first)
    await first
    seeMany(3, 5, 'OK', 0.1, false)
    clock.advanceTo(999)
    expect((await quality.state()).parts).toBe(3)
    clock.advanceTo(1000)
    expect((await quality.state()).parts).toBe(5)
  })

  it('lists errors before doubts, the surest error and the greatest doubt first, twelve at most', async () => {
    see(0, 'OK', 0.2, true)
    see(1, 'NotOK', 0.99, false)
    see(2, 'OK', 0.001, true)
    see(3, 'NotDecidable', 0.52, true)
    see(4, 'NotDecidable', 0.4, false)
    see(5, 'OK', 0, false)
    see(6, 'NotOK', 1, true)
    see(7, 'OK', 0, null)
    const { worst } = await quality.state()
    expect(worst.map(({ partId, outcome }) => [partId, outcome])).toEqual([
      ['p-2', 'escape'],
      ['p-1', 'false-reject'],
      ['p-0', 'escape'],
      ['p-3', 'undecided'],
      ['p-4', 'undecided'],
    ])
    expect(worst[0]).toEqual({
      ...{ partId: 'p-2', outcome: 'escape', evaluation: 'OK', score: 0.001, detail: 'part 2' },
    })
    expect([quality.isWorst('p-4'), quality.isWorst('p-5'), quality.isWorst('p-6')]).toEqual([
      true,
      false,
      false,
    ])
    seeMany(10, 30, 'NotOK', 0.95, false)
    clock.advanceTo(60_000)
    expect((await quality.state()).worst).toHaveLength(12)
    expect(quality.isWorst('p-4')).toBe(false)
  })

  it('forgets the worst part once it is not one of the last 2,000, and finds the next', async () => {
    const rng = rngFromSeed(5)
    const seen: { partId: string; certainty: number }[] = []
    for (let sequence = 0; sequence < 5000; sequence++) {
      const score = Math.round(rng.next() * 300) / 1000
      see(sequence, 'OK', score, true)
      seen.push({ partId: `p-${sequence}`, certainty: 1 - score })
    }
    const expected = seen
      .slice(-2000)
      .toSorted((a, b) => b.certainty - a.certainty)
      .slice(0, 12)
    const { worst } = await quality.state()
    expect(worst.map(({ partId }) => partId)).toEqual(expected.map(({ partId }) => partId))
    expect(expected.every(({ partId }) => quality.isWorst(partId))).toBe(true)
  })
})
