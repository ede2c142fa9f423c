import type { Sample } from '../../contract/machine.ts'
import type { Trend } from './trend.ts'

/** What is remembered of each sensor: its last word, and how often in a row it said nothing new. */
export type SensorWatch = Readonly<Record<string, { readonly said: number | null; readonly repeats: number }>>

/** A living sensor never says exactly the same so many times in a row; a counter, of whole numbers, may by chance. */
const suspectAfter = { analogue: 3, counter: 12 } as const

/** Takes in one sample. Of a waveform the first values stand for all. */
export function watchSensors(
  before: SensorWatch,
  { signals, vibration }: Sample,
  hasVibration: boolean,
): SensorWatch {
  const said = hasVibration ? { ...signals, vibration: wordOf(vibration) } : signals
  const entries = Object.entries(said).map(([name, now]) => {
    const last = before[name]
    return [name, { said: now, repeats: last && last.said === now ? last.repeats + 1 : 0 }] as const
  })
  return Object.fromEntries(entries)
}

const wordOf = (vibration: Sample['vibration']): number | null =>
  vibration?.accelerationMPerS2.subarray(0, 8).reduce((sum, value) => sum + value, 0) ?? null

/** Sensors that are silent or stuck. */
export const suspectsOf = (sensors: SensorWatch): string[] =>
  Object.entries(sensors)
    .filter(
      ([, { said, repeats }]) => repeats >= suspectAfter[Number.isInteger(said) ? 'counter' : 'analogue'],
    )
    .map(([name]) => name)

/** Readings in a row that lie too far off to be wear. */
const biasedAfter = 3
/** By sensor, what is read from it. No temperatures: heat may jump by itself, and theirs is too noisy to tell. */
const readFrom: Readonly<Record<string, readonly string[]>> = {
  vibration: ['knock', 'velocity'],
  motorA: ['motorA'],
  springMm: ['spring'],
  forceKn: ['force'],
  brightness: ['brightness'],
  driverV: ['driverV'],
}

/** Sensors that have jumped farther than wear goes, in all that is read from them. */
export const biasedOf = (trends: Readonly<Record<string, Trend>>): string[] =>
  Object.entries(readFrom)
    .filter(([, indicators]) => indicators.every((name) => (trends[name]?.strange ?? 0) >= biasedAfter))
    .map(([sensor]) => sensor)
