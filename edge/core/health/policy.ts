import type { LifeScore } from './life-score.ts'
import { bestReplacement, empiricalSurvival, type RepairCosts } from './replacement.ts'

export interface PolicyCosts extends RepairCosts {
  /** Somebody goes and looks, and nothing is wrong. */
  readonly inspection: number
}

export const usualCosts: PolicyCosts = { planned: 1, failure: 5, inspection: 0.1 }

/** Cost an hour of the same lives under four policies. */
export interface PolicyTable {
  readonly runToFailure: number
  readonly calendar: { readonly ageH: number; readonly costPerH: number }
  readonly predictive: number
  /** Every wear-out repaired in its last hour: no policy can do better. */
  readonly perfect: number
}

/**
 * Lives that were cut short stand aside. `planning` are other lives, of which the calendar's age is chosen; a sudden
 * failure strikes every policy alike. The first alarm is obeyed at once: what life was left is thrown away, and where it
 * was far too early somebody looked for nothing besides.
 */
export function comparePolicies(
  lives: readonly LifeScore[],
  planningLivesH: readonly number[],
  costs: PolicyCosts = usualCosts,
): PolicyTable {
  const failed = lives.filter((life) => !life.isCensored)
  const total = (of: (life: LifeScore) => number) => failed.reduce((sum, life) => sum + of(life), 0)
  const lifeH = total((life) => life.lifeH)
  const longestH = Math.max(...planningLivesH)
  const { ageH } = bestReplacement(empiricalSurvival(planningLivesH), costs, longestH)
  const isCalendarPlanned = (life: LifeScore) => life.lifeH > ageH
  const calendarCost = total((life) => (isCalendarPlanned(life) ? costs.planned : costs.failure))
  const calendarH = total((life) => Math.min(life.lifeH, ageH))
  const isCaught = (life: LifeScore) => !life.isMissed && !life.isSudden
  const predictiveCost = total(
    (life) =>
      (isCaught(life) ? costs.planned : costs.failure) + costs.inspection * Math.min(1, life.falseAlarms),
  )
  const predictiveH = total((life) => life.lifeH - (isCaught(life) ? usedUpH(life) : 0))
  return {
    runToFailure: (costs.failure * failed.length) / lifeH,
    calendar: { ageH, costPerH: calendarCost / calendarH },
    predictive: predictiveCost / predictiveH,
    perfect: total((life) => (life.isSudden ? costs.failure : costs.planned)) / lifeH,
  }
}

/** Life thrown away by a repair at the first alarm. */
const usedUpH = ({ leadTimeH }: LifeScore): number => leadTimeH ?? 0
