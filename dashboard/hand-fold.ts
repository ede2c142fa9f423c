import type { Assumptions } from '../edge/contract/assumption.ts'
import type { Tally } from '../edge/contract/claim.ts'
import type { Evaluation } from '../edge/contract/inspection.ts'
import { share } from './lesson-fold.ts'

/** One part that a person inspected, beside what the model had said and what it really was. */
export interface HandTrial {
  readonly isDefective: boolean
  readonly byHand: 'OK' | 'NotOK'
  readonly byModel: Evaluation
  readonly seconds: number
  /** The takt was over before the person pressed a key: the part passed unseen. */
  readonly isLate: boolean
}

/** How one inspector did against the truth. */
export interface Score {
  readonly parts: number
  readonly undecided: number
  readonly escapes: number
  readonly defective: number
  readonly falseRejects: number
  readonly good: number
  /** Cohen's kappa against the truth, over decided parts (AIAG MSA 4, attribute agreement); null: it cannot be said. */
  readonly kappa: number | null
}

export function scoreOf(trials: readonly HandTrial[], saidBy: (trial: HandTrial) => Evaluation): Score {
  const count = (isDefective: boolean, said: Evaluation) =>
    trials.filter((trial) => trial.isDefective === isDefective && saidBy(trial) === said).length
  const table = [
    [count(true, 'NotOK'), count(true, 'OK')],
    [count(false, 'NotOK'), count(false, 'OK')],
  ] as const
  const defective = trials.filter((trial) => trial.isDefective).length
  return {
    parts: trials.length,
    undecided: trials.filter((trial) => saidBy(trial) === 'NotDecidable').length,
    ...{ escapes: table[0][1], defective, falseRejects: table[1][0], good: trials.length - defective },
    kappa: kappaOf(table),
  }
}

/** Cohen (1960): agreement beyond chance of a 2 × 2 table; null where one answer alone was ever given. */
export function kappaOf([[a, b], [c, d]]: readonly [readonly [number, number], readonly [number, number]]):
  | number
  | null {
  const n = a + b + c + d
  if (n === 0) return null
  const observed = (a + d) / n
  const chance = ((a + b) * (a + c) + (c + d) * (b + d)) / n ** 2
  return chance === 1 ? null : (observed - chance) / (1 - chance)
}

export const meanSeconds = (trials: readonly HandTrial[]): number | null =>
  share(
    trials.reduce((sum, { seconds }) => sum + seconds, 0),
    trials.length,
  )

/**
 * Seconds of people a part, beside the model, at the prevalence of production: the run's shares of either class re-weighted
 * (science D). Null before both classes were seen.
 *
 * @param manualS what the person at hand needs for a part
 */
export function assistedSeconds(tally: Tally, assumptions: Assumptions, manualS: number): number | null {
  const { defectiveRefused, escapes, goodPassed, falseRejects, undecidedDefective, undecidedGood } = tally
  const defective = defectiveRefused + escapes + undecidedDefective
  const good = goodPassed + falseRejects + undecidedGood
  if (defective === 0 || good === 0) return null
  const { prevalence, reviewS, confirmS, auditShare } = assumptions
  const of = (ofDefective: number, ofGood: number) =>
    (prevalence * ofDefective) / defective + ((1 - prevalence) * ofGood) / good
  return (
    of(undecidedDefective, undecidedGood) * reviewS +
    of(defectiveRefused, falseRejects) * confirmS +
    of(escapes, goodPassed) * auditShare * manualS
  )
}
