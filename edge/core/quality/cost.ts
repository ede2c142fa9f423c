/** What one escape, one false reject and one review cost, in any one currency. */
export interface Costs {
  readonly escape: number
  readonly falseReject: number
  readonly review: number
}

/** From this probability of a defect on, refusing costs less than passing. */
export const cheapestThreshold = (costs: Costs): number =>
  costs.falseReject / (costs.falseReject + costs.escape)

/** Pass up to the first, refuse from the second, review between; null where a review costs too much to ever pay. */
export function cheapestReview(costs: Costs): { acceptUpTo: number; rejectFrom: number } | null {
  const { escape: missed, falseReject, review } = costs
  if (review >= (missed * falseReject) / (missed + falseReject)) return null
  return { acceptUpTo: review / missed, rejectFrom: 1 - review / falseReject }
}
