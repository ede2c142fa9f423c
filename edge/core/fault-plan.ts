import { healthyStation, type StationCondition } from '../contract/part.ts'
import type { ConditionChange, Scenario } from '../contract/scenario.ts'

/** A condition with some of its fields replaced. */
export const changed = (condition: StationCondition, change: ConditionChange): StationCondition => ({
  lampLevel: change.lampLevel ?? condition.lampLevel,
  lensSmear: change.lensSmear ?? condition.lensSmear,
  defocusPx: change.defocusPx ?? condition.defocusPx,
  vibrationPx: change.vibrationPx ?? condition.vibrationPx,
})

/** The station as the scenario's plan leaves it at `elapsedS` of simulated time. */
export const conditionAt = (faults: Scenario['faults'], elapsedS: number): StationCondition =>
  faults
    .filter((fault) => fault.atS <= elapsedS)
    .toSorted((a, b) => a.atS - b.atS)
    .reduce((condition, fault) => changed(condition, fault.set), healthyStation)

/** The changes that fall due after `fromS` and up to `toS`, in order. */
export const faultsBetween = (faults: Scenario['faults'], fromS: number, toS: number): ConditionChange[] =>
  faults
    .filter((fault) => fault.atS > fromS && fault.atS <= toS)
    .toSorted((a, b) => a.atS - b.atS)
    .map((fault) => fault.set)
