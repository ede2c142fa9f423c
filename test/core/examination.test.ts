import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Evaluation, Reason } from '../../edge/contract/inspection.ts'
import type { Recipe } from '../../edge/contract/recipe.ts'
import { LineReport } from '../../edge/contract/report.ts'
import type { Trial } from '../../edge/contract/trial.ts'
import { worstMark } from '../../edge/core/quality/class-report.ts'
import { createExamination } from '../../edge/core/quality/examination.ts'
import { judge } from '../../edge/core/quality/judgement.ts'
import { countsAt } from '../../edge/core/quality/score-histogram.ts'
import { trial, trueMark } from './trial-sample.ts'

const recipe: Recipe = {
  line: 'test',
  widthPx: 512,
  heightPx: 512,
  channels: 1,
  pxPerMm: 4,
  limitsMm: { scratch: 5, pit: 2 },
  presentOrAbsent: ['missing'],
  lookAlikes: [],
}

function examined(trials: readonly Trial[], given: Recipe | null = recipe) {
  const examination = createExamination(given)
  for (const one of trials) examination.add(one)
  return examination
}

/** A part decided by its score at 0.2 and 0.8, or left undecided by the monitor. */
const anyTrial = fc
  .record({
    row: fc.integer({ min: 1, max: 1000 }),
    score: fc.nat(1000).map((bin) => bin / 1000),
    isHeld: fc.boolean(),
    sizes: fc.array(fc.double({ min: 0.5, max: 20, noNaN: true }), { maxLength: 3 }),
    isReported: fc.boolean(),
    className: fc.constantFrom('scratch', 'pit', 'missing', 'stain'),
  })
  .map(({ row, score, isHeld, sizes, isReported, className }): Trial => {
    const [evaluation, reason] = decided(score, isHeld)
    const marks = sizes.map((size) => trueMark(size, { isReported, class: className }))
    const isDefective = sizes.some((size) => size >= 5)
    return trial({
      row,
      score,
      isDefective,
      evaluation,
      reason,
      marks,
      isPointed: isDefective ? isReported : null,
    })
  })

function decided(score: number, isHeld: boolean): [Evaluation, Reason] {
  if (isHeld) return ['NotDecidable', 'outside-envelope']
  if (score >= 0.8) return ['NotOK', 'above-reject-threshold']
  return score < 0.2 ? ['OK', 'below-accept-threshold'] : ['NotDecidable', 'between-thresholds']
}

const byRow = (a: Trial, b: Trial) => a.row - b.row

describe('an examination', () => {
  it('does not depend on the order in which trials come', () => {
    const trials = fc.uniqueArray(anyTrial, { selector: ({ row }) => row, maxLength: 80 })
    fc.assert(
      fc.property(trials, (given) => {
        const [one, other] = [examined(given), examined(given.toSorted(byRow))]
        expect(one.evidence()).toEqual(other.evidence())
        expect(one.worst()).toEqual(other.worst())
      }),
      { numRuns: 30 },
    )
  })

  it('adds up: classes and rows hold each part once, and the thresholds in use give its counts', () => {
    fc.assert(
      fc.property(fc.array(anyTrial, { maxLength: 80 }), (given) => {
        const { counts, perClass, confusion, histogram, pareto } = examined(given).evidence()
        expect(countsAt(histogram, { acceptBelow: 0.2, rejectAtLeast: 0.8 })).toEqual(counts)
        const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
        expect(sum(perClass.map(({ n }) => n))).toBe(counts.escape.n)
        expect(sum(perClass.map(({ escapes }) => escapes))).toBe(counts.escape.count)
        expect(sum(perClass.map(({ undecided }) => undecided))).toBe(counts.undecided.defective)
        expect(sum(confusion.map((row) => row.OK + row.NotOK + row.NotDecidable))).toBe(given.length)
        expect(sum(pareto.map(({ count }) => count))).toBe(
          given.filter(({ evaluation }) => evaluation === 'NotOK').length,
        )
        expect(confusion[0]?.class).toBe('good')
      }),
      { numRuns: 30 },
    )
  })

  it('gives what a report of the contract takes', () => {
    const { perClass, confusion, counts } = examined([trial()]).evidence()
    const { shape } = LineReport
    expect(shape.perClass.safeParse(perClass).success).toBe(true)
    expect(shape.confusion.safeParse(confusion).success).toBe(true)
    expect(judge(counts, { claim: 0.998, maxEscapeRate: 0.02, maxFalseRejectRate: 0.05 }).parts).toBe(1)
  })

  it('lists every class of the recipe, also one that never came', () => {
    const { perClass } = examined([]).evidence()
    expect(perClass.map((row) => [row.class, row.n, row.upper95, row.limitMm, row.reason])).toEqual([
      ['missing', 0, 1, null, 'there or not there: it has no size'],
      ['pit', 0, 1, 2, 'no sizes were given'],
      ['scratch', 0, 1, 5, 'no sizes were given'],
    ])
  })

  it('names a defective part by its worst mark, and a defect without a limit is worse than any', () => {
    const marks = [trueMark(6), trueMark(8, { class: 'pit', sizeOverLimit: 4 })]
    expect(worstMark(marks)?.class).toBe('pit')
    expect(worstMark([...marks, trueMark(1, { class: 'missing', sizeOverLimit: null })])?.class).toBe(
      'missing',
    )
    expect(worstMark([])).toBeNull()
    const nameless = examined([trial({ isDefective: true })]).evidence()
    expect(nameless.confusion.map((row) => row.class)).toEqual(['good', 'unnamed'])
  })

  it('counts false rejects under `good` and the refused by their worst mark, most first', () => {
    const refused = { evaluation: 'NotOK', reason: 'above-reject-threshold' } as const
    const pit = trial({ ...refused, isDefective: true, marks: [trueMark(3, { class: 'pit' })] })
    const { pareto, confusion } = examined([pit, pit, trial({ ...refused, marks: [trueMark(1)] })]).evidence()
    expect(pareto).toEqual([
      { class: 'pit', count: 2 },
      { class: 'good', count: 1 },
    ])
    expect(confusion).toEqual([
      { class: 'good', OK: 0, NotOK: 1, NotDecidable: 0 },
      { class: 'pit', OK: 0, NotOK: 2, NotDecidable: 0 },
    ])
  })

  it('plays the pointing game over the parts that can be pointed at', () => {
    const given = [true, true, false, null].map((isPointed) => trial({ isPointed }))
    expect(examined(given).evidence().pointing).toEqual({ hits: 2, n: 3, share: 2 / 3 })
    expect(examined([]).evidence().pointing).toEqual({ hits: 0, n: 0, share: null })
  })

  it('says how many of the undecided parts were near their limit', () => {
    const undecided = (over: number | null) =>
      trial({
        evaluation: 'NotDecidable',
        reason: 'between-thresholds',
        marks: [trueMark(1, { sizeOverLimit: over })],
      })
    const given = [0.84, 0.86, 1.1, 1.16, null].map(undecided)
    const near = trial({ marks: [trueMark(5)] })
    expect(examined([...given, near]).evidence().nearLimit).toEqual({ count: 2, n: 5, share: 0.4 })
  })
})

describe('the worst trials', () => {
  const escaped = (row: number, score: number | null) => trial({ row, score, isDefective: true })
  const falseReject = (row: number, score: number) => trial({ row, score, evaluation: 'NotOK' })
  const undecided = (row: number, score: number | null) => trial({ row, score, evaluation: 'NotDecidable' })

  it('are the most certain errors, then the most doubtful undecided', () => {
    const given = [
      undecided(1, null),
      undecided(2, 0.9),
      undecided(3, 0.55),
      trial({ row: 4 }),
      falseReject(5, 0.9),
      escaped(6, 0.01),
      falseReject(7, 0.999),
      escaped(8, null),
    ]
    expect(
      examined(given)
        .worst()
        .map(({ row }) => row),
    ).toEqual([7, 6, 5, 8, 3, 2, 1])
  })

  it('are at most twelve, those a full sort would put first', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyTrial, { selector: ({ row }) => row, maxLength: 80 }), (given) => {
        const errors = given
          .filter((one) => one.evaluation !== 'NotDecidable')
          .filter((one) => one.isDefective !== (one.evaluation === 'NotOK'))
        const sureness = ({ evaluation, score }: Trial) =>
          evaluation === 'OK' ? 1 - (score ?? 0) : (score ?? 0)
        const sorted = errors.toSorted((a, b) => sureness(b) - sureness(a) || byRow(a, b))
        const worst = examined(given).worst()
        expect(worst.length).toBeLessThanOrEqual(12)
        expect(worst.slice(0, errors.length)).toEqual(sorted.slice(0, 12))
      }),
      { numRuns: 30 },
    )
  })
})
