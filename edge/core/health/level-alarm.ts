import type { Reading } from '../../contract/prognosis.ts'

/** A level that is sought over hours and compared with what it was over weeks. */
export interface LevelAlarm {
  /** How many standard deviations the level is from its long-term mean; null in the probation period. */
  push(reading: Reading): number | null
}

/** A quarter of a day: longer than a disturbance, shorter than a fault of a heavy machine. */
const levelHours = 6
/** Two weeks: several rounds of a working week. */
const memoryHours = 336
/** Shewhart's limit, in standard deviations. */
export const levelLimit = 3
/** A level that is further off teaches the memory as if it stood here. */
const mostTeaching = 3

/**
 * Watches one series with an uneven clock: the exponentially weighted level (Roberts 1959) against mean and deviation of
 * that level itself, which forget exponentially. Each reading is judged before it is learnt from; nothing looks ahead.
 * @param probationRows rows that are learnt from only
 */
export function createLevelAlarm(probationRows: number): LevelAlarm {
  let [level, mean, variance, rows, lastMs] = [0, 0, 0, 0, 0]
  return {
    push({ timeMs, value }) {
      const hours = rows === 0 ? 0 : Math.min(levelHours, Math.max(0, (timeMs - lastMs) / 3_600_000))
      level = rows === 0 ? value : level + (1 - Math.exp(-hours / levelHours)) * (value - level)
      lastMs = timeMs
      const isScored = rows >= probationRows
      const deviation = Math.sqrt(variance)
      const distance = level - mean
      const score = deviation > 0 ? distance / deviation : 0
      const share = Math.max(1 / ++rows, 1 - Math.exp(-hours / memoryHours))
      const most = isScored ? mostTeaching * deviation : Number.POSITIVE_INFINITY
      const step = Math.max(-most, Math.min(most, distance))
      mean += share * step
      variance = (1 - share) * (variance + share * step ** 2)
      return isScored ? score : null
    },
  }
}
