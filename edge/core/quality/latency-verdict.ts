import type { Verdict } from '../../contract/claim.ts'
import { lowerRank, upperRank } from './rank-interval.ts'

/** One-sided 95 % rank bounds on p99, no distribution assumed (science A11); null: too few for a bound. */
export interface TailBounds {
  readonly p99Lower95: number | null
  readonly p99Upper95: number | null
}

/** @param sorted ascending */
export function tailBounds(sorted: readonly number[]): TailBounds {
  const at = (rank: number | null) => (rank === null ? null : (sorted[rank - 1] ?? null))
  return {
    p99Lower95: at(lowerRank(sorted.length, 0.99)),
    p99Upper95: at(upperRank(sorted.length, 0.99)),
  }
}

/** What latencies say about a claim on their 99th percentile: demonstrated under the limit, refuted over it. */
export function latencyVerdict({ p99Lower95, p99Upper95 }: TailBounds, limitMs: number): Verdict {
  if (p99Upper95 !== null && p99Upper95 < limitMs) return 'demonstrated'
  return p99Lower95 !== null && p99Lower95 >= limitMs ? 'refuted' : 'not-demonstrated'
}
