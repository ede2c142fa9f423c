/** Parts by score in steps of the grid, 0 to `scoreSteps`, good and defective apart. */
export interface Ranked {
  readonly good: ArrayLike<number>
  readonly defective: ArrayLike<number>
}

export const total = (counts: ArrayLike<number>): number => {
  let sum = 0
  for (let bin = 0; bin < counts.length; bin++) sum += counts[bin] ?? 0
  return sum
}

/** Area under the ROC curve, ties counted half; null without both kinds of part. Equal to `auroc` of the listed parts. */
export function aurocOf({ good, defective }: Ranked): number | null {
  const pairs = total(good) * total(defective)
  if (pairs === 0) return null
  let [area, lower] = [0, 0]
  for (let bin = 0; bin < good.length; bin++) {
    const here = good[bin] ?? 0
    area += (defective[bin] ?? 0) * (lower + here / 2)
    lower += here
  }
  return area / pairs
}

/** Every threshold from the highest score down: parts refused if all from there on are. */
function* stepsDown({ good, defective }: Ranked) {
  let [truePositive, falsePositive] = [0, 0]
  for (let bin = good.length - 1; bin >= 0; bin--) {
    const [hits, rejects] = [defective[bin] ?? 0, good[bin] ?? 0]
    if (hits === 0 && rejects === 0) continue
    truePositive += hits
    falsePositive += rejects
    yield { truePositive, falsePositive }
  }
}

/** Average precision: precision at each step weighted by the recall gained there; null without a defective part. */
export function averagePrecisionOf(ranked: Ranked): number | null {
  const defective = total(ranked.defective)
  if (defective === 0) return null
  let [area, found] = [0, 0]
  for (const { truePositive, falsePositive } of stepsDown(ranked)) {
    area += ((truePositive - found) / defective) * (truePositive / (truePositive + falsePositive))
    found = truePositive
  }
  return area
}

/** The best F1 that any threshold reaches; null without a defective part. */
export function f1MaxOf(ranked: Ranked): number | null {
  const defective = total(ranked.defective)
  if (defective === 0) return null
  let best = 0
  for (const { truePositive, falsePositive } of stepsDown(ranked))
    best = Math.max(best, (2 * truePositive) / (truePositive + falsePositive + defective))
  return best
}

/** Points of the ROC curve from (0, 0) to (1, 1), at most 200; none without both kinds of part. */
export function rocPoints(ranked: Ranked): { falseRejectRate: number; hitRate: number }[] {
  const [good, defective] = [total(ranked.good), total(ranked.defective)]
  if (good === 0 || defective === 0) return []
  const steps = [...stepsDown(ranked)].map(({ truePositive, falsePositive }) => ({
    falseRejectRate: falsePositive / good,
    hitRate: truePositive / defective,
  }))
  // The way from one corner to the other is 2 long.
  return thinned([{ falseRejectRate: 0, hitRate: 0 }, ...steps], (p) => p.falseRejectRate + p.hitRate, 2)
}

/** At most so many points of a curve are kept. */
const mostPoints = 200

/** Points of a curve with even gaps along a `place` that never falls, from 0 to `length`; the ends are kept. */
export function thinned<P>(points: readonly P[], place: (point: P) => number, length: number): P[] {
  if (points.length <= mostPoints) return [...points]
  const gap = length / (mostPoints - 2)
  let last = Number.NEGATIVE_INFINITY
  return points.filter((point, index) => {
    if (index < points.length - 1 && place(point) - last < gap) return false
    last = place(point)
    return true
  })
}
