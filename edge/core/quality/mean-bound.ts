/** How many parts had a value: what one of them costs, or its chance to end badly. */
export interface Valued {
  readonly value: number
  readonly count: number
}

/**
 * A bound of the mean value of parts from as many binomial bounds as there are steps between the values:
 * E[X] = v₀ + Σ (vᵢ − vᵢ₋₁) P(X ≥ vᵢ), so with m steps each bound at 1 − α/m gives the mean at 1 − α (Bonferroni),
 * whatever the true shares. With `bound` the share itself it is the mean of what was seen.
 * @param bound bound of the share of k parts among n, falling nowhere in k
 */
export function meanBound(
  seen: readonly [Valued, ...Valued[]],
  bound: (k: number, n: number) => number,
): number {
  const rising = seen.toSorted((a, b) => a.value - b.value)
  const n = seen.reduce((sum, { count }) => sum + count, 0)
  let above = n
  let before: Valued | undefined
  let mean = 0
  for (const step of rising) {
    mean += before ? (step.value - before.value) * bound(above, n) : step.value
    above -= step.count
    before = step
  }
  return mean
}
