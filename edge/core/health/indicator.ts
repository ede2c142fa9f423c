import type { MachineKind, MachineSheet, Sample } from '../../contract/machine.ts'
import { bearingLines, velocityMmPerS } from './vibration.ts'

/**
 * What wear shows itself by, as far as possible apart from load and speed: logarithms, and temperatures in kelvin.
 * null: not to be had from this sample.
 */
export type Indicators = Readonly<Record<string, number | null>>

type Reading = number | null | undefined
const logOf = (value: Reading, per = 1): number | null =>
  value == null ? null : Math.log(Math.max(1e-9, value / per))

function spindle({ signals, vibration, speed, load }: Sample, sheet: MachineSheet): Indicators {
  const turnsPerS = ((sheet.ratedRpm ?? 0) * speed) / 60
  const lines = vibration && sheet.bearing && bearingLines(vibration, sheet.bearing, turnsPerS)
  return {
    knock: lines && logOf(Math.max(lines.bpfo, lines.bpfi)),
    velocity: vibration && logOf(velocityMmPerS(vibration), speed),
    bearingC: signals.bearingC ?? null,
    motorA: logOf(signals.motorA, load),
  }
}

const press = ({ signals, load }: Sample): Indicators => ({
  spring: logOf(signals.springMm, load),
  acoustic: logOf(signals.acousticCounts == null ? null : signals.acousticCounts + 1),
  force: logOf(signals.forceKn, load),
})

const gearmotor = ({ signals, load, speed }: Sample): Indicators => ({
  motorA: logOf(signals.motorA, load * speed),
  gearC: signals.gearC ?? null,
})

const lamp = ({ signals }: Sample): Indicators => ({
  brightness: logOf(signals.brightness),
  driverV: logOf(signals.driverV),
  boardC: signals.boardC ?? null,
})

const makers: Readonly<Record<MachineKind, (sample: Sample, sheet: MachineSheet) => Indicators>> = {
  'mill-spindle': spindle,
  'stamping-press': press,
  'conveyor-gearmotor': gearmotor,
  'camera-lamp': lamp,
}

/** ISO 13374 data manipulation. The names, and their order, are the same for every sample of a kind. */
export const indicatorsOf = (sample: Sample, sheet: MachineSheet): Indicators =>
  makers[sample.kind](sample, sheet)
