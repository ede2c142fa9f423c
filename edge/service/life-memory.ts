import type { MachineCondition } from '../contract/condition.ts'
import type { LifeTruth } from '../contract/machine.ts'
import type { LifeCourse, LifeEnding, LifeOutcome } from '../contract/plant.ts'
import { type ScoredHour, scoreLife } from '../core/health/life-score.ts'

/** What is kept of one life: its forecasts to show, and the truth to score them by when it is over. */
export interface LifeMemory {
  /** The step where truth meets forecast. */
  add(condition: MachineCondition, truth: LifeTruth): void
  /** Without the truth while it lives. */
  course(): LifeCourse
  /** The life is over. null: it had no hour. */
  end(isReplaced: boolean, interventions: number): LifeOutcome | null
}

/** A long course loses every other point. */
const mostPoints = 600
/** Shares of a life at which people ask how well it was known. */
const shownShares: readonly number[] = [0.5, 0.75, 0.9]

type Point = readonly [ageH: number, lowH: number | null, medianH: number | null, highH: number | null]

export function createLifeMemory(unit: string): LifeMemory {
  const hours: ScoredHour[] = []
  let points: Point[] = []
  let stride = 1
  let last: LifeTruth | null = null
  let truth: LifeCourse['truth'] = null
  return {
    add({ forecast, advice }, now) {
      const { ageH, remainingH } = now
      const known = forecast.kind === 'interval' ? forecast : null
      hours.push({ ageH, remainingH, isAlarm: advice.level === 'act', forecast: known })
      last = now
      if ((hours.length - 1) % stride === 0) points.push(pointOf(ageH, known))
      if (points.length <= mostPoints) return
      points = points.filter((_, index) => index % 2 === 0)
      stride *= 2
    },
    course: () => ({
      unit,
      ageH: points.map(([ageH]) => ageH),
      lowH: points.map(([, lowH]) => lowH),
      medianH: points.map(([, , medianH]) => medianH),
      highH: points.map(([, , , highH]) => highH),
      truth,
    }),
    end(isReplaced, interventions) {
      if (!last) return null
      const ending = isReplaced ? 'replaced' : endingOf(last)
      const isCensored = ending === 'replaced' || ending === 'as-planned'
      truth = { endedAtH: last.ageH, failsAtH: last.ageH + last.remainingH, ending }
      const score = scoreLife(hours, { isSudden: last.isSudden, isCensored })
      return {
        ...{ unit, endedAtH: last.ageH, ending, remainingH: isCensored ? last.remainingH : 0 },
        ...{ leadTimeH: score.leadTimeH, isMissed: score.isMissed, falseAlarms: score.falseAlarms },
        marks: score.marks
          .filter(({ share }) => shownShares.includes(share))
          .map(({ share, isNoTrend, isInside }) => ({ share, isNoTrend, isInside })),
        interventions,
      }
    },
  }
}

function pointOf(ageH: number, forecast: ScoredHour['forecast']): Point {
  if (!forecast) return [ageH, null, null, null]
  const { lowH, medianH, highH } = forecast
  return [ageH, Math.round(lowH), Math.round(medianH), Math.round(highH)]
}

const endingOf = ({ isSudden, isCensored }: LifeTruth): LifeEnding =>
  isSudden ? 'sudden' : isCensored ? 'as-planned' : 'worn-out'
