import { medianOf } from '../quality/quantile.ts'

/** How one sensor behaved in the training rows. */
export interface SensorScale {
  /** Column of the row, from 0. */
  readonly column: number
  /** Median, in the unit of the sensor. */
  readonly centre: number
  /** Robust standard deviation, in the unit of the sensor. */
  readonly spread: number
  /** Variance by which its level may yet wander off without harm, in squares of `spread`. */
  readonly wander: number
}

/** Training rows that are needed at least: two for each block. */
export const leastTrainRows = 32
const blocks = 16

/** A wander is a forecast from few blocks: its variance counts so many times. */
const wanderMargin = 3

/** What lies beyond is no measurement, and its squares are no numbers. */
const [leastDeviation, mostDeviation] = [1e-100, 1e100]

/** A sensor that is read out in coarse steps rests between two of them: its spread is no less than this share of one. */
const leastStepShare = 0.4

/**
 * The scale of a sensor from its training values (NaN: a gap), or null for one that is constant, or mostly gaps.
 * How far its level may go in the time to come is read from the variogram (Matheron 1963): what block means differ by
 * half of the training rows apart, times the growth of that difference since an eighth, which is 1 for a sensor that
 * keeps its level, 4 for a random walk and 16 for a steady drift.
 */
export function scaleOf(values: Float64Array, column: number): SensorScale | null {
  const known = values.filter(Number.isFinite)
  if (known.length < Math.max(leastTrainRows / 2, values.length / 2)) return null
  const centre = medianOf(known)
  const deviation = Math.sqrt(meanSquare(known.map((value) => value - meanValue(known))))
  if (!(deviation > Math.max(leastDeviation, 1e-9 * Math.abs(centre)) && deviation < mostDeviation))
    return null
  const robust = 1.4826 * medianOf(known.map((value) => Math.abs(value - centre)))
  const spread = Math.max(robust, 0.6 * deviation, leastStepShare * stepOf(known))
  const levels = blockMeans(values).map((level) => (level - centre) / spread)
  const [short, long] = [variogram(levels, blocks / 8), variogram(levels, blocks / 2)]
  const growth = Math.min(16, Math.max(1, long / Math.max(short, 1e-12)))
  return { column, centre, spread, wander: wanderMargin * long * (growth - 1) }
}

const meanValue = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
const meanSquare = (values: Float64Array): number => meanValue(values.map((value) => value * value))

/** The step of a sensor that is read out in a few steps only; 0 for any other. */
function stepOf(values: Float64Array): number {
  const distinct = [...new Set(values)].sort((a, b) => a - b)
  if (distinct.length > 20) return 0
  return distinct.slice(1).reduce((least, value, i) => Math.min(least, value - (distinct[i] ?? 0)), Infinity)
}

/** Means of equal blocks; NaN for one that is all gaps. */
function blockMeans(values: Float64Array): number[] {
  const length = Math.floor(values.length / blocks)
  return Array.from({ length: blocks }, (_, block) =>
    meanValue(values.subarray(block * length, (block + 1) * length).filter(Number.isFinite)),
  )
}

/** Half of the mean squared difference of levels `lag` blocks apart. */
function variogram(levels: readonly number[], lag: number): number {
  const squares = levels
    .slice(lag)
    .map((level, block) => (level - (levels[block] ?? Number.NaN)) ** 2)
    .filter(Number.isFinite)
  return squares.length === 0 ? 0 : meanValue(Float64Array.from(squares)) / 2
}
