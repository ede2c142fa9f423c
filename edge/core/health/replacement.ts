/** What a planned repair and a failure cost, in any one currency. */
export interface RepairCosts {
  readonly planned: number
  readonly failure: number
}

/** How lives are spread: the share that survives so many hours. */
export type Survival = (hours: number) => number

export const weibullSurvival =
  (shape: number, scaleH: number): Survival =>
  (hours) =>
    Math.exp(-((hours / scaleH) ** shape))

/** Share of lives that are longer. */
export function empiricalSurvival(lives: readonly number[]): Survival {
  const sorted = [...lives].sort((a, b) => a - b)
  return (hours) => {
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sorted[middle] ?? 0) <= hours) low = middle + 1
      else high = middle
    }
    return 1 - low / sorted.length
  }
}

const steps = 4000

/**
 * Age replacement (Barlow and Hunter 1960): replace at failure or at this age. Returns the cost an hour at the best age
 * up to `longestH`, which is that age itself where waiting is never worse. Trapezoids of `longestH` / 4000.
 */
export function bestReplacement(
  survival: Survival,
  { planned, failure }: RepairCosts,
  longestH: number,
): { readonly ageH: number; readonly costPerH: number } {
  const stepH = longestH / steps
  let [best, hours, before] = [{ ageH: longestH, costPerH: Number.POSITIVE_INFINITY }, 0, survival(0)]
  for (let step = 1; step <= steps; step++) {
    const alive = survival(step * stepH)
    hours += (stepH * (before + alive)) / 2
    before = alive
    const costPerH = (planned * alive + failure * (1 - alive)) / hours
    if (costPerH < best.costPerH) best = { ageH: step * stepH, costPerH }
  }
  return best
}
