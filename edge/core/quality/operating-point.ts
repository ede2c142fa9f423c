import { normalQuantile } from './normal.ts'

/** Parts by truth and verdict; positive means defective (law 5). */
export interface Confusion {
  readonly truePositive: number
  readonly falseNegative: number
  readonly falsePositive: number
  readonly trueNegative: number
}

/** The figures of one operating point (science A4). Shares from 0 to 1; NaN where a kind of part is missing. */
export function operatingPoint(confusion: Confusion) {
  const { truePositive: tp, falseNegative: fn, falsePositive: fp, trueNegative: tn } = confusion
  const [missRate, falseRejectRate] = [fn / (tp + fn), fp / (fp + tn)]
  return {
    accuracy: (tp + tn) / (tp + fn + fp + tn),
    missRate,
    falseRejectRate,
    balancedAccuracy: 1 - (missRate + falseRejectRate) / 2,
    precision: tp / (tp + fp),
    f1: (2 * tp) / (2 * tp + fp + fn),
    mcc: (tp * tn - fp * fn) / Math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)),
    escapesAmongPassed: fn / (fn + tn),
  }
}

/** What a miss rate and a false reject rate come to at a production prevalence. */
export function atPrevalence(prevalence: number, missRate: number, falseRejectRate: number) {
  const [refused, falseRejects] = [prevalence * (1 - missRate), (1 - prevalence) * falseRejectRate]
  const [escapes, passed] = [prevalence * missRate, (1 - prevalence) * (1 - falseRejectRate)]
  return {
    ppv: refused / (refused + falseRejects),
    accuracy: refused + passed,
    escapesAmongShipped: escapes / (escapes + passed),
  }
}

/** Defects per million opportunities. */
export const dpmo = (defects: number, units: number, opportunities = 1): number =>
  (1e6 * defects) / (units * opportunities)

/** Short-term sigma level of a DPMO, with the customary shift of 1.5. */
export const sigmaLevel = (perMillion: number): number => normalQuantile(1 - perMillion / 1e6) + 1.5
