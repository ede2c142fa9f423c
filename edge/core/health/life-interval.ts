import { quantileOf } from '../quality/quantile.ts'
import type { EngineCut } from './engine-fold.ts'
import { cappedLife } from './engine-life.ts'

/** Bounds of the life that is left, in cycles, at most 125. */
export interface LifeInterval {
  readonly low: number
  readonly high: number
}

/** Forecasts err alike within a band of so many cycles. */
const bandCycles = 25
/** With fewer cuts in a band, those of all bands are asked. */
const leastCuts = 40
const [lowShare, highShare] = [0.05, 0.95] as const

/**
 * Learns 90 % intervals from forecasts of engines that were not learnt from, for each band of forecasts apart (conformal
 * prediction with the forecast as category; Vovk et al. 2005, 4.5). The cuts of one engine resemble each other, so that 90 %
 * is what to expect and no guarantee.
 */
export function learnInterval(cuts: readonly EngineCut[]): (predicted: number) => LifeInterval {
  const errorsOf = (some: readonly EngineCut[]) =>
    Float64Array.from(some, ({ left, predicted }) => left - predicted).sort()
  const all = errorsOf(cuts)
  const bands = Array.from({ length: bandOf(cappedLife(Infinity)) + 1 }, (_, band) => {
    const errors = errorsOf(cuts.filter(({ predicted }) => bandOf(predicted) === band))
    return errors.length < leastCuts ? all : errors
  })
  return (predicted) => {
    const errors = bands[bandOf(predicted)] ?? all
    return {
      low: Math.max(0, predicted + quantileOf(errors, lowShare)),
      high: cappedLife(predicted + quantileOf(errors, highShare)),
    }
  }
}

const bandOf = (predicted: number): number => Math.floor(predicted / bandCycles)
