import { meanOf } from '../quality/mean.ts'
import type { LifeScore } from './life-score.ts'

/** Running hours of a machine-month. */
export const monthH = 720
/** Shares of life at which the interval is held to its word. */
export const coverageShares = [0.25, 0.5, 0.75, 0.9] as const

/** How the forecasts of one kind of machine did; lives that were cut short count where they can. */
export interface FleetScore {
  readonly lives: number
  /** By wear; sudden ones stand apart. */
  readonly failures: number
  readonly missed: number
  readonly falseAlarms: number
  readonly machineMonths: number
  /** Median true life left at the first alarm, of the failures that were caught. */
  readonly leadTimeH: number | null
  readonly sudden: { readonly lives: number; readonly caught: number }
  /** Share of intervals that held the truth, by share of life. */
  readonly coverage90: Readonly<Record<string, number>>
  readonly widthH: Readonly<Record<string, number>>
  /** From half life on. */
  readonly noTrendShare: number
  /** Share of medians within ±20 % of the truth, from half life on. */
  readonly alphaLambda: number
}

export function scoreFleet(lives: readonly LifeScore[]): FleetScore {
  const [sudden, worn] = [lives.filter((life) => life.isSudden), lives.filter((life) => !life.isSudden)]
  const failed = worn.filter((life) => !life.isCensored)
  const leads = failed.filter((life) => !life.isMissed).map((life) => life.leadTimeH ?? 0)
  const marks = worn.flatMap((life) => life.marks)
  const late = marks.filter(({ share }) => share >= 0.5)
  const told = (share: number) => marks.filter((mark) => mark.share === share && !mark.isNoTrend)
  const byShare = (of: (share: number) => number) =>
    Object.fromEntries(coverageShares.map((share) => [String(share), of(share)]))
  return {
    lives: lives.length,
    failures: failed.length,
    missed: failed.filter((life) => life.isMissed).length,
    falseAlarms: lives.reduce((sum, life) => sum + life.falseAlarms, 0),
    machineMonths: lives.reduce((sum, { lifeH }) => sum + lifeH, 0) / monthH,
    leadTimeH: leads.length === 0 ? null : (leads.sort((a, b) => a - b)[leads.length >> 1] ?? null),
    sudden: { lives: sudden.length, caught: sudden.filter((life) => !life.isMissed).length },
    coverage90: byShare((share) => shareOf(told(share), (mark) => mark.isInside)),
    widthH: byShare((share) => meanOf(told(share).map((mark) => mark.widthH ?? 0))),
    noTrendShare: shareOf(late, (mark) => mark.isNoTrend),
    alphaLambda: shareOf(late, (mark) => mark.isWithinAlpha),
  }
}

const shareOf = <Item>(items: readonly Item[], has: (item: Item) => boolean): number =>
  items.filter(has).length / items.length
