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

const perTrend = 6
/** Numbers that `forecastInput` returns. */
export const forecastInputs = 6 + 3 * perTrend

/** Samples of a usual life: ages and slopes are told in it. */
const usualLife = 1000

/** What a forecast is made from: age, dose and log, then level and slopes of three indicators. */
export function forecastInput(watch: Watch, kind: MachineKind): Float32Array {
  const { count, dose, log, trends } = watch
  const known = looked[kind].flatMap((name) => told(trends[name] ?? newTrend))
  const age = count / usualLife
  return Float32Array.from([
    age,
    dose / usualLife,
    log.trips,
    log.notes,
    log.sinceService / 200,
    watch.load ?? 1,
    ...known,
  ])
}

const told = (trend: Trend): number[] => [
  trend.fast,
  trend.slow,
  usualLife * slopeOf(trend, 3),
  usualLife * slopeOf(trend, 8),
  usualLife * slopeOf(trend, 18),
  Math.min(1, trend.strange / 10),
]
