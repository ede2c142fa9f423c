import type { Verdict } from '../../contract/claim.ts'
import { exactLower, exactUpper } from './bound.ts'

/**
 * Verdict on `the error rate is at most limit` from k errors in n parts, n fixed beforehand: demonstrated if the exact
 * one-sided upper bound is at most the limit, refuted if the lower one is over it (science A2).
 */
export function rateVerdict(k: number, n: number, limit: number, confidence = 0.95): Verdict {
  if (exactUpper(k, n, confidence) <= limit) return 'demonstrated'
  return exactLower(k, n, confidence) > limit ? 'refuted' : 'not-demonstrated'
}

/** A statement that joins others: demonstrated if each is, refuted if one is. */
export function jointVerdict(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('refuted')) return 'refuted'
  return verdicts.includes('not-demonstrated') ? 'not-demonstrated' : 'demonstrated'
}
