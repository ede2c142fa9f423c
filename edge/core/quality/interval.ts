import betaQuantile from '@stdlib/stats-base-dists-beta-quantile'
import { exactLower, exactUpper } from './bound.ts'
import { normalQuantile } from './normal.ts'

/** A two-sided interval of a proportion. */
export interface Interval {
  readonly lower: number
  readonly upper: number
}

/** Exact two-sided interval (Clopper and Pearson 1934): never covers less than it says. */
export function clopperPearson(k: number, n: number, confidence = 0.95): Interval {
  const oneSided = (1 + confidence) / 2
  return { lower: exactLower(k, n, oneSided), upper: exactUpper(k, n, oneSided) }
}

/** Wilson's interval (1927): right on average only, so for display, never for a verdict. */
export function wilson(k: number, n: number, confidence = 0.95): Interval {
  const z2 = normalQuantile((1 + confidence) / 2) ** 2
  const share = k / n
  const centre = (share + z2 / (2 * n)) / (1 + z2 / n)
  const half = Math.sqrt(z2 * ((share * (1 - share)) / n + z2 / (4 * n * n))) / (1 + z2 / n)
  return { lower: k === 0 ? 0 : centre - half, upper: k === n ? 1 : centre + half }
}

/** Jeffreys' interval, closed at 0 and n errors (Brown, Cai and DasGupta 2001): for display too. */
export function jeffreys(k: number, n: number, confidence = 0.95): Interval {
  const tail = (1 - confidence) / 2
  const quantile = (p: number) => betaQuantile(p, k + 0.5, n - k + 0.5)
  return { lower: k === 0 ? 0 : quantile(tail), upper: k === n ? 1 : quantile(1 - tail) }
}
