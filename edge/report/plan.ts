import { binomialCdf } from '../core/quality/binomial.ts'
import { exactLower } from '../core/quality/bound.ts'
import { type Plan, passChance, smallestPlan } from '../core/quality/sample-size.ts'

/** What a fixed number of parts can show of a rate, before any of them is inspected (science A2). */
export interface TestPlan {
  readonly n: number
  readonly limit: number
  /** Demonstrated with at most so many wrong; null: n is too small even without any. */
  readonly allowed: number | null
  /** Refuted from so many wrong on; null: not even if all are. */
  readonly refutedFrom: number | null
  /** Chance to be demonstrated at a true rate of a quarter, half and three quarters of the limit. */
  readonly power: readonly { readonly trueRate: number; readonly chance: number }[]
  /** The smallest plan that a system at a quarter of the limit passes nine times of ten. */
  readonly enough: Plan | null
}

export function testPlan(n: number, limit: number, confidence = 0.95): TestPlan {
  const allowed = mostWhere(n, (k) => binomialCdf(k, n, limit) <= 1 - confidence)
  const notRefuted = mostWhere(n, (k) => exactLower(k, n, confidence) <= limit)
  const rates = [0.25, 0.5, 0.75].map((share) => Number((share * limit).toPrecision(12)))
  return {
    n,
    limit,
    allowed,
    refutedFrom: notRefuted === null || notRefuted >= n ? null : notRefuted + 1,
    power: rates.map((trueRate) => ({
      trueRate,
      chance: allowed === null ? 0 : passChance({ n, allowed }, trueRate),
    })),
    enough: smallestPlan(limit, rates[0] ?? limit),
  }
}

/** The greatest count in 0 … n for which `holds`, which once false stays false; null: none, or no part at all. */
function mostWhere(n: number, holds: (k: number) => boolean): number | null {
  if (n <= 0 || !holds(0)) return null
  let [low, high] = [0, n]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (holds(middle)) low = middle
    else high = middle - 1
  }
  return low
}
