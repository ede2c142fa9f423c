import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Evaluation, Inspection } from '../../edge/contract/inspection.ts'
import { auroc } from '../../edge/core/quality/auroc.ts'
import { exactUpper } from '../../edge/core/quality/bound.ts'
import { emptyTally, observe } from '../../edge/core/quality/tally.ts'
import { chooseThresholds, faultlessThresholds } from '../../edge/core/quality/threshold.ts'
import { emptyLedger, type Ledger, verificationOf, verify } from '../../edge/core/quality/verification.ts'

const inspection = (evaluation: Evaluation, sequence = 0): Inspection => ({
  line: 'test',
  partId: `test-${sequence}`,
  sequence,
  evaluation,
  score: 0.5,
  reason: 'between-thresholds',
  detail: '',
  defects: [],
  isSimulated: true,
})
const truth = (isDefective: boolean | null) => ({ isDefective, marks: [] })

describe('the tally', () => {
  it.each([
    ['OK', true, 'escapes', 'escape'],
    ['OK', false, 'goodPassed', 'correct'],
    ['NotOK', true, 'defectiveRefused', 'correct'],
    ['NotOK', false, 'falseRejects', 'false-reject'],
    ['NotDecidable', true, 'undecidedDefective', 'undecided'],
    ['NotDecidable', false, 'undecidedGood', 'undecided'],
    ['OK', null, 'unknownTruth', 'unknown'],
  ] as const)('puts %s with isDefective %s under %s', (evaluation, isDefective, cell, outcome) => {
    expect(observe(emptyTally, evaluation, isDefective)).toEqual({
      tally: { ...emptyTally, [cell]: 1 },
      outcome,
    })
  })
})

describe('live verification', () => {
  const fold = (wrong: number, right: number): Ledger => {
    let ledger = emptyLedger
    for (let part = 0; part < wrong + right; part++) {
      ledger = verify(ledger, inspection('OK', part), truth(part < wrong), 0.002)
    }
    return ledger
  }

  it('demonstrates 99.8 % at 2,255 parts without an error, not at 2,254, and the verdict sticks', () => {
    expect(fold(0, 2254).verdict).toBe('not-demonstrated')
    const settled = fold(0, 2255)
    expect(settled.verdict).toBe('demonstrated')
    expect(verify(settled, inspection('OK'), truth(true), 0.002).verdict).toBe('demonstrated')
  })

  it('refutes the claim when errors come quickly, and says escapes and false rejects apart', () => {
    const said = verificationOf(fold(9, 300), { runId: 'r', line: 'test', isSimulated: true }, 0.002, 10)
    expect(said.evidence.verdict).toBe('refuted')
    expect(said.escape).toMatchObject({ count: 9, n: 9, upper95: 1 })
    expect(said.falseReject).toMatchObject({ count: 0, n: 300 })
    expect(said.recent).toHaveLength(64)
  })

  it('tells the parts and the time left at this rate', () => {
    const said = verificationOf(fold(0, 1255), { runId: 'r', line: 'test', isSimulated: true }, 0.002, 10)
    expect(said.evidence).toMatchObject({ partsLeft: 1000, secondsLeft: 100 })
  })

  it('leaves undecided parts and unknown truth out of the evidence', () => {
    const undecided = verify(emptyLedger, inspection('NotDecidable'), truth(true), 0.002)
    const unknown = verify(undecided, inspection('OK'), truth(null), 0.002)
    expect(
      verificationOf(unknown, { runId: 'r', line: 't', isSimulated: true }, 0.002, 0).evidence,
    ).toMatchObject({
      decided: 0,
      errors: 0,
      secondsLeft: null,
    })
  })
})

describe('AUROC', () => {
  it('is 0.83333333 for the golden scores (science A8)', () => {
    const scores = [0.1, 0.4, 0.4, 0.4, 0.9]
    const parts = scores.map((score, index) => ({ score, isDefective: index >= 3 }))
    expect(auroc(parts)).toBeCloseTo(0.83333333, 8)
  })
})

describe('thresholds', () => {
  it('keep the exact bound of both sides on the calibration parts, whatever the scores', () => {
    const part = fc.record({
      score: fc.integer({ min: 0, max: 1000 }).map((n) => n / 1000),
      isDefective: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(part, { minLength: 50, maxLength: 400 }), (parts) => {
        const { acceptBelow, rejectAtLeast } = chooseThresholds(parts, 0.1)
        expect(acceptBelow).toBeLessThanOrEqual(rejectAtLeast)
        const bad = parts.filter((p) => p.isDefective)
        const good = parts.filter((p) => !p.isDefective)
        const escapes = bad.filter((p) => p.score < acceptBelow).length
        const falseRejects = good.filter((p) => p.score >= rejectAtLeast).length
        if (escapes > 0) expect(exactUpper(escapes, bad.length)).toBeLessThanOrEqual(0.1)
        if (falseRejects > 0) expect(exactUpper(falseRejects, good.length)).toBeLessThanOrEqual(0.1)
      }),
    )
  })

  it('without a fault: not one of the parts errs, and one step more would', () => {
    const parts = [0.1, 0.3, 0.35, 0.9].map((score, index) => ({ score, isDefective: index % 2 === 1 }))
    expect(faultlessThresholds(parts)).toEqual({ acceptBelow: 0.3, rejectAtLeast: 0.3501 })
  })

  it('decide nothing as OK when there are too few defective parts to promise anything', () => {
    expect(chooseThresholds([{ score: 0.9, isDefective: true }], 0.002).acceptBelow).toBe(0)
  })
})
