import type { Claim } from '../../contract/claim.ts'

/** 99.8 % accuracy is an error rate of at most 0.002. */
export /** 99.8 % accuracy is an error rate of at most 0.002. */
function claimedErrorRate(claims: readonly Claim[]): number {
  const figure = claims.find((claim) => claim.id === 'accuracy')?.figure ?? 99.8
  return Math.round((100 - figure) * 1e6) / 1e8
}
