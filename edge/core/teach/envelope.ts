import type { Envelope } from '../../contract/card.ts'
import { featureNames } from '../vision/monitor.ts'

/** So many ranges on either side of what was seen: a handful of images shows little of what is normal. */
const room = 1
/** A lamp that never changed while the images were taken may still change by so much. */
const leastRange: Readonly<Record<string, number>> = { brightness: 12 }
const leastLogRange = 0.4

/** The input monitor of a few images: feature by feature, with wide margins, since a covariance needs many more. */
export function wideEnvelope(rows: readonly ArrayLike<number>[]): Envelope {
  const ranges = featureNames.map((name, index) => {
    const values = rows.map((row) => row[index] ?? 0)
    const low = values.reduce((least, value) => Math.min(least, value))
    const high = values.reduce((most, value) => Math.max(most, value))
    const margin = room * Math.max(high - low, leastRange[name] ?? leastLogRange)
    return { low: low - margin, high: high + margin }
  })
  const size = featureNames.length
  const halves = ranges.map(({ low, high }) => (high - low) / 2)
  return {
    features: [...featureNames],
    mean: ranges.map(({ low, high }) => (low + high) / 2),
    whitening: Array.from({ length: size * size }, (_, at) =>
      at % (size + 1) === 0 ? 1 / (halves[at % size] ?? 1) : 0,
    ),
    // All features at the end of their range together: no nearer than each by itself.
    maxDistance: Math.sqrt(size),
    low: ranges.map(({ low }) => low),
    high: ranges.map(({ high }) => high),
  }
}
