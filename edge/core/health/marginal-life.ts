import { quantileOf } from '../quality/quantile.ts'

/**
 * Width, hours, of the 90 % interval of the remaining life for whoever knows only how lives are spread and that this
 * one has lasted so long. NaN where none lasted so long.
 * @param sortedH whole lives, ascending
 */
export function marginalWidthH(sortedH: Float64Array, ageH: number): number {
  const longer = sortedH.subarray(sortedH.findIndex((lifeH) => lifeH > ageH))
  if (!((sortedH.at(-1) ?? 0) > ageH)) return Number.NaN
  return quantileOf(longer, 0.95) - quantileOf(longer, 0.05)
}
