import type { Counts } from './judgement.ts'

/** What one part costs in a person's time; every number is an assumption and is shown beside the result. */
export interface LabourAssumptions {
  /** Share of defective parts in production, to which the run's shares are weighted. */
  readonly prevalence: number
  readonly manualS: number
  /** Looking at an undecided part, and confirming a refused one. */
  readonly reviewS: number
  readonly confirmS: number
  /** Share of the passed parts that a person looks at all the same. */
  readonly auditShare: number
}

export const usualLabour: LabourAssumptions = {
  prevalence: 0.02,
  manualS: 6,
  reviewS: 12,
  confirmS: 6,
  auditShare: 0.02,
}

/** Where parts end: passed, refused, or with a person; together 1. */
export interface Shares {
  readonly ok: number
  readonly notOk: number
  readonly review: number
}

/** Share of inspection hours saved against a person looking at every part (science D). */
export const hoursReduction = ({ ok, notOk, review }: Shares, a: LabourAssumptions): number =>
  1 - (review * a.reviewS + notOk * a.confirmS + ok * a.auditShare * a.manualS) / a.manualS

/** The run's shares, class by class, weighted to production; null where one kind of part was never seen. */
export function sharesAt(
  { escape: passed, falseReject, undecided }: Counts,
  prevalence: number,
): Shares | null {
  const defective = passed.n + undecided.defective
  const good = falseReject.n + undecided.good
  if (defective === 0 || good === 0) return null
  const weigh = (ofDefective: number, ofGood: number) =>
    (prevalence * ofDefective) / defective + ((1 - prevalence) * ofGood) / good
  return {
    ok: weigh(passed.count, falseReject.n - falseReject.count),
    notOk: weigh(passed.n - passed.count, falseReject.count),
    review: weigh(undecided.defective, undecided.good),
  }
}
