import type { Rng } from '../../contract/port.ts'

/** A review desk behind a line: undecided parts wait in one queue for the next free reviewer. */
export interface DeskPlan {
  readonly partsPerHour: number
  /** Share of the parts that come to the desk. */
  readonly reviewShare: number
  readonly reviewS: number
  readonly seats: number
  /** Parts that may wait; one that finds the places taken is held elsewhere. */
  readonly capacity: number
  readonly hours: number
}

export interface DeskLoad {
  /** 95 % of the reviewed parts wait no longer; 0 without any. */
  readonly waitP95S: number
  readonly waitMeanS: number
  /** Share of the parts for review that found the desk full; 0 without any. */
  readonly overflowShare: number
  /** Share of the reviewers' time spent on parts. */
  readonly utilisation: number
}

/** Plays the desk part by part: each takt brings one for review with the given chance, each look takes equally long. */
export function simulateDesk(plan: DeskPlan, rng: Rng): DeskLoad {
  const { reviewShare, seats, capacity } = plan
  // Time in takts: arrivals are whole numbers, and a look that ends as a part arrives leaves no rounding behind.
  const takts = Math.floor(plan.hours * plan.partsPerHour)
  const taktS = 3600 / plan.partsPerHour
  const look = plan.reviewS / taktS
  const starts: number[] = []
  const waits: number[] = []
  let arrived = 0
  let begun = 0
  for (let now = 0; now < takts; now++) {
    if (rng.next() >= reviewShare) continue
    arrived++
    while ((starts[begun] ?? Infinity) <= now) begun++
    // Looks end in the order in which they begin, so the seat of the part `seats` before is the next to be free.
    const free = (starts[starts.length - seats] ?? -Infinity) + look
    if (free > now && starts.length - begun >= capacity) continue
    starts.push(Math.max(now, free))
    waits.push(Math.max(0, free - now))
  }
  const worked = starts.reduce((sum, start) => sum + Math.max(0, Math.min(look, takts - start)), 0)
  const sorted = Float64Array.from(waits).sort()
  return {
    waitP95S: taktS * (sorted[Math.ceil(0.95 * sorted.length) - 1] ?? 0),
    waitMeanS: (taktS * waits.reduce((sum, wait) => sum + wait, 0)) / Math.max(1, waits.length),
    overflowShare: arrived === 0 ? 0 : 1 - starts.length / arrived,
    utilisation: takts === 0 ? 0 : worked / (seats * takts),
  }
}
