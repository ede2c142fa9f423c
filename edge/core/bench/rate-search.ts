/** A rate that was tried: whether the load was carried within its bound. */
export interface Tried {
  readonly ratePerS: number
  readonly isKept: boolean
}

/**
 * The rate to try next on the way to the highest that keeps a bound: up by half or down to half until it lies between
 * two that were tried, then the geometric mean of those.
 */
export function nextRate(tried: readonly Tried[], guess: number): number {
  const rates = (isKept: boolean) =>
    tried.filter((one) => one.isKept === isKept).map(({ ratePerS }) => ratePerS)
  const [kept, broken] = [Math.max(0, ...rates(true)), Math.min(Number.POSITIVE_INFINITY, ...rates(false))]
  if (kept === 0 && broken === Number.POSITIVE_INFINITY) return guess
  if (kept === 0) return broken / 2
  return broken === Number.POSITIVE_INFINITY ? kept * 1.5 : Math.sqrt(kept * broken)
}
