import { eigenPairs } from './eigen.ts'

/** The few quantities behind many sensors, each with variance 1 over the rows learnt from. */
export type Factors = (row: Float64Array) => Float64Array

/** A factor counts if it varies so many times as much as its noise does. */
const leastSignal = 2
/** Of the mean noise, and in squares of a spread: a sensor that hardly has any must not rule. */
const [leastNoiseShare, leastNoise] = [1e-6, 1e-12] as const

/**
 * Finds the combinations of sensors that change slowly beside their noise: maximum autocorrelation factors (Switzer and
 * Green 1984). The noise is what neighbouring rows differ by. In C-MAPSS FD001 it leaves two of fourteen sensors, as the
 * simulator has it: the efficiency and the flow that one component loses.
 *
 * @param series rows of sensors in the order of time, a machine each
 */
export function learnFactors(series: readonly (readonly Float64Array[])[]): Factors {
  const rows = series.flat()
  const mean = Float64Array.from(
    rows[0] ?? [],
    (_, i) => rows.reduce((sum, row) => sum + (row[i] ?? 0), 0) / rows.length,
  )
  const steps = series.flatMap((one) => one.slice(1).map((row, i) => minus(row, one[i])))
  const noise = momentOf(steps).map((row) => row.map((value) => value / 2))
  const whitening = whiteningOf(noise)
  const white = (row: Float64Array) => whitening.map((direction) => dot(direction, row))
  const pairs = eigenPairs(momentOf(rows.map((row) => Float64Array.from(white(minus(row, mean))))))
  const count = Math.max(1, pairs.filter(({ value }) => value >= leastSignal).length)
  const directions = pairs
    .slice(0, count)
    .map(({ value, vector }) =>
      mean.map(
        (_, i) =>
          whitening.reduce((sum, axis, k) => sum + (vector[k] ?? 0) * (axis[i] ?? 0), 0) / Math.sqrt(value),
      ),
    )
  return (row) => Float64Array.from(directions, (direction) => dot(direction, minus(row, mean)))
}

/** Directions along which the noise has variance 1, and none in common. */
function whiteningOf(noise: readonly Float64Array[]): Float64Array[] {
  const pairs = eigenPairs(noise)
  const mean = pairs.reduce((sum, { value }) => sum + value, 0) / pairs.length
  const floor = Math.max(leastNoise, leastNoiseShare * mean)
  return pairs.map(({ value, vector }) => vector.map((x) => x / Math.sqrt(Math.max(value, floor))))
}

/** The mean of row times row, a square matrix. */
function momentOf(rows: readonly Float64Array[]): Float64Array[] {
  const width = rows[0]?.length ?? 0
  const moment = Array.from({ length: width }, () => new Float64Array(width))
  for (const row of rows)
    for (const [i, line] of moment.entries())
      for (let j = 0; j < line.length; j++)
        line[j] = (line[j] ?? 0) + ((row[i] ?? 0) * (row[j] ?? 0)) / rows.length
  return moment
}

const minus = (row: Float64Array, other: Float64Array | undefined): Float64Array =>
  row.map((value, i) => value - (other?.[i] ?? 0))

const dot = (one: Float64Array, other: Float64Array): number =>
  one.reduce((sum, value, i) => sum + value * (other[i] ?? 0), 0)
