import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  partAfter,
  partByKey,
  presentPart,
  reviewersOf,
  waitedS,
  withoutDecided,
} from '../../dashboard/desk-fold.ts'
import { DeskState } from '../../edge/contract/review.ts'

const aDesk = (...partIds: string[]): DeskState =>
  DeskState.parse({
    waiting: partIds.map((partId) => ({
      ...{ partId, score: 0.5, detail: 'Too close to call.', since: '2026-01-01T00:00:00.000Z' },
    })),
    capacity: 40,
    overflowed: 0,
    reviewed: 0,
    reviewTally: {
      ...{ defectiveRefused: 5, escapes: 1, goodPassed: 7, falseRejects: 2 },
      ...{ undecidedDefective: 0, undecidedGood: 0, unknownTruth: 3 },
    },
  })
const { waiting } = aDesk('a', 'b', 'c')

describe('the queue at the desk', () => {
  it('shows the chosen part while it waits, else the oldest, else none', () => {
    expect(presentPart(waiting, 'b')?.partId).toBe('b')
    expect(presentPart(waiting, 'gone')?.partId).toBe('a')
    expect(presentPart(waiting, null)?.partId).toBe('a')
    expect(presentPart([], 'a')).toBeNull()
  })

  it('goes on behind a decided part, and from the end to the oldest', () => {
    expect(['a', 'b', 'c'].map((partId) => partAfter(waiting, partId))).toEqual(['b', 'c', 'a'])
    expect(partAfter(aDesk('a').waiting, 'a')).toBeNull()
  })

  it('never shows a decided part again, however late the answer that still holds it', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), fc.uniqueArray(fc.string()), (ids, decided) => {
        const left = withoutDecided(aDesk(...ids), new Set(decided)).waiting.map(({ partId }) => partId)
        expect(left).toEqual(ids.filter((id) => !decided.includes(id)))
      }),
    )
  })

  it('is walked with the keys and ends at its ends', () => {
    const at = (partId: string, key: string) => partByKey(waiting, partId, key)?.partId
    expect([at('a', 'ArrowDown'), at('c', 'ArrowDown'), at('a', 'ArrowUp')]).toEqual(['b', 'c', 'a'])
    expect([at('b', 'Home'), at('b', 'End'), at('b', 'n')]).toEqual(['a', 'c', undefined])
    expect(partByKey([], undefined, 'ArrowDown')).toBeNull()
  })

  it('tells how long a part waits, and never less than nothing when the clocks differ', () => {
    const since = '2026-01-01T00:00:00.000Z'
    expect(waitedS(since, Date.parse(since) + 61_500)).toBe(61.5)
    expect(waitedS(since, Date.parse(since) - 5000)).toBe(0)
  })
})

describe('the people at the desk', () => {
  it('are counted where the truth is known, both ways of erring apart', () => {
    expect(reviewersOf(aDesk().reviewTally)).toEqual({
      known: 15,
      right: 12,
      passed: { count: 1, n: 6 },
      refused: { count: 2, n: 9 },
    })
  })
})
