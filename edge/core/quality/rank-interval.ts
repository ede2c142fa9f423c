import { binomialCdf } from './binomial.ts'
import { firstWhere } from './first-where.ts'

/** The rank (from 1) of n sorted values that is an upper bound of their quantile; null: n is too small for one. */
export function upperRank(n: number, quantile: number, confidence = 0.95): number | null {
  const rank = firstWhere(1, (candidate) => binomialCdf(candidate - 1, n, quantile) >= confidence)
  return rank > n ? null : rank
}

/** The rank that is a lower bound; null: n is too small for one. */
export function lowerRank(n: number, quantile: number, confidence = 0.95): number | null {
  const rank = n + 1 - firstWhere(1, (back) => binomialCdf(n - back, n, quantile) <= 1 - confidence)
  return rank < 1 ? null : rank
}

/** Ranks between which a quantile lies, without any assumption on the distribution, and the chance that it does. */
export function rankInterval(n: number, quantile: number, confidence = 0.95) {
  const oneSided = (1 + confidence) / 2
  const [lower, upper] = [lowerRank(n, quantile, oneSided), upperRank(n, quantile, oneSided)]
  if (lower === null || upper === null) return null
  const coverage = binomialCdf(upper - 1, n, quantile) - binomialCdf(lower - 1, n, quantile)
  return { lower, upper, coverage }
}
