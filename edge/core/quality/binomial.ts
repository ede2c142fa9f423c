import betainc from '@stdlib/math-base-special-betainc'

/** Chance of at most k errors in n independent trials at error rate p, by the incomplete beta function. */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0
  return k >= n ? 1 : betainc(p, k + 1, n - k, true, true)
}
