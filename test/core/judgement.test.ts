import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Evaluation } from '../../edge/contract/inspection.ts'
import { Judgement } from '../../edge/contract/judgement.ts'
import { countsFrom } from '../../edge/core/quality/bare-count.ts'
import { judge, type Limits } from '../../edge/core/quality/judgement.ts'
import { createTableTally } from '../../edge/core/quality/table-tally.ts'

const documents: Limits = { claim: 0.998, maxEscapeRate: 0.02, maxFalseRejectRate: 0.05 }
const share = fc.double({ min: 0.001, max: 0.999, noNaN: true })
const limits: fc.Arbitrary<Limits> = fc.record({
  claim: share,
  maxEscapeRate: share,
  maxFalseRejectRate: share,
})

describe('a system that passes everything', () => {
  const passing = (good: number, defective: number) =>
    countsFrom({
      ...(good > 0 ? { falseRejects: 0, good } : {}),
      ...(defective > 0 ? { escapes: defective, defective } : {}),
    })

  it('is never demonstrated, at any prevalence and under any limits', () => {
    fc.assert(
      fc.property(fc.nat(2_000_000), fc.nat(20_000), limits, (good, defective, given) => {
        for (const asked of [documents, given])
          expect(judge(passing(good, defective), asked).verdict).not.toBe('demonstrated')
      }),
    )
  })

  it('though the claim as it is worded holds, and the sentence says what is wrong with it', () => {
    const rare = judge(passing(99_900, 100), documents)
    expect(rare.accuracy.verdict).toBe('demonstrated')
    expect(rare.sentence).toMatch(
      /^Refuted: everything was passed, the defective parts too: 100 escapes in 100 /,
    )
    const none = judge(passing(5000, 0), documents)
    expect(none).toMatchObject({ verdict: 'not-demonstrated', accuracy: { n: 0 } })
    const table = judge(tableOf(5000, 0, 'OK'), documents)
    expect(table).toMatchObject({ verdict: 'not-demonstrated', accuracy: { verdict: 'demonstrated' } })
    expect(table.sentence).toBe(
      'Not demonstrated: no decided part is known to be defective, so a system that passes everything would look no worse.',
    )
    expect(table.partsToSettle).toBe(149)
  })
})

/** Rows of one evaluation. */
function tableOf(good: number, defective: number, evaluation: Evaluation) {
  const tally = createTableTally()
  for (let row = 0; row < good + defective; row++) {
    const isDefective = row < defective
    tally.add({ row, part: `${row}`, isDefective, evaluation, class: null, size: null, score: null })
  }
  return tally.counts()
}

describe('the sentence of what is not demonstrated', () => {
  it('gives the lower bound of the accuracy as one, not as all that the accuracy may be', () => {
    const counts = countsFrom({ escapes: 0, defective: 257, falseRejects: 1, good: 163 })
    expect(judge(counts, documents).sentence).toBe(
      'Not demonstrated: 1 error in 420 decided parts show no more than that the accuracy is at least 98.88 %, and 99.8 % is claimed.',
    )
  })

  it('says that no part was decided where none was', () => {
    expect(judge(tableOf(3, 2, 'NotDecidable'), documents).sentence).toMatch(
      /^Not demonstrated: none of 5 parts was decided, so nothing is known of the accuracy; /,
    )
  })
})

describe('a judgement', () => {
  const bare = fc
    .record({ good: fc.integer({ min: 1, max: 20_000 }), defective: fc.integer({ min: 1, max: 2000 }) })
    .chain(({ good, defective }) =>
      fc.record({
        good: fc.constant(good),
        defective: fc.constant(defective),
        escapes: fc.nat(Math.min(defective, 20)),
        falseRejects: fc.nat(Math.min(good, 50)),
      }),
    )

  it('keeps its schema and its own rules, whatever the counts', () => {
    fc.assert(
      fc.property(bare, limits, (given, asked) => {
        const said = judge(countsFrom(given), asked)
        expect(Judgement.parse(said)).toEqual(said)
        const isDemonstrated =
          said.accuracy.verdict === 'demonstrated' &&
          said.escape.upper95 <= asked.maxEscapeRate &&
          said.falseReject.upper95 <= asked.maxFalseRejectRate
        expect(said.verdict === 'demonstrated').toBe(isDemonstrated)
        expect(said.sentence).toMatch(/^(Demonstrated|Not demonstrated|Refuted): [^\n]+\.$/)
        expect(said.partsToSettle === 0).toBe(said.verdict !== 'not-demonstrated')
      }),
    )
  })

  it('tells the number of parts that settles each question: enough, and not one too many', () => {
    fc.assert(
      fc.property(bare, (given) => {
        const said = judge(countsFrom(given), documents)
        fc.pre(said.escape.verdict === 'not-demonstrated')
        const more = (parts: number) =>
          judge(countsFrom({ ...given, defective: given.defective + parts }), documents).escape.verdict
        expect(more(said.escape.partsToSettle)).toBe('demonstrated')
        expect(more(said.escape.partsToSettle - 1)).toBe('not-demonstrated')
      }),
    )
  })

  it('is demonstrated after the parts that it asks for, if all are judged right', () => {
    fc.assert(
      fc.property(bare, (given) => {
        const { verdict, partsToSettle, falseReject } = judge(countsFrom(given), documents)
        fc.pre(verdict === 'not-demonstrated')
        const good = given.good + falseReject.partsToSettle
        const defective = given.defective + partsToSettle - falseReject.partsToSettle
        expect(judge(countsFrom({ ...given, good, defective }), documents).verdict).toBe('demonstrated')
      }),
    )
  })

  it('leaves undecided parts out of the rates and counts them as errors in the strict accuracy', () => {
    const said = judge(tableOf(30, 10, 'NotDecidable'), documents)
    expect(said).toMatchObject({
      parts: 40,
      verdict: 'not-demonstrated',
      accuracy: { n: 0, value: null },
      strictAccuracy: 0,
      notDecidable: { count: 40, n: 40, rate: 1, good: 30, defective: 10 },
    })
  })
})

describe('bare counts', () => {
  it('give the third pair from two', () => {
    const whole = countsFrom({ escapes: 1, defective: 10, falseRejects: 2, good: 90 })
    expect(whole.wrong).toEqual({ count: 3, n: 100 })
    expect(countsFrom({ errors: 3, n: 100, escapes: 1, defective: 10 })).toEqual(whole)
    expect(countsFrom({ errors: 3, n: 100, falseRejects: 2, good: 90 })).toEqual(whole)
  })

  it.each([
    ['half a pair', { errors: 3 }, /--errors and --n go together/],
    ['more errors than parts', { errors: 3, n: 2 }, /--errors 3 is more than --n 2/],
    ['no parts at all', { escapes: 0, defective: 0 }, /--defective 0 says nothing/],
    [
      'three pairs at odds',
      { errors: 9, n: 9, escapes: 1, defective: 1, falseRejects: 1, good: 1 },
      /contradict/,
    ],
    ['a pair larger than the whole', { errors: 1, n: 9, escapes: 2, defective: 3 }, /contradict/],
  ])('are refused for %s', (_, given, cause) => {
    expect(() => countsFrom(given)).toThrow(cause)
  })
})
