import type { MachineCondition } from '../edge/contract/condition.ts'
import type { EnvelopeEvidence, LifeCourse } from '../edge/contract/plant.ts'

/** Aligned columns of a fan: age, high, median, low, and where the end is known the true remaining life. */
export function fanColumns({ ageH, lowH, medianH, highH, truth }: LifeCourse) {
  const failsAtH = truth?.failsAtH ?? null
  const left = ageH.map((age) => (failsAtH === null ? null : failsAtH - age))
  return [[...ageH], [...highH], [...medianH], [...lowH], left] as const
}

/** Frequencies and heights of an envelope spectrum. */
export const envelopeColumns = ({ stepHz, floors }: EnvelopeEvidence) =>
  [floors.map((_, line) => Math.round(10 * line * stepHz) / 10), [...floors]] as const

/** Where bars of contributions lie: share of the half width, at most 1, with its sign. */
export interface SigmaBar {
  readonly indicator: string
  readonly sigmas: number
  readonly share: number
}

const widestSigmas = 10

/** Bars on a common scale, which grows with the worst; short ones stay short while all is well. */
export function sigmaBars({ contributors }: MachineCondition): SigmaBar[] {
  const most = Math.max(widestSigmas, ...contributors.map(({ sigmas }) => Math.abs(sigmas)))
  return contributors.map(({ indicator, sigmas }) => ({ indicator, sigmas, share: Math.abs(sigmas) / most }))
}

/** Seconds on the wall until so many running hours have gone. */
export const secondsUntil = (hours: number, hoursPerSecond: number): number => hours / hoursPerSecond
