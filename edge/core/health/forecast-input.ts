import type { MachineKind } from '../../contract/machine.ts'
import { newTrend, slopeOf, type Trend } from './trend.ts'
import type { Watch } from './watch.ts'

/** Indicators that the forecast looks at, by kind; in this order. */
const looked: Readonly<Record<MachineKind, readonly [string, string, string]>> = {
  'mill-spindle': ['knock', 'velocity', 'bearingC'],
  'stamping-press': ['spring', 'acoustic', 'force'],
  'conveyor-gearmotor': ['motorA', 'gearC', ''],
  'camera-lamp': ['brightness', 'driverV', 'boardC'],
}

/** What a forecast may look at: the machine's sensors and log, what inspection says of its line, or both. */
export const senses = ['both', 'sensors', 'line'] as const
export type Sense = (typeof senses)[number]

const perTrend = 6
/** Where the numbers of a sense begin; the first of each says whether it speaks. */
const sensorsAt = 3
const lineAt = sensorsAt + 4 + 3 * perTrend
/** Numbers that `forecastInput` returns. */
export const forecastInputs = lineAt + 5

/** Samples of a usual life: ages and slopes are told in it. */
const usualLife = 1000

/** What a forecast is made from: age, dose and load; log, level and slopes of three indicators; defects of the line. */
export function forecastInput(watch: Watch, kind: MachineKind): Float32Array {
  const { count, dose, log, trends, line } = watch
  const known = looked[kind].flatMap((name) => told(trends[name] ?? newTrend))
  return Float32Array.from([
    count / usualLife,
    dose / usualLife,
    watch.load ?? 1,
    ...[1, log.trips, log.notes, log.sinceService / 200, ...known],
    ...(line ? [1, line.spoilt.fast, line.spoilt.slow, line.other.fast, line.other.slow] : [0, 0, 0, 0, 0]),
  ])
}

/** The same rows with one sense silenced: as if there were no sensors, or nothing inspected. */
export function hearing(inputs: Float32Array, sense: Sense): Float32Array {
  if (sense === 'both') return inputs
  const [from, to] = sense === 'line' ? [sensorsAt, lineAt] : [lineAt, forecastInputs]
  const silenced = Float32Array.from(inputs)
  for (let row = 0; row < inputs.length; row += forecastInputs) silenced.fill(0, row + from, row + to)
  return silenced
}

const told = (trend: Trend): number[] => [
  trend.fast,
  trend.slow,
  usualLife * slopeOf(trend, 3),
  usualLife * slopeOf(trend, 8),
  usualLife * slopeOf(trend, 18),
  Math.min(1, trend.strange / 10),
]
