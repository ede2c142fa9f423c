import type { Forecast } from '../../contract/condition.ts'
import type { Rng } from '../../contract/port.ts'
import type { MachineFinding } from '../../contract/prognosis.ts'
import { bootstrapIntervals } from '../quality/bootstrap.ts'
import { meanOf } from '../quality/mean.ts'
import { monthH } from './fleet-score.ts'
import { type Sense, senses } from './forecast-input.ts'
import { leastNoticeH, mostNoticeH } from './life-score.ts'
import type { LifeTrack } from './life-track.ts'

/** Limits on the low end of the interval that are tried, hours. */
const limitsH = Array.from({ length: 80 }, (_, index) => 10 * (index + 1))
/** What every sense is allowed: one false alarm in so many machine-months. */
const monthsPerFalseAlarm = 24
const rounds = 400

/** True life left at the first alarm, by limit, for each sense; 0: no alarm. */
export interface Warnings {
  readonly months: number
  readonly leadsH: Readonly<Record<Sense, readonly number[]>>
}

/** The first alarm of one life at each limit. */
export function leadsOf({ remainingH, isKnown }: LifeTrack, forecasts: readonly Forecast[]): number[] {
  const leads = limitsH.map(() => 0)
  let reached = limitsH.length
  for (const [row, forecast] of forecasts.entries()) {
    if (!isKnown[row] || forecast.kind === 'no-trend') continue
    while (reached > 0 && forecast.lowH < (limitsH[reached - 1] ?? 0)) leads[--reached] = remainingH[row] ?? 0
  }
  return leads
}

/** What a person can use of a warning: none that comes too late, and never more than 14 days. */
const usefulH = (leadH: number): number => (leadH < leastNoticeH ? 0 : Math.min(leadH, mostNoticeH))

/**
 * What it adds to judge the machine's sensors and the defects of its line together: each sense may raise as many false
 * alarms as any other, and the mean useful warning is compared on the same failures.
 */
export function findFusion(lives: readonly Warnings[], rng: Rng): MachineFinding['fusion'] {
  const months = lives.reduce((sum, life) => sum + life.months, 0)
  const falseAt = (sense: Sense, limit: number) =>
    lives.filter(({ leadsH }) => (leadsH[sense][limit] ?? 0) > mostNoticeH).length
  const limitOf = (sense: Sense) =>
    limitsH.findLastIndex((_, limit) => falseAt(sense, limit) * monthsPerFalseAlarm <= months)
  const limits = { both: limitOf('both'), sensors: limitOf('sensors'), line: limitOf('line') }
  const warnedH = ({ leadsH }: Warnings, sense: Sense) => usefulH(leadsH[sense][limits[sense]] ?? 0)
  const mean = (sample: readonly Warnings[], sense: Sense) =>
    meanOf(sample.map((life) => warnedH(life, sense)))
  const gains = (sample: readonly Warnings[]) => ({
    overSensorsH: mean(sample, 'both') - mean(sample, 'sensors'),
    overLineH: mean(sample, 'both') - mean(sample, 'line'),
  })
  const told = senses.map((sense) => {
    const missed = lives.filter((life) => warnedH(life, sense) === 0).length
    return [sense, { actUnderH: limitsH[limits[sense]] ?? 0, warningH: mean(lives, sense), missed }] as const
  })
  const intervals = bootstrapIntervals(lives, gains, rng, rounds)
  const gain = gains(lives)
  return {
    monthsPerFalseAlarm,
    ...(Object.fromEntries(told) as Record<Sense, (typeof told)[number][1]>),
    gainOverSensorsH: { value: gain.overSensorsH, interval95: intervals.overSensorsH },
    gainOverLineH: { value: gain.overLineH, interval95: intervals.overLineH },
  }
}

export const monthsOf = ({ ageH }: LifeTrack): number => (ageH.at(-1) ?? 0) / monthH
