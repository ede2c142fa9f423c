import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type GameRound,
  type GroupAnswer,
  GroupEvent,
  GroupTable,
  type HandRound,
} from '../../edge/contract/group.ts'
import { exportOf } from '../../edge/core/classroom/export.ts'
import { foldGroup, freeNickname, type Group, isOpen } from '../../edge/core/classroom/group.ts'
import { tableOf } from '../../edge/core/classroom/table.ts'
import { exactLower, exactUpper } from '../../edge/core/quality/bound.ts'

const opened: GroupEvent = {
  ...{ kind: 'opened', code: '7K3M9Q' },
  ...{ openedAt: '2026-01-01T08:00:00.000Z', closesAt: '2026-01-01T16:00:00.000Z' },
}
const joined = (trainee: number, nickname = `n${trainee}`): GroupEvent => ({
  ...{ kind: 'joined', trainee, nickname, secret: `hash ${trainee}` },
})
const fold = (events: readonly GroupEvent[]): Group | null =>
  events.reduce<Group | null>((group, event) => foldGroup(group, event), null)

const people = [1, 2, 3, 4, 5]
const answer: fc.Arbitrary<GroupAnswer> = fc.record({
  id: fc.integer({ min: 0, max: 9 }).map(String),
  lesson: fc.constantFrom('base-rate', 'how-many-parts'),
  step: fc.integer({ min: 0, max: 2 }),
  block: fc.integer({ min: 0, max: 2 }),
  given: fc.integer({ min: 0, max: 3 }),
  wanted: fc.constant(null),
  isRight: fc.boolean(),
  judgedBy: fc.constantFrom('service', 'board'),
})
const round: fc.Arbitrary<HandRound> = fc
  .record({ defective: fc.integer({ min: 1, max: 20 }), good: fc.integer({ min: 1, max: 20 }) })
  .chain(({ defective, good }) =>
    fc.record({
      id: fc.integer({ min: 0, max: 9 }).map(String),
      ...{ defective: fc.constant(defective), good: fc.constant(good), late: fc.constant(0) },
      escapes: fc.integer({ min: 0, max: defective }),
      falseRejects: fc.integer({ min: 0, max: good }),
      secondsPerPart: fc.integer({ min: 1, max: 6 }),
    }),
  )
const game: fc.Arbitrary<GameRound> = fc.record({
  id: fc.integer({ min: 0, max: 9 }).map(String),
  machine: fc.constantFrom('mill-spindle', 'camera-lamp'),
  round: fc.integer({ min: 1, max: 2 }),
  stops: fc.array(fc.record({ ranH: fc.integer({ min: 1, max: 2000 }), isFailure: fc.boolean() }), {
    ...{ minLength: 5, maxLength: 5 },
  }),
})
const said: fc.Arbitrary<GroupEvent> = fc.oneof(
  fc.record({ kind: fc.constant('played' as const), trainee: fc.constantFrom(...people), game }),
  fc.record({ kind: fc.constant('answered' as const), trainee: fc.constantFrom(...people), answer }),
  fc.record({ kind: fc.constant('inspected' as const), trainee: fc.constantFrom(...people), round }),
)
const traineeOf = (event: GroupEvent) => ('trainee' in event ? event.trainee : 0)

describe('what a group says (laws)', () => {
  const begun = [opened, ...people.map((trainee) => joined(trainee))]

  it('does not depend on whose answers came first, as long as each person’s stay in order', () => {
    fc.assert(
      fc.property(fc.array(said, { maxLength: 40 }), (events) => {
        const byPerson = people.toReversed().flatMap((one) => events.filter((e) => traineeOf(e) === one))
        expect(tableOf(fold([...begun, ...byPerson]))).toEqual(tableOf(fold([...begun, ...events])))
      }),
    )
  })

  it('is not changed by a repeat, whenever it comes', () => {
    fc.assert(
      fc.property(fc.array(said, { minLength: 1, maxLength: 30 }), fc.nat(), (events, at) => {
        const once = fold([...begun, ...events])
        const again = events[at % events.length]
        expect(again && foldGroup(once, again)).toBe(once)
      }),
    )
  })

  it('keeps of a person the nickname and nothing else, whatever comes with an event', () => {
    fc.assert(
      fc.property(said, fc.constantFrom('address', 'userAgent', 'email', 'time'), (event, name) => {
        expect(GroupEvent.safeParse({ ...event, [name]: 'private' }).success).toBe(false)
        const strange = { ...joined(1), [name]: 'private' } as GroupEvent
        const group = fold([opened, strange, event])
        const kept = JSON.stringify([[...(group?.trainees ?? [])], tableOf(group), exportOf(group)])
        expect(kept).not.toContain('private')
        expect(Object.keys(group?.trainees.get(1) ?? {}).toSorted()).toEqual([
          'answers',
          'games',
          'hasLeft',
          'nickname',
          'rounds',
          'secret',
          'trainee',
        ])
        expect(JSON.stringify([tableOf(group), exportOf(group)])).not.toContain('hash 1')
      }),
    )
  })

  it('counts no more right than answered than tried, and fits its schema', () => {
    fc.assert(
      fc.property(fc.array(said, { maxLength: 40 }), (events) => {
        const table = GroupTable.parse(tableOf(fold([...begun, ...events])))
        for (const { rightAtFirst, right, answered, tries } of [...table.trainees, ...table.questions])
          expect([rightAtFirst, right, answered, tries]).toEqual(
            [rightAtFirst, right, answered, tries].toSorted((a, b) => a - b),
          )
      }),
    )
  })

  it('counts the first game of a machine and round, for whoever plays it again knows its lives', () => {
    const played = (id: string, round: number, ranH: number, failures: number): GroupEvent => {
      const stops = Array.from({ length: 5 }, (_, life) => ({ ranH, isFailure: life < failures }))
      return { kind: 'played', trainee: 1, game: { id, machine: 'mill-spindle', round, stops } }
    }
    const games = [played('a', 1, 900, 1), played('b', 1, 999, 0), played('c', 2, 900, 0)]
    const [row] = tableOf(fold([...begun, ...games])).trainees
    // Nine planned repairs and a failure of five in 9000 hours (lesson 7).
    expect(row?.upkeep).toEqual({ lives: 10, failures: 1, cost: expect.closeTo(14 / 9, 10) })
  })

  it('pools the last round of each by the exact interval', () => {
    fc.assert(
      fc.property(fc.array(round, { minLength: 1, maxLength: 5 }), (rounds) => {
        const events = rounds.map(
          (each, index): GroupEvent => ({ kind: 'inspected', trainee: index + 1, round: each }),
        )
        const sum = (of: (one: HandRound) => number) => rounds.reduce((total, one) => total + of(one), 0)
        const [k, n] = [sum(({ escapes }) => escapes), sum(({ defective }) => defective)]
        expect(tableOf(fold([...begun, ...events])).hands?.escapes).toEqual({
          ...{ errors: k, parts: n, lower95: exactLower(k, n, 0.975), upper95: exactUpper(k, n, 0.975) },
        })
      }),
    )
  })
})

describe('a group', () => {
  it('takes nobody before it is opened, after it is closed, or when its time is over', () => {
    const before = Date.parse('2026-01-01T15:59:59.999Z')
    expect(fold([joined(1)])).toBeNull()
    expect(isOpen(null, before)).toBe(false)
    expect(isOpen(fold([opened]), before)).toBe(true)
    expect(isOpen(fold([opened]), before + 1)).toBe(false)
    expect(isOpen(fold([opened, { kind: 'closed' }]), before)).toBe(false)
  })

  it('forgets everybody when it is opened anew', () => {
    expect(fold([opened, joined(1), opened])?.trainees.size).toBe(0)
  })

  it('gives the second of a name a number, within the length', () => {
    const group = fold([opened, joined(1, 'Li'), joined(2, 'LI 2'), joined(3, 'x'.repeat(20))])
    if (!group) throw new Error('no group')
    expect(freeNickname('li', group)).toBe('li 3')
    expect(freeNickname('x'.repeat(20), group)).toBe(`${'x'.repeat(18)} 2`)
    expect(freeNickname('Ana', group)).toBe('Ana')
  })

  it('is known to AIAG’s example of kappa, and says nothing where nothing can be said', () => {
    const by = (counts: Partial<HandRound>) =>
      tableOf(
        fold([
          ...[opened, joined(1)],
          {
            kind: 'inspected',
            trainee: 1,
            round: {
              id: 'a',
              defective: 50,
              escapes: 6,
              good: 100,
              falseRejects: 3,
              late: 0,
              secondsPerPart: 4,
              ...counts,
            },
          },
        ]),
      ).trainees[0]?.hand?.kappa
    expect(by({})).toBeCloseTo(0.863, 3)
    expect(by({ defective: 0, escapes: 0, falseRejects: 0 })).toBeNull()
  })
})
