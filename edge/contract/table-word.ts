import type { Evaluation } from './inspection.ts'

/** The columns of a table of results; the first three must be there. */
export const tableColumns = ['part', 'truth', 'verdict', 'class', 'size', 'score'] as const
export type TableColumn = (typeof tableColumns)[number]

/** One row of a table of results. */
export interface TableRow {
  /** Line of the file, from 1. */
  readonly row: number
  readonly part: string
  readonly isDefective: boolean
  readonly evaluation: Evaluation
  readonly class: string | null
  readonly size: number | null
  readonly score: number | null
}

/** Words for what a part is. 1 and true mean defective (law 5). */
const truthWords: Readonly<Record<string, readonly string[]>> = {
  good: [
    'good',
    'ok',
    '0',
    'false',
    'conforming',
    'normal',
    'negative',
    '良',
    '良品',
    '好',
    '合格',
    '正常',
    '无缺陷',
  ],
  defective: [
    ...[
      'defective',
      'defect',
      'ng',
      'bad',
      'notok',
      'nok',
      '1',
      'true',
      'nonconforming',
      'anomaly',
      'positive',
    ],
    ...['不良', '不良品', '坏', '不合格', '异常', '缺陷', '有缺陷'],
  ],
}

/** Words for what was said of it. */
const verdictWords: Readonly<Record<Evaluation, readonly string[]>> = {
  OK: ['ok', 'pass', 'passed', 'accept', 'accepted', 'good', '0', 'false', '合格', '良品', '放行', '通过'],
  NotOK: [
    ...[
      'notok',
      'nok',
      'ng',
      'reject',
      'rejected',
      'fail',
      'failed',
      'refuse',
      'refused',
      'bad',
      'defective',
    ],
    ...['defect', '1', 'true', '不合格', '不良', '不良品', '拒收', '剔除'],
  ],
  NotDecidable: [
    ...['notdecidable', 'undecided', 'undecidable', 'review', 'uncertain', 'unsure'],
    ...['未决', '待定', '复检', '复判', '无法判定'],
  ],
}

/** `Not-OK`, `NOT_OK` and `not ok` are one word. */
const plain = (word: string): string => word.toLowerCase().replace(/[\s_-]/g, '')

const lookup = <Meaning extends string>(words: Readonly<Record<Meaning, readonly string[]>>) =>
  new Map(
    (Object.keys(words) as Meaning[]).flatMap((meaning) => words[meaning].map((word) => [word, meaning])),
  )

const truths = lookup(truthWords)
const verdicts = lookup(verdictWords)

/** Whether the word means a defective part; null for an unknown word. */
export function readTruth(word: string): boolean | null {
  const meaning = truths.get(plain(word))
  return meaning === undefined ? null : meaning === 'defective'
}

/** The evaluation that the word means; null for an unknown word. */
export const readVerdict = (word: string): Evaluation | null => verdicts.get(plain(word)) ?? null

const listed = (words: Readonly<Record<string, readonly string[]>>): string[] =>
  Object.entries(words).map(([meaning, list]) => `    ${meaning}: ${list.join(', ')}`)

/** The columns and their words, for a person. */
export const tableHelp = [
  '',
  'Columns, in any order; commas, semicolons or tabs; UTF-8. Case, spaces, - and _ do not matter in words.',
  '  part     its name; a part counts once',
  '  truth    what it is',
  ...listed(truthWords),
  '  verdict  what was said of it',
  ...listed(verdictWords),
  '  class    of the defect; each class is judged apart',
  '  size     of the defect, in any one unit; gives a90/95 of the class',
  '  score    a number; not needed for the judgement',
].join('\n')
