import { binomialCdf } from './binomial.ts'
import { firstWhere } from './first-where.ts'

/** Limits of a control chart; the lower one is never under 0. */
export interface ControlLimits {
  readonly lower: number
  readonly centre: number
  readonly upper: number
}

const threeSigma = (centre: number, deviation: number): ControlLimits => ({
  lower: Math.max(0, centre - 3 * deviation),
  centre,
  upper: centre + 3 * deviation,
})

/** p chart: shares of n parts each. For rare defects the normal law misleads: `exactUpperLimit`, or the CUSUM below. */
export const pLimits = (share: number, n: number): ControlLimits =>
  threeSigma(share, Math.sqrt((share * (1 - share)) / n))

/** u chart: defects a unit, n units a sample. */
export const uLimits = (perUnit: number, n: number): ControlLimits =>
  threeSigma(perUnit, Math.sqrt(perUnit / n))

/** Chance of at least `count` defective parts among n. */
export const chanceOfAtLeast = (count: number, n: number, share: number): number =>
  1 - binomialCdf(count - 1, n, share)

/** The smallest count that is reached by chance at most so often: the exact upper limit; its default is that of 3 sigma. */
export const exactUpperLimit = (n: number, share: number, falseAlarm = 0.00135): number =>
  firstWhere(0, (count) => chanceOfAtLeast(count, n, share) <= falseAlarm)

/** Bernoulli CUSUM between a good rate p0 and a bad one p1 (Reynolds and Stoumbos 1999). */
export function bernoulliCusum(p0: number, p1: number) {
  const r1 = -Math.log((1 - p1) / (1 - p0))
  const r2 = Math.log((p1 * (1 - p0)) / (p0 * (1 - p1)))
  const gamma = r1 / r2
  /** After the next part; a run of bad ones lets it grow, and a limit on it signals. */
  const step = (before: number, isBad: boolean): number => Math.max(0, before + Number(isBad) - gamma)
  return { r1, r2, gamma, step }
}
