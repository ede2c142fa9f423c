import type { Rng } from '../../contract/port.ts'

/** Lines whose parts come at an even takt, each at its own moment, to workers that share one queue. */
export interface QueuePlan {
  readonly lines: number
  readonly taktMs: number
  readonly workers: number
  /** Looks at one part: wide parts are seen in several tiles. */
  readonly looks: number
  /** How long one look took, measured; drawn from with equal chance. */
  readonly serviceMs: readonly [number, ...number[]]
  /** Of all lines. */
  readonly parts: number
}

export interface QueueLoad {
  /** Part in place to verdict, ascending. */
  readonly latenciesMs: Float64Array
  /** Share of the workers' time. */
  readonly utilisation: number
}

/** Plays the inspection part by part, in the order in which parts come. */
export function simulateInspection(plan: QueuePlan, rng: Rng): QueueLoad {
  const { lines, taktMs, workers, looks, serviceMs, parts } = plan
  const phases = Array.from({ length: lines }, () => taktMs * rng.next()).sort((a, b) => a - b)
  const freeAtMs = new Float64Array(workers)
  const latenciesMs = new Float64Array(parts)
  let busyMs = 0
  for (let part = 0; part < parts; part++) {
    const arrivedMs = Math.floor(part / lines) * taktMs + (phases[part % lines] ?? 0)
    let workMs = 0
    for (let look = 0; look < looks; look++)
      workMs += serviceMs[Math.floor(rng.next() * serviceMs.length)] ?? serviceMs[0]
    const worker = freeAtMs.indexOf(freeAtMs.reduce((first, free) => Math.min(first, free)))
    const doneMs = Math.max(arrivedMs, freeAtMs[worker] ?? 0) + workMs
    freeAtMs[worker] = doneMs
    latenciesMs[part] = doneMs - arrivedMs
    busyMs += workMs
  }
  const spanMs = Math.max(...freeAtMs) - (phases[0] ?? 0)
  return { latenciesMs: latenciesMs.sort(), utilisation: spanMs > 0 ? busyMs / (workers * spanMs) : 0 }
}

/** Ascending values: the one that a share of them does not exceed. */
export const atShare = (ascending: ArrayLike<number>, share: number): number =>
  ascending[Math.max(0, Math.ceil(share * ascending.length) - 1)] ?? 0
