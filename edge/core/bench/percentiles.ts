import type { Percentiles } from '../../contract/bench.ts'
import { rankInterval } from '../quality/rank-interval.ts'

/** Nearest-rank percentiles, with intervals that assume no distribution (science A11). */
export function percentilesOf(latenciesMs: readonly number[]): Percentiles {
  const sorted = latenciesMs.toSorted((a, b) => a - b)
  const n = sorted.length
  const rank = (position: number) => round(sorted[Math.min(n, Math.max(1, position)) - 1] ?? 0)
  const at = (share: number) => rank(Math.ceil(share * n))
  const interval = (share: number): [number, number] | null => {
    const ranks = n > 0 ? rankInterval(n, share) : null
    return ranks && [rank(ranks.lower), rank(ranks.upper)]
  }
  return {
    n,
    ...{ p50: at(0.5), p90: at(0.9), p99: at(0.99), p999: at(0.999) },
    interval95: { p50: interval(0.5), p90: interval(0.9), p99: interval(0.99) },
  }
}

const round = (ms: number): number => Math.round(1000 * ms) / 1000
