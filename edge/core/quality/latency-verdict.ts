import type { Verdict } from '../../contract/claim.ts'
import { lowerRank, upperRank } from './rank-interval.ts'

/** What n latencies say about a claim on their 99th percentile; null: too few for a bound. */
export interface LatencyVerdict {
  readonly verdict: Verdict
  readonly lower95Ms: number | null
  readonly upper95Ms: number | null
}

/** Rank bounds on p99, no distribution assumed (science A11): demonstrated under the limit, refuted over it. */
export function latencyVerdict(latenciesMs: readonly number[], limitMs: number): LatencyVerdict {
  const sorted = latenciesMs.toSorted((a, b) => a - b)
  const at = (rank: number | null) => (rank === null ? null : (sorted[rank - 1] ?? null))
  const upper95Ms = at(upperRank(sorted.length, 0.99))
  const lower95Ms = at(lowerRank(sorted.length, 0.99))
  const isUnder = upper95Ms !== null && upper95Ms < limitMs
  const isOver = lower95Ms !== null && lower95Ms >= limitMs
  return { verdict: isUnder ? 'demonstrated' : isOver ? 'refuted' : 'not-demonstrated', lower95Ms, upper95Ms }
}
