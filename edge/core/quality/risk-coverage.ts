import type { Confident } from './calibration.ts'

/** Share of errors among the 1, 2, … most confident decisions. */
export function riskCoverage(decisions: readonly Confident[]): number[] {
  let wrong = 0
  return decisions
    .toSorted((a, b) => b.confidence - a.confidence)
    .map(({ isRight }, index) => {
      if (!isRight) wrong++
      return wrong / (index + 1)
    })
}

/** Area under the risk-coverage curve: the mean of its risks (science A9). */
export const aurc = (decisions: readonly Confident[]): number =>
  riskCoverage(decisions).reduce((sum, risk) => sum + risk, 0) / decisions.length
