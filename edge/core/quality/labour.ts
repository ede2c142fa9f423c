import type { Assumptions } from '../../contract/assumption.ts'
import type { Counts } from './judgement.ts'

/** Seconds of a person's time that one part takes, by what the model says of it. */
export type LabourTimes = Pick<Assumptions, 'manualS' | 'reviewS' | 'confirmS' | 'auditShare'>
export type LabourAssumptions = LabourTimes & Pick<Assumptions, 'prevalence'>

export const usualLabour: LabourAssumptions = {
  prevalence: 0.02,
  manualS: 6,
  reviewS: 12,
  confirmS: 6,
  auditShare: 0.02,
}

/** Parts by what the model says of them: passed, refused, or left to a person. */
export interface Ends {
  readonly ok: number
  readonly notOk: number
  readonly review: number
}
/** The same as shares; together 1. */
export type Shares = Ends

/** A person's seconds a part, by the work: wages differ. `audit` is done by inspectors, the rest by reviewers. */
export const secondsPerPart = ({ ok, notOk, review }: Shares, a: LabourTimes) => ({
  review: review * a.reviewS,
  confirm: notOk * a.confirmS,
  audit: ok * a.auditShare * a.manualS,
})

/** Share of inspection hours saved against a person looking at every part (science D). */
export function hoursReduction(shares: Shares, a: LabourTimes): number {
  const { review, confirm, audit } = secondsPerPart(shares, a)
  return 1 - (review + confirm + audit) / a.manualS
}

/** Share of the wages for inspection saved: reviewers and inspectors are paid by their grade. */
export function costReduction(
  shares: Shares,
  a: LabourTimes & Pick<Assumptions, 'wageManualPerHour' | 'wageReviewPerHour'>,
): number {
  const { review, confirm, audit } = secondsPerPart(shares, a)
  const ofReviewers = ((review + confirm) * a.wageReviewPerHour) / a.wageManualPerHour
  return 1 - (ofReviewers + audit) / a.manualS
}

/** Both reductions at production prevalence; null where one kind of part was never seen. */
export function priceOf(
  counts: Counts,
  a: Assumptions,
): { hoursReduction: number | null; costReduction: number | null } {
  const shares = sharesAt(counts, a.prevalence)
  return {
    hoursReduction: shares && hoursReduction(shares, a),
    costReduction: shares && costReduction(shares, a),
  }
}

/** How many parts of each kind ended where. */
export const endsOf = ({
  escape: passed,
  falseReject,
  undecided,
}: Counts): Record<'defective' | 'good', Ends> => ({
  defective: { ok: passed.count, notOk: passed.n - passed.count, review: undecided.defective },
  good: { ok: falseReject.n - falseReject.count, notOk: falseReject.count, review: undecided.good },
})

export const partsIn = ({ ok, notOk, review }: Ends): number => ok + notOk + review

/** The run's shares, class by class, weighted to production; null where one kind of part was never seen. */
export function sharesAt(counts: Counts, prevalence: number): Shares | null {
  const { defective, good } = endsOf(counts)
  const [defectives, goods] = [partsIn(defective), partsIn(good)]
  if (defectives === 0 || goods === 0) return null
  const weigh = (end: keyof Ends) =>
    (prevalence * defective[end]) / defectives + ((1 - prevalence) * good[end]) / goods
  return { ok: weigh('ok'), notOk: weigh('notOk'), review: weigh('review') }
}
