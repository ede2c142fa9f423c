import type { Watch } from './watch.ts'

/** How far an indicator's slow mean lies from healthy, in standard deviations of single readings. */
export interface Contributor {
  readonly indicator: string
  readonly sigmas: number
}

/** ISO 13374 state detection: every indicator, worst first; none while healthy is not yet learnt. */
export function contributorsOf({ baselines, trends }: Watch): Contributor[] {
  if (!baselines) return []
  return Object.entries(trends)
    .map(([indicator, { slow }]) => ({ indicator, sigmas: slow / (baselines[indicator]?.sigma ?? 1) }))
    .sort((a, b) => Math.abs(b.sigmas) - Math.abs(a.sigmas))
}

/** A slow mean this far off is no chance: it has a standard deviation of about a fifth. */
const trendFrom = 1

/** Whether anything has moved enough to tell of an end. */
export const isTrending = (contributors: readonly Contributor[]): boolean =>
  contributors.some(({ sigmas }) => Math.abs(sigmas) >= trendFrom)
