import betaQuantile from '@stdlib/stats-base-dists-beta-quantile'

/**
 * Exact one-sided upper bound of a proportion (Clopper and Pearson 1934) at `confidence`; k errors in n trials.
 * Valid at a fixed n only: for a number that updates live use `anytimeUpper`.
 */
export function exactUpper(k: number, n: number, confidence = 0.95): number {
  return k >= n ? 1 : betaQuantile(confidence, k + 1, n - k)
}

/** The matching one-sided lower bound. */
export function exactLower(k: number, n: number, confidence = 0.95): number {
  // 1 - 0.95 is a hair over 0.05, and one error in one part would refute a limit of 5 %.
  const risk = Number((1 - confidence).toPrecision(12))
  return k <= 0 ? 0 : betaQuantile(risk, k, n - k + 1)
}
