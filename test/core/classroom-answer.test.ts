import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeAlphabet, type GroupEvent, JoinRequest, plainCode } from '../../edge/contract/group.ts'
import type { Lesson } from '../../edge/contract/lesson.ts'
import { codeOf } from '../../edge/core/classroom/code.ts'
import { csvOf, exportOf } from '../../edge/core/classroom/export.ts'
import { foldGroup, type Group } from '../../edge/core/classroom/group.ts'
import { judge } from '../../edge/core/classroom/judge.ts'
import { cellsOf } from '../../edge/io/csv.ts'

describe('a code', () => {
  it('has six signs that nobody mistakes, each as likely as another', () => {
    const counts = new Map<string, number>()
    for (let byte = 0; byte < 256; byte++) {
      const code = codeOf(new Uint8Array(6).fill(byte))
      expect(code).toHaveLength(6)
      counts.set(code.charAt(0), (counts.get(code.charAt(0)) ?? 0) + 1)
    }
    expect([...counts.keys()].toSorted().join('')).toBe(codeAlphabet)
    expect(new Set(counts.values())).toEqual(new Set([8]))
  })

  it('is read as people type it', () => {
    expect(plainCode(' 7k3-mo il')).toBe('7K3M011')
    expect(JoinRequest.parse({ code: 'ol-7k3m', nickname: 'A' }).code).toBe('017K3M')
  })
})

describe('a nickname', () => {
  const read = (nickname: string) =>
    JoinRequest.safeParse({ code: '7K3M9Q', nickname }).data?.nickname ?? null
  it('is one clean line of 1 to 20 signs', () => {
    expect(read('  Ana \t\n  B ')).toBe('Ana B')
    expect(read('李\u202Eecila')).toBe('李 ecila')
    expect(read('\u0000\u200B')).toBeNull()
    expect(read('x'.repeat(21))).toBeNull()
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const name = read(text)
        if (name !== null)
          expect([name.length <= 20, /[\p{C}\n]/u.test(name), read(name)]).toEqual([true, false, name])
      }),
    )
  })
})

const lesson: Lesson = {
  ...{ id: 'base-rate', number: 1, title: 't', goal: 'g', minutes: 1, trainer: [] },
  steps: [
    {
      title: 's',
      blocks: [
        {
          ...{ kind: 'choice', question: 'q' },
          options: [
            { text: 'a', isRight: false, because: '' },
            { text: 'b', isRight: true, because: '' },
          ],
        },
        { kind: 'number', question: 'q', answer: 0.3, within: 0.1, unit: '', because: '' },
        { kind: 'number', question: 'q', answer: { live: 'accuracy' }, within: 1, unit: '%', because: '' },
        { kind: 'code', text: 'no question' },
      ],
    },
  ],
}

describe('an answer is judged', () => {
  const of = (block: number, given: number, wanted: number | null = null, id = 'base-rate') =>
    judge({ id: 'a', lesson: id, step: 0, block, given, wanted }, [lesson])
  it('by the lesson’s file, and by the board’s figure only where the lesson asks for one', () => {
    expect(of(0, 1)).toEqual({ isRight: true, judgedBy: 'service' })
    expect(of(0, 0, 0)).toEqual({ isRight: false, judgedBy: 'service' })
    expect(of(1, 0.4)).toEqual({ isRight: true, judgedBy: 'service' })
    expect(of(1, 7, 7)).toEqual({ isRight: false, judgedBy: 'service' })
    expect(of(2, 99, 98.5)).toEqual({ isRight: true, judgedBy: 'board' })
  })

  it('or not at all where nothing is asked', () => {
    expect([of(0, 2), of(0, 0.5), of(3, 0), of(9, 0), of(2, 99), of(0, 1, null, 'absent')]).toEqual(
      Array(6).fill(null),
    )
  })
})

describe('the table for spreadsheets', () => {
  it('holds a line for each answer and round, and no formula', () => {
    const place = { lesson: 'base-rate', step: 0, block: 2, wanted: 98.5, judgedBy: 'board' } as const
    const events: GroupEvent[] = [
      { kind: 'opened', code: '7K3M9Q', openedAt: '2026-01-01T08:00:00Z', closesAt: '2026-01-01T16:00:00Z' },
      { kind: 'joined', trainee: 1, nickname: '=1+1, "A"', secret: 'hash' },
      { kind: 'answered', trainee: 1, answer: { ...place, id: 'a', given: -5, isRight: false } },
      { kind: 'answered', trainee: 1, answer: { ...place, id: 'b', given: 98, isRight: true } },
      {
        ...{ kind: 'inspected', trainee: 1 },
        round: { id: 'c', defective: 8, escapes: 2, good: 12, falseRejects: 1, late: 3, secondsPerPart: 4.5 },
      },
      {
        ...{ kind: 'played', trainee: 1 },
        game: { id: 'd', machine: 'camera-lamp', round: 3, stops: [{ ranH: 900, isFailure: true }] },
      },
    ]
    const lines = csvOf(exportOf(events.reduce<Group | null>(foldGroup, null))).split('\r\n')
    expect(lines[0]?.startsWith('\uFEFFnickname,kind,')).toBe(true)
    const name = `'=1+1, "A"`
    expect(lines.slice(1, -1).map((line) => cellsOf(line, ',')?.join('|'))).toEqual([
      `${name}|answer|base-rate|0|2|1|-5|98.5|false|board|||||||||||`,
      `${name}|answer|base-rate|0|2|2|98|98.5|true|board|||||||||||`,
      `${name}|station|||||||||8|2|12|1|3|4.5|||||`,
      `${name}|upkeep|||||||||||||||camera-lamp|3|1|900|true`,
    ])
  })
})
