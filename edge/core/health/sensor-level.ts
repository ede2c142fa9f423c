import type { SensorScale } from './sensor-scale.ts'

/** Where the sensors of a machine normally stand, row by row. */
export interface SensorLevels {
  /**
   * How far each sensor is from its level, in spreads, at most 12 either way; then the levels follow. A gap (NaN) repeats
   * the last reading for a few rows, then counts as normal.
   * @param isAlarm whether the row before was in alarm: the level of a sensor is then kept, for a fault is no new normal
   */
  push(values: ArrayLike<number>, isAlarm: boolean): Float64Array
}

const mostSpreads = 12
/** One outlier moves a level by no more than this many spreads times the share of a row. */
const mostPull = 3
const holdRows = 8
/** Sensors that wander by more than this (variance in squares of spread) go on being followed through an alarm. */
const wanders = 0.5

/**
 * Levels that follow the sensors by exponential smoothing over `followRows` while all is normal, as recursive PCA is
 * updated with normal rows only (Li et al., J. Process Control 10, 2000). A sensor that wandered in training has two
 * levels in an alarm, the one from before and one that goes on following, and is as far off as it is from the nearer.
 */
export function createLevels(scales: readonly SensorScale[], followRows: number): SensorLevels {
  const kept = Float64Array.from(scales, ({ centre }) => centre)
  const followed = Float64Array.from(kept)
  const readings = createHold(scales)
  const towards = (level: number, value: number, spread: number): number =>
    level + Math.max(-mostPull * spread, Math.min(mostPull * spread, value - level)) / followRows
  return {
    push(values, isAlarm) {
      return Float64Array.from(scales, ({ spread, wander }, i) => {
        const value = readings(values, i)
        if (Number.isNaN(value)) return 0
        const [before, now] = [kept[i] ?? 0, followed[i] ?? 0]
        const nearer = Math.abs(value - now) < Math.abs(value - before) ? now : before
        const level = isAlarm && wander > wanders ? nearer : before
        if (!isAlarm) kept[i] = towards(before, value, spread)
        followed[i] = isAlarm ? towards(now, value, spread) : (kept[i] ?? 0)
        return Math.max(-mostSpreads, Math.min(mostSpreads, (value - level) / spread))
      })
    },
  }
}

/** Reads the sensors of a row, each gap filled with the last reading while that is fresh. */
function createHold(scales: readonly SensorScale[]) {
  const last = scales.map(() => ({ value: Number.NaN, rows: 0 }))
  return (values: ArrayLike<number>, i: number): number => {
    const value = values[scales[i]?.column ?? -1] ?? Number.NaN
    const held = last[i]
    if (!held || Number.isFinite(value)) {
      last[i] = { value, rows: 0 }
      return value
    }
    return ++held.rows <= holdRows ? held.value : Number.NaN
  }
}
