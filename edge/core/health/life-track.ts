import type { LifeTruth, MachineSheet, Sample } from '../../contract/machine.ts'
import { forecastInput } from './forecast-input.ts'
import { newWatch, observe } from './watch.ts'

/** One life as the forecast sees it, column by column, a row a sample. */
export interface LifeTrack {
  /** `rows × forecastInputs`. */
  readonly inputs: Float32Array<ArrayBuffer>
  readonly ageH: Float64Array<ArrayBuffer>
  readonly remainingH: Float64Array<ArrayBuffer>
  /** 1 where the healthy state has been learnt. */
  readonly isKnown: Uint8Array<ArrayBuffer>
  readonly isSudden: boolean
  readonly isCensored: boolean
}

/** Watches a whole life. The truth is put aside: no input is made from it. */
export function trackLife(
  observations: Iterable<{ readonly sample: Sample; readonly truth: LifeTruth }>,
  sheet: MachineSheet,
): LifeTrack {
  const inputs: number[] = []
  const truths: LifeTruth[] = []
  const known: number[] = []
  let watch = newWatch
  for (const { sample, truth } of observations) {
    watch = observe(watch, sample, sheet)
    inputs.push(...forecastInput(watch, sheet.kind))
    known.push(watch.baselines ? 1 : 0)
    truths.push(truth)
  }
  return {
    inputs: Float32Array.from(inputs),
    ageH: Float64Array.from(truths, ({ ageH }) => ageH),
    remainingH: Float64Array.from(truths, ({ remainingH }) => remainingH),
    isKnown: Uint8Array.from(known),
    isSudden: truths.at(-1)?.isSudden ?? false,
    isCensored: truths.at(-1)?.isCensored ?? false,
  }
}
