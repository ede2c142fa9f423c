import { JidokaError } from '../../contract/error.ts'
import type { Counts, Share } from './judgement.ts'

/** Counts without a table, as a person gives them. */
export interface BareCounts {
  readonly errors?: number | undefined
  readonly n?: number | undefined
  readonly escapes?: number | undefined
  readonly defective?: number | undefined
  readonly falseRejects?: number | undefined
  readonly good?: number | undefined
}

const none: Share = { count: 0, n: 0 }

/**
 * The counts that these come to. Errors are escapes and false rejects together: two of the three pairs give the third,
 * and one alone leaves the others unknown.
 * @throws {JidokaError} USAGE for half a pair, more errors than parts, or pairs that contradict each other
 */
export function countsFrom(bare: BareCounts): Counts {
  const total = pair(bare.errors, bare.n, '--errors', '--n')
  const escapes = pair(bare.escapes, bare.defective, '--escapes', '--defective')
  const falseRejects = pair(bare.falseRejects, bare.good, '--false-rejects', '--good')
  const counts = {
    wrong: total ?? (escapes && falseRejects ? combine(escapes, falseRejects, 1) : none),
    escape: escapes ?? (total && falseRejects ? combine(total, falseRejects, -1) : none),
    falseReject: falseRejects ?? (total && escapes ? combine(total, escapes, -1) : none),
  }
  if (total && escapes && falseRejects) {
    const sum = combine(escapes, falseRejects, 1)
    if (sum.count !== total.count || sum.n !== total.n) contradict()
  }
  if (Object.values(counts).some(({ count, n }) => count < 0 || count > n)) contradict()
  return { ...counts, undecided: { good: 0, defective: 0 }, classes: [] }
}

const combine = (a: Share, b: Share, sign: 1 | -1): Share => ({
  count: a.count + sign * b.count,
  n: a.n + sign * b.n,
})

function contradict(): never {
  const cause =
    'The counts contradict each other: errors are escapes and false rejects, n is defective and good.'
  throw new JidokaError('USAGE', cause)
}

/** A count and its parts: both or neither. */
function pair(
  count: number | undefined,
  n: number | undefined,
  countName: string,
  nName: string,
): Share | null {
  if (count === undefined && n === undefined) return null
  if (count === undefined || n === undefined)
    throw new JidokaError('USAGE', `${countName} and ${nName} go together.`)
  if (n === 0) throw new JidokaError('USAGE', `${nName} 0 says nothing: leave both out.`)
  if (count > n) throw new JidokaError('USAGE', `${countName} ${count} is more than ${nName} ${n}.`)
  return { count, n }
}
