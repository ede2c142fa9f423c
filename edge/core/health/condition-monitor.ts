import { heldBy } from './alarm.ts'
import { createDistanceWindow } from './distance-window.ts'
import type { NormalBehaviour, SensorRow } from './normal-behaviour.ts'
import { createLevels } from './sensor-level.ts'

/** What is said of a row. */
export interface Condition {
  /** 1 is the alarm limit; the same unit below and above. */
  readonly score: number
  /** From a score of 1 on, until the score is under 0.8. */
  readonly isAlarm: boolean
  /** Columns that push the score most, the strongest first, with their share of it. */
  readonly contributors: readonly { readonly column: number; readonly share: number }[]
}

export interface ConditionMonitor {
  observe(row: SensorRow): Condition
}

/** An alarm that came at 1 goes under this score, so that it does not flutter (hysteresis; ISA-18.2 calls it deadband). */
const held = heldBy({ onAt: 1, offAt: 0.8 })
const mostContributors = 3
const leastShare = 0.1

/** Watches a machine against its normal behaviour; the training rows come first, to fill window and levels. */
export function createConditionMonitor(
  behaviour: NormalBehaviour,
  trainRows: readonly SensorRow[],
): ConditionMonitor {
  const { scales, covariance, limits } = behaviour
  const levels = createLevels(scales, behaviour.followRows)
  const window = createDistanceWindow(covariance, scales.length)
  for (const row of trainRows) window.push(levels.push(row, false))
  let isAlarm = false
  return {
    observe(row) {
      const distance = window.push(levels.push(row, isAlarm))
      const [level, energy] = [distance.level / limits.level, distance.energy / limits.energy]
      const score = Math.max(level, energy)
      isAlarm = held(isAlarm, score)
      const parts = window.contributions(level > energy ? 'level' : 'energy')
      return {
        score,
        isAlarm,
        contributors: strongest(parts).map(([i, share]) => ({ column: scales[i]?.column ?? 0, share })),
      }
    },
  }
}

/** The few largest parts with their share of all; the largest always, more only if they matter. */
function strongest(parts: Float64Array): [index: number, share: number][] {
  const total = parts.reduce((sum, part) => sum + part, 0)
  if (!(total > 0)) return []
  return [...parts.entries()]
    .map(([index, part]): [number, number] => [index, part / total])
    .sort((a, b) => b[1] - a[1])
    .filter(([, share], rank) => rank < mostContributors && (rank === 0 || share >= leastShare))
}
