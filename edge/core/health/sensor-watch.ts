import type { Sample } from '../../contract/machine.ts'

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
