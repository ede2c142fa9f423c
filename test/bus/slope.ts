import betaQuantile from '@stdlib/stats-base-dists-beta-quantile'

export interface Slope {
  readonly slope: number
  /** Of 95 %, by Student's t. */
  readonly interval95: readonly [number, number]
}

/** The straight line of least squares through points whose errors are independent. */
export function slopeOf(points: readonly { readonly x: number; readonly y: number }[]): Slope {
  const mean = (of: (point: { readonly x: number; readonly y: number }) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length
  const [meanX, meanY] = [mean(({ x }) => x), mean(({ y }) => y)]
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0)
  const slope = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread
  const residual = points.reduce((sum, { x, y }) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0)
  const freedom = points.length - 2
  const half = studentT(freedom) * Math.sqrt(residual / freedom / spread)
  return { slope, interval95: [slope - half, slope + half] }
}

/** The 97.5 % point of Student's t: if T has it, freedom / (freedom + T²) is Beta(freedom / 2, 1 / 2). */
export function studentT(freedom: number): number {
  return Math.sqrt(freedom * (1 / betaQuantile(0.05, freedom / 2, 0.5) - 1))
}

/** Means of so many stretches of equal length, since one sample of a memory is much like the next. */
export function batches(
  points: readonly { readonly x: number; readonly y: number }[],
  count: number,
): { readonly x: number; readonly y: number }[] {
  const size = Math.max(1, Math.floor(points.length / count))
  return Array.from({ length: Math.floor(points.length / size) }, (_, index) => {
    const some = points.slice(index * size, (index + 1) * size)
    const mean = (of: 'x' | 'y') => some.reduce((sum, point) => sum + point[of], 0) / some.length
    return { x: mean('x'), y: mean('y') }
  })
}
