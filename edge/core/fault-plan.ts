import { healthyStation, type StationCondition } from '../contract/part.ts'
import type { ConditionChange, Scenario } from '../contract/scenario.ts'

/** A condition with some of its fields replaced; `share`: how far a drift has come, 0 … 1. */
export function changed(condition: StationCondition, change: ConditionChange, share = 1): StationCondition {
  const towards = (from: number, to = from) => from + share * (to - from)
  return {
    lampLevel: towards(condition.lampLevel, change.lampLevel),
    lensSmear: towards(condition.lensSmear, change.lensSmear),
    defocusPx: towards(condition.defocusPx, change.defocusPx),
    vibrationPx: towards(condition.vibrationPx, change.vibrationPx),
    hasNovelDefects: change.hasNovelDefects ?? condition.hasNovelDefects,
  }
}

/** A station at any time: where it was when its drift began, if it drifts. */
export interface StationCourse {
  readonly from: StationCondition
  readonly drift: { readonly change: ConditionChange; readonly atS: number } | null
}
export const healthyCourse: StationCourse = { from: healthyStation, drift: null }

/** How far the drift has come, 0 … 1; 1 where there is none. */
const shareOf = ({ drift }: StationCourse, nowS: number): number =>
  drift ? Math.min(1, (nowS - drift.atS) / (drift.change.overS ?? 0)) : 1

export const conditionOf = (course: StationCourse, nowS: number): StationCondition =>
  course.drift ? changed(course.from, course.drift.change, shareOf(course, nowS)) : course.from

/** The drift that is under way; null: none is. */
export const driftOf = (course: StationCourse, nowS: number): ConditionChange | null =>
  course.drift && shareOf(course, nowS) < 1 ? course.drift.change : null

/** A change at once leaves a drift of other fields alone; another drift, or a change of the same field, ends it where it is. */
export function afterChange(course: StationCourse, change: ConditionChange, nowS: number): StationCourse {
  const { overS = 0, ...fields } = change
  const here = conditionOf(course, nowS)
  if (overS > 0) return { from: here, drift: { change, atS: nowS } }
  const drift = driftOf(course, nowS)
  const isOther = drift && !Object.keys(fields).some((field) => field in drift)
  if (isOther) return { ...course, from: changed(course.from, change) }
  return { from: changed(here, change), drift: null }
}

/** The station as the scenario's plan leaves it at `elapsedS` of simulated time. */
export const conditionAt = (faults: Scenario['faults'], elapsedS: number): StationCondition =>
  conditionOf(courseAt(faults, elapsedS), elapsedS)

const courseAt = (faults: Scenario['faults'], elapsedS: number): StationCourse =>
  faults
    .filter((fault) => fault.atS <= elapsedS)
    .toSorted((a, b) => a.atS - b.atS)
    .reduce((before, { set, atS }) => afterChange(before, set, atS), healthyCourse)

/** What brings a healthy station to where the plan has it at `elapsedS`: all at once, and what is left of a drift. */
export function changesUntil(faults: Scenario['faults'], elapsedS: number): ConditionChange[] {
  if (!faults.some(({ atS }) => atS <= elapsedS)) return []
  const course = courseAt(faults, elapsedS)
  const drift = driftOf(course, elapsedS)
  const leftS = (1 - shareOf(course, elapsedS)) * (drift?.overS ?? 0)
  const { lampLevel, lensSmear, defocusPx, vibrationPx, hasNovelDefects } = conditionOf(course, elapsedS)
  const here = { lampLevel, lensSmear, defocusPx, vibrationPx, hasNovelDefects }
  return drift ? [here, { ...drift, overS: leftS }] : [here]
}

/** The changes that fall due after `fromS` and up to `toS`, in order. */
export const faultsBetween = (faults: Scenario['faults'], fromS: number, toS: number): ConditionChange[] =>
  faults
    .filter((fault) => fault.atS > fromS && fault.atS <= toS)
    .toSorted((a, b) => a.atS - b.atS)
    .map((fault) => fault.set)
