/** The value that a share of sorted values lies under, between two of them in proportion (Hyndman and Fan's type 7). */
export function quantileOf(sorted: ArrayLike<number>, share: number): number {
  const at = (sorted.length - 1) * share
  const low = Math.floor(at)
  const below = sorted[low] ?? Number.NaN
  const above = sorted[Math.min(low + 1, sorted.length - 1)] ?? Number.NaN
  return below + (above - below) * (at - low)
}

/** The middle value; NaN of none. */
export const medianOf = (values: ArrayLike<number>): number =>
  quantileOf(Float64Array.from(values).sort(), 0.5)
