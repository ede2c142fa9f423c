import { normalCdf, normalQuantile } from './normal.ts'

/**
 * Two normal scores of equal spread, `separation` standard deviations apart: what an AUROC can promise at best
 * (science A4).
 */
export const separationOfAuroc = (auroc: number): number => Math.SQRT2 * normalQuantile(auroc)
export const separationOfBalancedAccuracy = (accuracy: number): number => 2 * normalQuantile(accuracy)
export const separationOfRates = (missRate: number, falseRejectRate: number): number =>
  normalQuantile(1 - missRate) + normalQuantile(1 - falseRejectRate)

export const aurocAt = (separation: number): number => normalCdf(separation / Math.SQRT2)
/** With the threshold midway. */
export const balancedAccuracyAt = (separation: number): number => normalCdf(separation / 2)
export const missRateAt = (separation: number, falseRejectRate: number): number =>
  normalCdf(normalQuantile(1 - falseRejectRate) - separation)
