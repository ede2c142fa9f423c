import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Card } from '../../edge/contract/card.ts'
import { decide, type Sight } from '../../edge/core/vision/decide.ts'
import { heatMap } from '../../edge/core/vision/heat-map.ts'
import { featureNames } from '../../edge/core/vision/monitor.ts'
import { card, frame, inside, seen, sight } from './decide-sample.ts'

describe('each look has borders of its own', () => {
  const first = { acceptBelow: 0.05, rejectAtLeast: 0.95 }
  const doubted: Card = { ...card, secondLook: { model: 'general', sha256: card.sha256, first } }
  const verdict = (score: number, second: Sight['second']) =>
    decide(frame, seen({ ...sight([17], score, 0), second }), doubted)

  it.each([
    [0.04, undefined, 'OK'],
    [0.1, undefined, 'NotDecidable'],
    [0.1, 'done', 'OK'],
    [0.5, 'done', 'NotDecidable'],
    [0.9, 'done', 'NotOK'],
    [0.9, undefined, 'NotDecidable'],
    [0.96, undefined, 'NotOK'],
  ] as const)('a score of %d, second look %s: %s', (score, second, evaluation) => {
    expect(verdict(score, second).evaluation).toBe(evaluation)
  })

  it('a second look that does not come is no guess', () => {
    const { evaluation, detail } = verdict(0.1, 'missing')
    expect(evaluation).toBe('NotDecidable')
    expect(detail).toBe(
      'Too close to call (score 0.1, decided under 0.05 or from 0.95). The model that looks again did not answer.',
    )
  })

  it('a tile that is refused refuses the part, one in doubt keeps it open', () => {
    const [clear, doubtful, bad] = [0.01, 0.1, 0.97].map((score) => sight([17], score, 0))
    if (!clear || !doubtful || !bad) throw new Error('three sights')
    expect(decide(frame, seen(clear, doubtful), doubted).evaluation).toBe('NotDecidable')
    expect(decide(frame, seen(clear, { ...doubtful, second: 'done' }), doubted).evaluation).toBe('OK')
    expect(decide(frame, seen(doubtful, bad), doubted).evaluation).toBe('NotOK')
  })
})

describe('the decision on a frame', () => {
  it('refuses a part with a mark over its limit and says which, where and how large', () => {
    const inspection = decide(frame, seen(sight([17, 18, 33, 34], 0.97, 1)), card)
    expect(inspection).toMatchObject({
      evaluation: 'NotOK',
      score: 0.97,
      reason: 'above-reject-threshold',
      partId: 'test-1',
    })
    expect(inspection.defects).toEqual([
      {
        class: 'pit',
        box: { x: 4, y: 4, width: 8, height: 8 },
        sizeMm: 4,
        score: 0.97,
        reason: 'pit of about 4 mm, limit 2 mm',
      },
    ])
  })

  it('passes a part whose mark is under its limit, and still reports the mark', () => {
    const inspection = decide(frame, seen(sight([17], 0.03, -1)), card)
    expect(inspection).toMatchObject({
      evaluation: 'OK',
      reason: 'below-accept-threshold',
      defects: [{ sizeMm: 1 }],
    })
  })

  it('does not decide between the thresholds', () => {
    expect(decide(frame, seen(sight([17], 0.5, 0)), card)).toMatchObject({
      evaluation: 'NotDecidable',
      reason: 'between-thresholds',
    })
  })

  it('doubts a strange picture whatever its score, and keeps the score', () => {
    const strange = { ...sight([17], 0.99, 1), features: inside.map((_, index) => (index === 0 ? 9 : 0)) }
    const inspection = decide(frame, seen(strange), card)
    expect(inspection).toMatchObject({ evaluation: 'NotDecidable', reason: 'outside-envelope', score: 0.99 })
    expect(inspection.detail).toContain(featureNames[0])
    expect(inspection.detail).toContain('teach')
  })

  it('counts a late part as NotDecidable with no score', () => {
    expect(decide(frame, { kind: 'late', detail: 'No verdict within 250 ms.' }, card)).toMatchObject({
      evaluation: 'NotDecidable',
      reason: 'late',
      score: null,
    })
  })

  it('joins tiles: the worst score rules, boxes lie in the image', () => {
    const inspection = decide(frame, seen(sight([], 0, 0), sight([0], 0.9, 0, 48, 0)), card)
    expect(inspection).toMatchObject({
      evaluation: 'NotOK',
      defects: [{ box: { x: 48, y: 0, width: 4, height: 4 } }],
    })
    expect(heatMap([sight([], 0, 0), sight([0], 1, 0, 48, 0)], card)).toMatchObject({ width: 28, height: 16 })
  })

  it('joins touching cells into one mark and keeps apart what does not touch', () => {
    const marks = (cells: number[]) => decide(frame, seen(sight(cells, 0.9, 0)), card).defects.length
    expect(marks([17, 34])).toBe(1)
    expect(marks([17, 19])).toBe(2)
    expect(marks([15, 16])).toBe(2)
  })

  it('never decides more severely for a lower score', () => {
    const rank = { OK: 0, NotDecidable: 1, NotOK: 2 }
    const rankOf = (score: number) => rank[decide(frame, seen(sight([17], score, 0)), card).evaluation]
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (a, b) => {
          expect(rankOf(Math.min(a, b))).toBeLessThanOrEqual(rankOf(Math.max(a, b)))
        },
      ),
    )
  })
})
