import betainc from '@stdlib/math-base-special-betainc'
import betaln from '@stdlib/math-base-special-betaln'
import { bisect } from './bisect.ts'
import { firstWhere } from './first-where.ts'

/** Evidence from here on settles the claim; by Ville's inequality it is false in at most 1 case of 20, whenever one looks. */
export const settlingEvidence = 20

/** JSON knows no infinity: evidence is capped at e^690, about 10^299. */
const finiteExp = (logEvidence: number): number => Math.exp(Math.min(690, logEvidence))

/** log of p^k (1-p)^(n-k). */
const logLikelihood = (k: number, n: number, p: number): number => k * Math.log(p) + (n - k) * Math.log1p(-p)

/** log of the Beta(1,1) mixture truncated to one side of `limit`, against the point `limit` itself. */
function logMixture(k: number, n: number, limit: number, isUpper: boolean): number {
  const share = betainc(limit, 1 + k, 1 + n - k, true, isUpper)
  const prior = isUpper ? 1 - limit : limit
  return betaln(1 + k, 1 + n - k) + Math.log(share) - Math.log(prior) - logLikelihood(k, n, limit)
}

/**
 * Mixture e-process against "the error rate is `limit` or more", from k errors in n decided parts: mean at most 1
 * if that is so, growing without bound if the rate is smaller (Robbins 1970; Howard et al. 2021, beta-binomial).
 */
export const evidenceForClaim = (k: number, n: number, limit: number): number =>
  n === 0 ? 1 : finiteExp(logMixture(k, n, limit, false))

/** The mirror: evidence that the error rate is over `limit`. */
export const evidenceAgainstClaim = (k: number, n: number, limit: number): number =>
  n === 0 ? 1 : finiteExp(logMixture(k, n, limit, true))

/** How many more parts demonstrate the claim if none of them is wrong; 0 if it is demonstrated. */
export const partsToDemonstrate = (k: number, n: number, limit: number): number =>
  firstWhere(0, (more) => evidenceForClaim(k, n + more, limit) >= settlingEvidence)

/**
 * Anytime-valid 95 % interval of a proportion: every p that the mixture over Beta(shape, shape) does not speak
 * against (science A3). It holds at every moment of the run together.
 */
export function anytimeInterval(
  k: number,
  n: number,
  shape = 0.5,
): { readonly lower: number; readonly upper: number } {
  if (n === 0) return { lower: 0, upper: 1 }
  const mixture = betaln(shape + k, shape + n - k) - betaln(shape, shape)
  const isPlausible = (p: number) => mixture - logLikelihood(k, n, p) < Math.log(settlingEvidence)
  const best = k / n
  return {
    lower: k === 0 ? 0 : bisect(0, best, (p) => !isPlausible(p)),
    upper: k === n ? 1 : bisect(best, 1, isPlausible),
  }
}
