import { binomialCdf } from './binomial.ts'
import { firstWhere } from './first-where.ts'

/** The smallest number of parts that demonstrates an error rate of at most `limit` with k errors among them. */
export const smallestSample = (k: number, limit: number, confidence = 0.95): number =>
  firstWhere(k + 1, (n) => binomialCdf(k, n, limit) <= 1 - confidence)

/** A test fixed beforehand: so many parts, of which at most so many may be wrong. */
export interface Plan {
  readonly n: number
  readonly allowed: number
}

/** Chance that a system of this true error rate passes the plan. */
export const passChance = ({ n, allowed }: Plan, trueRate: number): number =>
  binomialCdf(allowed, n, trueRate)

/**
 * The smallest plan that demonstrates `limit` and that a system of `trueRate` passes with the chance `power`;
 * null unless the true rate is under nine tenths of the limit, since from there on no plan is practicable.
 */
export function smallestPlan(limit: number, trueRate: number, power = 0.9, confidence = 0.95): Plan | null {
  if (trueRate > 0.9 * limit) return null
  for (let allowed = 0; ; allowed++) {
    const plan = { n: smallestSample(allowed, limit, confidence), allowed }
    if (passChance(plan, trueRate) >= power) return plan
  }
}

/**
 * The smallest sample of a finite lot that, with nothing found, shows that the lot holds fewer than `defective`
 * defective parts (hypergeometric).
 */
export function smallestLotSample(lot: number, defective: number, confidence = 0.95): number {
  const noneFound = (n: number) => {
    let chance = 1
    for (let part = 0; part < defective; part++) chance *= Math.max(0, lot - n - part) / (lot - part)
    return chance
  }
  return firstWhere(0, (n) => noneFound(n) <= 1 - confidence)
}

/** By how much `images` images of one part, correlated by `rho`, shrink a sample: count parts, not frames. */
export const designEffect = (images: number, rho: number): number => 1 + (images - 1) * rho
