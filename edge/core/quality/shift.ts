import type { Oee } from '../../contract/oee.ts'
import { oee } from './oee.ts'

/** No part for so long is a stop: three cycles, and a second at least. */
const stopAfterMs = (idealCycleMs: number): number => Math.max(1000, 3 * idealCycleMs)

/**
 * The times of a running line for its OEE (ISO 22400-2). Planned is all since its first part; what lies between two parts is run
 * time, unless it is a stop. Good are parts that were passed: what is refused or undecided is not.
 */
export function createShift(idealCycleMs: number) {
  const longestMs = stopAfterMs(idealCycleMs)
  let firstMs: number | null = null
  let lastMs = 0
  let runMs = 0
  let parts = 0
  let goodParts = 0
  const ranSince = (nowMs: number): number => {
    const gapMs = nowMs - lastMs
    return gapMs > longestMs ? Math.min(gapMs, idealCycleMs) : gapMs
  }
  return {
    part(atMs: number, isGood: boolean): void {
      if (firstMs === null) {
        firstMs = lastMs = atMs - idealCycleMs
      }
      runMs += ranSince(atMs)
      lastMs = atMs
      parts += 1
      if (isGood) goodParts += 1
    },
    /** null: before the first part. */
    oee(nowMs: number): Oee | null {
      if (firstMs === null) return null
      const runTime = runMs + ranSince(nowMs)
      return oee({ plannedTime: nowMs - firstMs, runTime, idealCycleTime: idealCycleMs, parts, goodParts })
    },
  }
}
