import { describe, expect, it } from 'vitest'
import { assistedSeconds, kappaOf, scoreOf } from '../../dashboard/hand-fold.ts'
import {
  askedIn,
  isHolding,
  numberIn,
  recentShares,
  tallyFigures,
  wantedOf,
} from '../../dashboard/lesson-fold.ts'
import { Assumptions } from '../../edge/contract/assumption.ts'
import type { Tally } from '../../edge/contract/claim.ts'
import type { Block, Condition } from '../../edge/contract/lesson.ts'
import { hoursReduction } from '../../edge/core/quality/labour.ts'

const tally: Tally = {
  ...{ defectiveRefused: 80, escapes: 4, undecidedDefective: 16 },
  ...{ goodPassed: 180, falseRejects: 5, undecidedGood: 15, unknownTruth: 7 },
}

describe('figures of lessons', () => {
  it('come from the tally; parts of unknown truth count nowhere', () => {
    expect(tallyFigures(tally)).toEqual({
      ...{ parts: 300, decided: 269, escapes: 4, falseRejects: 5 },
      ...{ accuracy: 260 / 269, passAllAccuracy: 200 / 300 },
      ...{ escapeRate: 0.04, falseRejectRate: 0.025, undecidedShare: 31 / 300 },
    })
  })

  it('are null, not zero, where nothing was counted', () => {
    const none = Object.fromEntries(Object.keys(tally).map((key) => [key, 0])) as Tally
    expect(tallyFigures(none)).toMatchObject({
      parts: 0,
      accuracy: null,
      passAllAccuracy: null,
      escapeRate: null,
    })
    expect(recentShares([])).toEqual({ recentUndecidedShare: null, recentRejectedShare: null })
  })

  it('hold only once they are known', () => {
    const condition = { figure: 'parts', operator: '<', value: 5 } as const
    expect([isHolding(condition, null), isHolding(condition, 4), isHolding(condition, 5)]).toEqual([
      false,
      true,
      false,
    ])
  })

  it.each([
    ['1 497', 1497],
    ['1,497', 1497],
    ['99.8 %', 99.8],
    ['99,8', 99.8],
    ['−3', -3],
    ['', null],
    ['many', null],
    ['1.2.3', null],
  ])('reads %j as %j', (text, value) => {
    expect(numberIn(text)).toBe(value)
  })

  it('are wanted in the unit of the question', () => {
    const question = {
      kind: 'number',
      question: '',
      within: 1,
      because: '',
      answer: { live: 'accuracy' },
    } as const
    expect(wantedOf({ ...question, unit: '%' }, () => 0.5)).toBe(50)
    expect(wantedOf({ ...question, unit: '' }, () => 0.5)).toBe(0.5)
    expect(wantedOf({ ...question, unit: '%' }, () => null)).toBeNull()
    expect(wantedOf({ ...question, answer: 3, unit: '%' }, () => null)).toBe(3)
  })

  it('are asked for by name', () => {
    const when: Condition = { figure: 'parts', operator: '>', value: 1 }
    const blocks: Block[] = [
      { kind: 'paragraph', words: [] },
      { kind: 'do', text: '', when },
    ]
    const lesson = { id: 'a', number: 1, title: '', goal: '', minutes: 1, trainer: [] }
    expect(askedIn({ ...lesson, steps: [{ title: '', blocks }] })).toEqual(['a/0/1'])
  })
})

describe('the inspection station', () => {
  // science A, kappa: values of the AIAG-shaped tables.
  it.each([
    [
      [
        [44, 6],
        [3, 97],
      ],
      0.86294416,
    ],
    [
      [
        [45, 5],
        [3, 97],
      ],
      0.87878788,
    ],
    [
      [
        [45, 2],
        [3, 100],
      ],
      0.92298213,
    ],
    [
      [
        [42, 9],
        [6, 93],
      ],
      0.77396022,
    ],
  ] as const)('kappa of %j is %f', (table, kappa) => {
    expect(kappaOf(table)).toBeCloseTo(kappa, 8)
  })

  it('cannot say kappa where only one answer was ever given', () => {
    expect(
      kappaOf([
        [0, 0],
        [0, 9],
      ]),
    ).toBeNull()
    expect(
      kappaOf([
        [0, 0],
        [0, 0],
      ]),
    ).toBeNull()
  })

  it('scores people and model on the same parts', () => {
    const trial = { seconds: 2, isLate: false }
    const trials = [
      { ...trial, isDefective: true, byHand: 'OK', byModel: 'NotOK' },
      { ...trial, isDefective: true, byHand: 'NotOK', byModel: 'NotDecidable' },
      { ...trial, isDefective: false, byHand: 'OK', byModel: 'OK' },
      { ...trial, isDefective: false, byHand: 'NotOK', byModel: 'OK' },
    ] as const
    expect(scoreOf(trials, ({ byHand }) => byHand)).toMatchObject({
      escapes: 1,
      falseRejects: 1,
      undecided: 0,
      kappa: 0,
    })
    expect(scoreOf(trials, ({ byModel }) => byModel)).toMatchObject({
      escapes: 0,
      falseRejects: 0,
      undecided: 1,
      kappa: 1,
    })
  })

  it('computes hours as the report does', () => {
    const assumptions = Assumptions.parse({ manualS: 4 })
    const of = (ofDefective: number, ofGood: number) => 0.02 * (ofDefective / 100) + 0.98 * (ofGood / 200)
    const shares = { ok: of(4, 180), notOk: of(80, 5), review: of(16, 15) }
    const seconds = assistedSeconds(tally, assumptions, 4)
    expect(1 - (seconds ?? Number.NaN) / 4).toBeCloseTo(hoursReduction(shares, assumptions), 12)
  })
})
