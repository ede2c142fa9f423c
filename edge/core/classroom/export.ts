import type { GroupAnswer, GroupExport } from '../../contract/group.ts'
import type { Group } from './group.ts'

/** All that was said, by trainee in the order in which they joined. */
export const exportOf = (group: Group | null): GroupExport => ({
  openedAt: group?.openedAt ?? null,
  trainees: [...(group?.trainees.values() ?? [])]
    .toSorted((a, b) => a.trainee - b.trainee)
    .map(({ nickname, answers, rounds, games }) => ({
      ...{ nickname, answers: [...answers], hands: [...rounds], games: [...games] },
    })),
})

const columns = [
  ...([
    'nickname',
    'kind',
    'lesson',
    'step',
    'block',
    'try',
    'given',
    'wanted',
    'is_right',
    'judged_by',
  ] as const),
  ...(['defective', 'escapes', 'good', 'false_rejects', 'late', 'seconds_per_part'] as const),
  ...(['machine', 'round', 'life', 'ran_h', 'is_failure'] as const),
] as const
type Row = Partial<Record<(typeof columns)[number], string | number | boolean | null>>

/** The same as one table (RFC 4180), an answer, a round or a life a line; the mark at its head tells spreadsheets that it is UTF-8. */
export function csvOf({ trainees }: GroupExport): string {
  const rows = trainees.flatMap(({ nickname, answers, hands, games }): Row[] => [
    ...answerRows(answers).map((row) => ({ nickname, ...row })),
    ...hands.map(({ falseRejects, secondsPerPart, defective, escapes, good, late }) => ({
      ...{ nickname, kind: 'station', defective, escapes, good, late },
      ...{ false_rejects: falseRejects, seconds_per_part: secondsPerPart },
    })),
    ...games.flatMap(({ machine, round, stops }) =>
      stops.map(({ ranH, isFailure }, life) => ({
        ...{ nickname, kind: 'upkeep', machine, round, life: life + 1, ran_h: ranH, is_failure: isFailure },
      })),
    ),
  ])
  const lines = [columns.join(','), ...rows.map((row) => columns.map((name) => cell(row[name])).join(','))]
  return `\uFEFF${lines.join('\r\n')}\r\n`
}

/** Each with the number of the try at its question. */
function answerRows(answers: readonly GroupAnswer[]): Row[] {
  const tries = new Map<string, number>()
  return answers.map(({ lesson, step, block, given, wanted, isRight, judgedBy }) => {
    const place = `${lesson}/${step}/${block}`
    const attempt = (tries.get(place) ?? 0) + 1
    tries.set(place, attempt)
    return {
      ...{ kind: 'answer', lesson, step, block, try: attempt, given, wanted },
      ...{ is_right: isRight, judged_by: judgedBy },
    }
  })
}

/** A spreadsheet must not take a name for a formula. */
function cell(value: Row[keyof Row]): string {
  const text = String(value ?? '')
  const plain = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
