import type { Sighting } from './detection.ts'

/** Width of a bin: 1 % of the size. From 0.1 micrometres to 10 metres there are 1,842 of them. */
const logWidth = 0.01
const [smallest, largest] = [1e-4, 1e4]
/** Logarithms are summed in whole steps, so that a sum does not depend on its order. */
const logStep = 1e-8

interface Bin {
  n: number
  hits: number
  /** Sum of the sizes' logarithms, steps. */
  logSum: number
}

/** Hits and misses by size, in memory that does not grow with them; the order of adding does not matter. */
export interface SizeBins {
  add(size: number, isHit: boolean): void
  /** One a bin, at the geometric mean of its sizes, rising. */
  sightings(): Sighting[]
}

export function createSizeBins(): SizeBins {
  const bins = new Map<number, Bin>()
  return {
    add(size, isHit) {
      const log = Math.log(Math.min(largest, Math.max(smallest, size)))
      const key = Math.round(log / logWidth)
      const bin = bins.get(key) ?? { n: 0, hits: 0, logSum: 0 }
      bins.set(key, bin)
      bin.n++
      if (isHit) bin.hits++
      bin.logSum += Math.round(log / logStep)
    },
    sightings: () =>
      [...bins]
        .sort(([a], [b]) => a - b)
        .map(([, { n, hits, logSum }]) => ({ size: Math.exp((logSum / n) * logStep), n, hits })),
  }
}

/** At most `count` equal steps of the logarithm from the smallest size to the largest, for drawing. */
export function drawnBins(sightings: readonly Sighting[], count: number) {
  const [first, last] = [sightings[0]?.size ?? 1, sightings.at(-1)?.size ?? 1]
  const span = Math.log(last / first)
  const bins = new Map<number, Bin>()
  for (const { size, n, hits } of sightings) {
    const share = span === 0 ? 0 : Math.log(size / first) / span
    const key = Math.min(count - 1, Math.floor(share * count))
    const bin = bins.get(key) ?? { n: 0, hits: 0, logSum: 0 }
    bins.set(key, bin)
    bin.n += n
    bin.hits += hits
    bin.logSum += n * Math.log(size)
  }
  return [...bins.values()].map(({ n, hits, logSum }) => ({ sizeMm: Math.exp(logSum / n), n, hits }))
}
