/** How the forecasts of one life did against the failure that came; hours are running hours. */
export interface ScoredHour {
  readonly ageH: number
  readonly remainingH: number
  /** Advice says: act. */
  readonly isAlarm: boolean
  /** 5 %, 50 % and 95 % of the remaining life; null: no trend. */
  readonly forecast: { readonly lowH: number; readonly medianH: number; readonly highH: number } | null
}

export interface LifeEnd {
  readonly isSudden: boolean
  readonly isCensored: boolean
}

/** What one life adds to the score. */
export interface LifeScore extends LifeEnd {
  readonly lifeH: number
  /** True life left at the first alarm; null: there was none. */
  readonly leadTimeH: number | null
  readonly isMissed: boolean
  readonly falseAlarms: number
  readonly marks: readonly LifeMark[]
}

/** The forecast at a share of the life. */
export interface LifeMark {
  readonly share: number
  readonly ageH: number
  readonly remainingH: number
  readonly isNoTrend: boolean
  readonly isInside: boolean
  readonly widthH: number | null
  /** The median lies within ±20 % of the truth (alpha-lambda, Saxena et al. 2009). */
  readonly isWithinAlpha: boolean
}

/** An alarm that leaves less time than this comes too late to plan a repair. */
export const leastNoticeH = 24
/** An alarm that leaves more than 14 days is false. */
export const mostNoticeH = 14 * 24
/** Alarms this close together are one. */
const sameAlarmH = 24
export const lifeShares = [0.25, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9] as const
/** Of alpha-lambda (Saxena et al. 2009). */
export const alpha = 0.2

/** Scores the hours of one life in order; `failsAtH` is when it failed, or would have. */
export function scoreLife(hours: readonly ScoredHour[], end: LifeEnd): LifeScore {
  const alarms = startsOf(hours)
  const [first] = alarms
  const last = hours.at(-1)
  const hasFailed = !end.isCensored
  const leadTimeH = first ? first.remainingH : null
  return {
    ...end,
    lifeH: last ? last.ageH : 0,
    leadTimeH,
    isMissed: hasFailed && (leadTimeH === null || leadTimeH < leastNoticeH),
    falseAlarms: alarms.filter(({ remainingH }) => remainingH > mostNoticeH).length,
    marks: end.isSudden ? [] : lifeShares.flatMap((share) => markAt(hours, share)),
  }
}

/** The hours at which an alarm begins that was not there in the day before. */
function startsOf(hours: readonly ScoredHour[]): ScoredHour[] {
  const starts: ScoredHour[] = []
  let [wasAlarm, lastAlarmH] = [false, Number.NEGATIVE_INFINITY]
  for (const hour of hours) {
    if (hour.isAlarm && !wasAlarm && hour.ageH - lastAlarmH >= sameAlarmH) starts.push(hour)
    if (hour.isAlarm) lastAlarmH = hour.ageH
    wasAlarm = hour.isAlarm
  }
  return starts
}

function markAt(hours: readonly ScoredHour[], share: number): LifeMark[] {
  const at = hours.find(({ ageH, remainingH }) => ageH >= share * (ageH + remainingH))
  if (!at) return []
  const { ageH, remainingH, forecast } = at
  const isWithin = (low: number, high: number) => remainingH >= low && remainingH <= high
  return [
    {
      share,
      ageH,
      remainingH,
      isNoTrend: forecast === null,
      isInside: forecast !== null && isWithin(forecast.lowH, forecast.highH),
      widthH: forecast && forecast.highH - forecast.lowH,
      isWithinAlpha: forecast !== null && Math.abs(forecast.medianH - remainingH) <= alpha * remainingH,
    },
  ]
}
