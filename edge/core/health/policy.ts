import type { LifeScore } from './life-score.ts'
import type { RepairCosts } from './replacement.ts'

/** What upkeep costs, in any one currency, and how long a machine stands still for it. */
export interface UpkeepCosts extends RepairCosts {
  /** Somebody goes and looks, and nothing is wrong. */
  readonly inspection: number
  readonly plannedDownH: number
  readonly failureDownH: number
}

export const usualCosts: UpkeepCosts = {
  planned: 1,
  failure: 5,
  inspection: 0.1,
  plannedDownH: 4,
  failureDownH: 16,
}

export const policies = ['runToFailure', 'calendar', 'predictive', 'perfect'] as const
export type Policy = (typeof policies)[number]

/** What a policy did with one life. */
export interface Course {
  readonly ranH: number
  readonly isFailure: boolean
  readonly looks: number
}

/** Of the same lives; rates are per 1000 running hours. */
export interface PolicyOutcome {
  readonly cost: number
  readonly failures: number
  readonly plannedRepairs: number
  readonly downtimeH: number
  /** Share of the life that was there and was not used. */
  readonly lifeLost: number
}
export type PolicyTable = Readonly<Record<Policy, PolicyOutcome>>

/**
 * Cost of the same lives under four policies: run to failure; replacement at an age that was chosen on other lives; the
 * first alarm obeyed at once, however early; and foresight, which repairs every wear-out in its last hour: no policy can
 * do better. Lives that were cut short stand aside.
 */
export function comparePolicies(
  lives: readonly LifeScore[],
  calendarAgeH: number,
  costs: UpkeepCosts = usualCosts,
): PolicyTable {
  const ended = lives.filter((life) => !life.isCensored)
  const courses = coursesAt(calendarAgeH)
  const outcome = (policy: Policy) => outcomeOf(ended, courses[policy], costs)
  return {
    runToFailure: outcome('runToFailure'),
    calendar: outcome('calendar'),
    predictive: outcome('predictive'),
    perfect: outcome('perfect'),
  }
}

/** What each policy does with a life; the calendar replaces at this age. */
export const coursesAt = (calendarAgeH: number): Readonly<Record<Policy, (life: LifeScore) => Course>> => ({
  runToFailure: ({ lifeH }) => ({ ranH: lifeH, isFailure: true, looks: 0 }),
  calendar: ({ lifeH }) => ({
    ranH: Math.min(lifeH, calendarAgeH),
    isFailure: lifeH <= calendarAgeH,
    looks: 0,
  }),
  predictive: ({ lifeH, leadTimeH, isMissed, falseAlarms }) => ({
    ranH: lifeH - (isMissed ? 0 : (leadTimeH ?? 0)),
    isFailure: isMissed,
    looks: Math.min(1, falseAlarms),
  }),
  perfect: ({ lifeH, isSudden }) => ({ ranH: lifeH, isFailure: isSudden, looks: 0 }),
})

function outcomeOf(
  lives: readonly LifeScore[],
  courseOf: (life: LifeScore) => Course,
  costs: UpkeepCosts,
): PolicyOutcome {
  const courses = lives.map(courseOf)
  const sum = (of: (course: Course) => number) => courses.reduce((total, course) => total + of(course), 0)
  const ranH = sum((course) => course.ranH)
  const failures = sum(({ isFailure }) => (isFailure ? 1 : 0))
  const plannedRepairs = courses.length - failures
  const per1000H = (amount: number) => (1000 * amount) / ranH
  return {
    cost: per1000H(
      failures * costs.failure +
        plannedRepairs * costs.planned +
        sum(({ looks }) => looks) * costs.inspection,
    ),
    failures: per1000H(failures),
    plannedRepairs: per1000H(plannedRepairs),
    downtimeH: per1000H(failures * costs.failureDownH + plannedRepairs * costs.plannedDownH),
    lifeLost: 1 - ranH / lives.reduce((total, { lifeH }) => total + lifeH, 0),
  }
}

/** Share of the best calendar's cost that prediction saves; below 0 where it costs more. */
export const savingOf = ({ calendar, predictive }: PolicyTable): number => 1 - predictive.cost / calendar.cost

/** The same of its hours of standstill. */
export const downtimeSavingOf = ({ calendar, predictive }: PolicyTable): number =>
  1 - predictive.downtimeH / calendar.downtimeH
