import type { ScoredPart } from './threshold.ts'

/** Parts from the highest score down, ties as one step: true and false positives if all down to there are refused. */
function stepsDown(parts: readonly ScoredPart[]): { truePositive: number; falsePositive: number }[] {
  const steps: { truePositive: number; falsePositive: number }[] = []
  let [truePositive, falsePositive] = [0, 0]
  const sorted = parts.toSorted((a, b) => b.score - a.score)
  for (const [index, { score, isDefective }] of sorted.entries()) {
    if (isDefective) truePositive++
    else falsePositive++
    if (sorted[index + 1]?.score !== score) steps.push({ truePositive, falsePositive })
  }
  return steps
}

/** Average precision: precision at each step weighted by the recall gained there. NaN without a defective part. */
export function averagePrecision(parts: readonly ScoredPart[]): number {
  const defective = parts.filter((part) => part.isDefective).length
  let [area, found] = [0, 0]
  for (const { truePositive, falsePositive } of stepsDown(parts)) {
    area += ((truePositive - found) / defective) * (truePositive / (truePositive + falsePositive))
    found = truePositive
  }
  return defective === 0 ? Number.NaN : area
}

/** The best F1 that any threshold reaches. NaN without a defective part. */
export function f1Max(parts: readonly ScoredPart[]): number {
  const defective = parts.filter((part) => part.isDefective).length
  if (defective === 0) return Number.NaN
  return Math.max(
    ...stepsDown(parts).map(
      ({ truePositive, falsePositive }) => (2 * truePositive) / (truePositive + falsePositive + defective),
    ),
  )
}
