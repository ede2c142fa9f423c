import type { Tally } from '../edge/contract/claim.ts'
import type { ResultData } from '../edge/contract/event.ts'
import type { BlockOf, Condition, Lesson, LiveFigure } from '../edge/contract/lesson.ts'

type Figures = Partial<Record<LiveFigure, number | null>>

/** null where nothing was counted. */
export const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

/** Figures of lessons that come from the counts of parts of known truth. */
export function tallyFigures(tally: Tally): Figures {
  const { defectiveRefused, escapes, goodPassed, falseRejects, undecidedDefective, undecidedGood } = tally
  const defective = defectiveRefused + escapes + undecidedDefective
  const good = goodPassed + falseRejects + undecidedGood
  const decided = defectiveRefused + escapes + goodPassed + falseRejects
  const parts = defective + good
  return {
    ...{ parts, decided, escapes, falseRejects },
    accuracy: share(defectiveRefused + goodPassed, decided),
    passAllAccuracy: share(good, parts),
    escapeRate: share(escapes, defective),
    falseRejectRate: share(falseRejects, good),
    undecidedShare: share(undecidedDefective + undecidedGood, parts),
  }
}

/** Of the last parts: what answers within seconds when somebody dims the lamp. */
export function recentShares(belt: readonly Pick<ResultData, 'evaluation'>[]): Figures {
  const of = (evaluation: ResultData['evaluation']) =>
    share(belt.filter((result) => result.evaluation === evaluation).length, belt.length)
  return { recentUndecidedShare: of('NotDecidable'), recentRejectedShare: of('NotOK') }
}

const compare: Readonly<Record<Condition['operator'], (figure: number, value: number) => boolean>> = {
  '<': (figure, value) => figure < value,
  '<=': (figure, value) => figure <= value,
  '>': (figure, value) => figure > value,
  '>=': (figure, value) => figure >= value,
  '=': (figure, value) => figure === value,
}

export const isHolding = ({ operator, value }: Condition, figure: number | null): boolean =>
  figure !== null && compare[operator](figure, value)

/** What a number question wants now, in its unit; null: the line does not show it yet. */
export function wantedOf(
  { answer, unit }: BlockOf<'number'>,
  figure: (name: LiveFigure) => number | null,
): number | null {
  if (typeof answer === 'number') return answer
  const now = figure(answer.live)
  return now === null ? null : unit === '%' ? 100 * now : now
}

/** As people type: a comma for the point, spaces between thousands, a percent sign; null: no number. */
export function numberIn(text: string): number | null {
  const plain = text.replace(/[\s%％]/g, '').replace('−', '-')
  const decimal = /^[^,]*,\d{1,2}$/.test(plain) ? plain.replace(',', '.') : plain.replaceAll(',', '')
  return /^-?(\d+\.?\d*|\.\d+)$/.test(decimal) ? Number(decimal) : null
}

/** Where a block stands: what was answered is kept under this name. */
export const blockKey = (lesson: Pick<Lesson, 'id'>, step: number, block: number): string =>
  `${lesson.id}/${step}/${block}`

/** Names of all that a lesson asks for. */
export const askedIn = (lesson: Lesson): string[] =>
  lesson.steps.flatMap(({ blocks }, step) =>
    blocks.flatMap(({ kind }, index) =>
      kind === 'do' || kind === 'choice' || kind === 'number' ? [blockKey(lesson, step, index)] : [],
    ),
  )
