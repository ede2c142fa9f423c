import type { Rng } from '../../contract/port.ts'
import type { MachineFinding } from '../../contract/prognosis.ts'
import { bootstrapIntervals } from '../quality/bootstrap.ts'
import type { LifeScore } from './life-score.ts'
import { comparePolicies, downtimeSavingOf, savingOf, type UpkeepCosts, usualCosts } from './policy.ts'
import { bestReplacement, empiricalSurvival } from './replacement.ts'

/** What a failure may cost, in planned repairs. */
const failureCosts = [2, 3, 5, 8, 12, 20] as const
const rounds = 400

/**
 * The four policies on the same lives, with an interval of the saving by bootstrap over lives.
 * @param planningH whole lives of other machines, hours: the calendar's age is chosen on them
 */
export function findPolicies(
  lives: readonly LifeScore[],
  planningH: readonly number[],
  rng: Rng,
  costs: UpkeepCosts = usualCosts,
): MachineFinding['cost'] {
  const ageFor = (of: UpkeepCosts) =>
    bestReplacement(empiricalSurvival(planningH), of, Math.max(...planningH)).ageH
  const calendarAgeH = ageFor(costs)
  const table = comparePolicies(lives, calendarAgeH, costs)
  const saved = (sample: readonly LifeScore[]) => {
    const table = comparePolicies(sample, calendarAgeH, costs)
    return { saving: savingOf(table), downtimeSaving: downtimeSavingOf(table) }
  }
  const intervals = bootstrapIntervals(lives, saved, rng, rounds)
  const curve = failureCosts.map((failure) => {
    const dearer = { ...costs, failure }
    const ageH = ageFor(dearer)
    return { failure, calendarAgeH: ageH, saving: savingOf(comparePolicies(lives, ageH, dearer)) }
  })
  const toPerfect = table.predictive.cost / table.perfect.cost
  const { saving: saving95, downtimeSaving: downtimeSaving95 } = intervals
  return { ...table, calendarAgeH, ...saved(lives), saving95, downtimeSaving95, toPerfect, curve }
}
