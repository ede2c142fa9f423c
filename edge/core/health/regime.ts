/** Altitude in thousands of feet, Mach number and throttle in degrees: farther apart is another operating regime. */
const tolerances = [2, 0.05, 5] as const

/**
 * Finds the few operating regimes between which engines switch: the first row that lies in no known regime leads a new
 * one (leader clustering; Hartigan, Clustering Algorithms, 1975).
 *
 * @returns says in which regime settings lie, from 0; what lies in none is in the nearest
 */
export function learnRegimes(rows: readonly (readonly number[])[]): (settings: readonly number[]) => number {
  const leaders: (readonly number[])[] = []
  const nearest = (settings: readonly number[]) => {
    const distances = leaders.map((leader) => distance(leader, settings))
    return distances.indexOf(Math.min(...distances))
  }
  for (const settings of rows) {
    const leader = leaders[nearest(settings)]
    if (!leader || distance(leader, settings) > 1) leaders.push(settings)
  }
  return nearest
}

/** The greatest difference of a setting, in tolerances. */
const distance = (one: readonly number[], other: readonly number[]): number =>
  Math.max(...tolerances.map((tolerance, i) => Math.abs((one[i] ?? 0) - (other[i] ?? 0)) / tolerance))
