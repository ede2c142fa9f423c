import { JidokaError } from '../contract/error.ts'
import type { ClassJudgement, Judgement, LimitedRate } from '../contract/judgement.ts'
import { type BareCounts, countsFrom } from '../core/quality/bare-count.ts'
import { type Counts, judge as judgeCounts, type Limits } from '../core/quality/judgement.ts'
import { accuracyPercent, many, percent, whole } from '../core/quality/sentence.ts'
import { createTableTally } from '../core/quality/table-tally.ts'
import { readTable } from '../io/table.ts'

export interface JudgeOptions extends Limits, BareCounts {
  /** A table of results; without one, the bare counts. */
  readonly file?: string | undefined
  /** One JSON object, else a page for a person. */
  readonly isJson: boolean
  readonly out: NodeJS.WritableStream
}

/**
 * Judges anybody's results against the claim on accuracy.
 * @returns exit code 0 if everything is demonstrated, else 1
 * @throws {JidokaError} TABLE_INVALID, or USAGE for counts that make no sense
 */
export async function judge(options: JudgeOptions): Promise<0 | 1> {
  const judgement = judgeCounts(await countsOf(options), options)
  options.out.write(options.isJson ? `${JSON.stringify(judgement)}\n` : pageOf(judgement))
  return judgement.verdict === 'demonstrated' ? 0 : 1
}

async function countsOf({ file, ...options }: JudgeOptions): Promise<Counts> {
  const { errors, n, escapes, defective, falseRejects, good } = options
  const bare = { errors, n, escapes, defective, falseRejects, good }
  const isBare = Object.values(bare).some((count) => count !== undefined)
  if (file === undefined) {
    if (!isBare) throw new JidokaError('USAGE', 'Neither a table nor counts were given.')
    return countsFrom(bare)
  }
  if (isBare) throw new JidokaError('USAGE', 'Give a table or counts, not both.')
  const tally = createTableTally()
  for await (const row of readTable(file)) tally.add(row)
  return tally.counts()
}

/** What a page is made of: a judgement, or the report on a line. */
type Page = Omit<Judgement, 'verdict' | 'perClass'> & {
  readonly verdict: Judgement['verdict'] | 'not-testable-here'
  readonly perClass: readonly ClassJudgement[]
}

/** The judgement as a page for a person: the verdict first, then what it stands on. */
export function pageOf(judgement: Page): string {
  const { accuracy, notDecidable, perClass } = judgement
  const accuracyFigures = `${many(accuracy.errors, 'error')} in ${many(accuracy.n, 'decided part')}`
  const atLeast = `at least ${accuracyPercent(accuracy.lower95, accuracy.claim)}, claimed ${accuracyPercent(accuracy.claim)}`
  const lines = [
    judgement.sentence,
    '',
    ...(accuracy.n > 0 ? [line('accuracy', accuracyFigures, atLeast, accuracy.verdict)] : []),
    rateLine('escapes', judgement.escape, 'defective'),
    rateLine('false rejects', judgement.falseReject, 'good'),
    ...(notDecidable.count > 0 ? [undecidedLine(judgement)] : []),
    ...perClass.map(classLine),
    ...remedy(judgement),
  ]
  return `${lines.join('\n')}\n`
}

const line = (name: string, found: string, bound: string, verdict: string): string =>
  `${name.padEnd(14)} ${found.padEnd(36)} ${bound.padEnd(38)} ${verdict}`.trimEnd()

function rateLine(name: string, { count, n, upper95, limit, verdict }: LimitedRate, kind: string): string {
  const found = n > 0 ? `${whole(count)} of ${whole(n)} ${kind}` : `no ${kind} part known`
  return line(name, found, `at most ${percent(upper95, limit)}, allowed ${percent(limit)}`, verdict)
}

function undecidedLine({ notDecidable, strictAccuracy }: Page): string {
  const { count, n, defective } = notDecidable
  const strict = `accuracy ${accuracyPercent(strictAccuracy ?? 0)} if they count as errors`
  return line('undecided', `${whole(count)} of ${whole(n)}, ${whole(defective)} defective`, strict, '')
}

function classLine({ class: name, n, escapes, upper95, a90_95: a90, reason }: ClassJudgement): string {
  const size = a90 === null ? `a90/95 unknown: ${reason}` : `a90/95 ${a90.toPrecision(3)}`
  return line(name, `${whole(escapes)} of ${whole(n)} escaped`, `at most ${percent(upper95)}`, size)
}

/** What would settle it, while that is open. */
function remedy(judgement: Page): string[] {
  const { verdict, accuracy, notDecidable, escape: escapes, falseReject, partsToSettle } = judgement
  if (verdict !== 'not-demonstrated') return []
  const known = escapes.n + falseReject.n
  if (known + notDecidable.count === 0)
    return ['', 'Say what the errors were: --escapes of --defective parts, --false-rejects of --good ones.']
  if (accuracy.n === 0 && notDecidable.count === 0)
    return ['', 'Give the other kind of part too: --escapes of --defective, --false-rejects of --good.']
  const kinds = [
    ...(escapes.partsToSettle > 0 ? [`${whole(escapes.partsToSettle)} defective`] : []),
    ...(falseReject.partsToSettle > 0 ? [`${whole(falseReject.partsToSettle)} good`] : []),
  ]
  const of = kinds.length > 0 ? ` (${kinds.join(' and ')} among them)` : ''
  return [
    '',
    `${many(partsToSettle, 'more part')}${of}, all judged right, would settle it.`,
    'Fix the number first: bounds that are read again after every part pass a system too easily.',
  ]
}
