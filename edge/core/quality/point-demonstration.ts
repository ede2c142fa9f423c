import { exactLower, exactUpper } from './bound.ts'
import type { Sighting } from './detection.ts'

/** At most this share of the marks may be missed. */
const missable = 0.1
/** 29 of 29, 45 of 46 and 59 of 61 each show that (MIL-HDBK-1823A; science A7): then it is over. */
const mostLooked = 61

/** Marks from a size upwards, and how many of them were found. */
export interface Demonstrated {
  readonly size: number
  readonly n: number
  readonly hits: number
}

/**
 * Where no curve can be fitted: the smallest size from which the next marks up are found 29 of 29, 45 of 46 or 59 of
 * 61 times, and so from every larger size for which there are marks enough, the rest up there not being shown to be
 * worse. Null: the marks do not show it. `sightings`: rising sizes.
 */
export function pointDemonstration(sightings: readonly Sighting[]): Demonstrated | null {
  let smallest: Demonstrated | null = null
  for (let from = sightings.length - 1; from >= 0; from--) {
    const shown = demonstrationOf(sightings, from)
    if (shown === 'failed') break
    if (shown !== 'too few') smallest = shown
  }
  return smallest
}

/** Marks of one size come together: more than 61 of them are held to the same bound. */
function demonstrationOf(sightings: readonly Sighting[], from: number): Demonstrated | 'failed' | 'too few' {
  let [n, hits] = [0, 0]
  for (let at = from; at < sightings.length && n < mostLooked; at++) {
    n += sightings[at]?.n ?? 0
    hits += sightings[at]?.hits ?? 0
    if (exactUpper(n - hits, n) <= missable) return { size: sightings[from]?.size ?? 0, n, hits }
  }
  return n >= mostLooked || exactLower(n - hits, n) > missable ? 'failed' : 'too few'
}
