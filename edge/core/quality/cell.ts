import { binomialCdf } from './binomial.ts'
import type { Counts, Limits, Share } from './judgement.ts'

/** Chance of at least so many in n at exactly the limit: small where the limit is refuted. */
const refutation = ({ count, n }: Share, limit: number): number =>
  count === 0 ? 1 : 1 - binomialCdf(count - 1, n, limit)

/**
 * Which of several cells are refuted, all together wrong with at most 5 %: Holm's step-down test (1979) over accuracy,
 * escapes and false rejects of every cell.
 */
export function refutedCells(cells: readonly Counts[], limits: Limits, risk = 0.05): boolean[] {
  const tests = cells.flatMap((counts, cell) => [
    { cell, p: refutation(counts.wrong, 1 - limits.claim) },
    { cell, p: refutation(counts.escape, limits.maxEscapeRate) },
    { cell, p: refutation(counts.falseReject, limits.maxFalseRejectRate) },
  ])
  const refuted = cells.map(() => false)
  const sorted = tests.toSorted((a, b) => a.p - b.p)
  for (const [index, { cell, p }] of sorted.entries()) {
    if (p > risk / (sorted.length - index)) break
    refuted[cell] = true
  }
  return refuted
}
