import type { LifeTruth, LogEntry, Sample } from '../../edge/contract/machine.ts'
import type { Intervention } from '../../edge/contract/plant.ts'
import type { Rng } from '../../edge/contract/port.ts'
import { pick, uniform } from '../rng.ts'
import { happens } from './chance.ts'
import { cares, type Duty, duties } from './duty.ts'
import { inspect } from './inspected.ts'
import { caredFor, overloads, stuckOr, untouched } from './intervention.ts'
import type { MachineMaker } from './machine.ts'
import { type Readings, read, type SensorFault, sensorFaults, vibration } from './sensor-fault.ts'

/** What one hour shows, and what is true of it: the sample goes to watching, the truth to scoring by another door. */
export interface Observation {
  readonly sample: Sample
  readonly truth: LifeTruth
}

export interface LivedHour<Wear> {
  readonly wear: Wear
  readonly duty: Duty
  readonly care: number
  readonly isServiced: boolean
}

/** How a life ends. */
interface End {
  readonly endH: number
  /** When it fails, or would have failed. */
  readonly failsAtH: number
  readonly isSudden: boolean
  readonly isCensored: boolean
}

const suddenShare = 0.1
const censoredShare = 0.12
const longestH = 12_000
/** So long after load or speed have changed a machine is not settled. */
const settlingH = 8

export interface LifeOptions {
  readonly machine: string
  readonly everyH?: number
  /** What people have done so far; asked every hour, grows only by what is yet to come. */
  readonly done?: () => readonly Intervention[]
}

/**
 * One life from new to its end, a sample every so many hours: a function of the stream of chance, and of what people do.
 */
export function* liveMachine<Wear>(
  maker: MachineMaker<Wear>,
  rng: Rng,
  { machine, everyH = 1, done = () => untouched }: LifeOptions,
): Generator<Observation> {
  let known = untouched
  let hours = wearOut(maker, rng)
  const drawn = drawEnd(rng.fork('end'), hours.length)
  let end = drawn
  const signals = faultySignals(maker)
  const faults = sensorFaults(rng.fork('sensor'), signals)
  let entries: LogEntry[] = []
  let before: Readings | null = null
  for (let ageH = 0; ageH < end.endH; ageH++) {
    const now = done()
    if (now.length > known.length) {
      known = now
      hours = wearOut(maker, rng, known)
      end = endAfter(drawn, hours.length)
    }
    const lived = hours[ageH]
    if (!lived) return
    const hour = rng.fork(`sense/${ageH}`)
    const fault = stuckOr(faults.next().value, known, ageH, signals[0])
    entries.push(...logOf(maker, lived, hour.fork('log')))
    if (ageH % everyH !== 0) continue
    const senses = maker.sense(lived.wear, { rng: hour, duty: lived.duty, care: lived.care })
    before = read(senses, fault, before)
    yield {
      sample: {
        machine,
        kind: maker.sheet.kind,
        sequence: ageH / everyH,
        clockH: ageH + (fault?.kind === 'clock-jump' ? fault.off : 0),
        load: lived.duty.load,
        speed: lived.duty.speed,
        ...before,
        entries,
        inspected: maker.sheet.spoils
          ? inspect(maker.damage(lived.wear), everyH, hour.fork('inspection'))
          : null,
        isSimulated: true,
      },
      truth: truthOf(maker, lived, ageH, end, fault),
    }
    entries = []
  }
}

/** Wear hour by hour until the machine fails of it. */
export function wearOut<Wear>(maker: MachineMaker<Wear>, rng: Rng, done = untouched): LivedHour<Wear>[] {
  const duty = duties(rng.fork('duty'))
  const care = caredFor(cares(rng.fork('care')), done)
  const overload = overloads(maker, rng.fork('overload'), done)
  const ageing = rng.fork('wear')
  const hours: LivedHour<Wear>[] = []
  let wear = maker.begin(rng.fork('unit'))
  while (maker.damage(wear) < 1 && hours.length < longestH) {
    const [now, { level, isServiced }] = [duty.next().value, care.next().value]
    hours.push({ wear, duty: now, care: level, isServiced })
    const aged = maker.age(wear, { rng: ageing, duty: now, care: level })
    wear = overload(aged, { duty: now, care: level }, hours.length - 1)
  }
  return hours
}

function drawEnd(rng: Rng, wornOutH: number): End {
  const chance = rng.next()
  const share = uniform(rng, 0.15, 0.95)
  const isSudden = chance < suddenShare
  const isCensored = !isSudden && chance < suddenShare + censoredShare
  const endH = isSudden || isCensored ? Math.max(1, Math.round(share * wornOutH)) : wornOutH
  return { endH, failsAtH: isSudden ? endH : wornOutH, isSudden, isCensored }
}

/** An end by wear comes when it comes; one by chance or by plan stays, unless wear is faster. */
function endAfter(drawn: End, wornOutH: number): End {
  const { isSudden, isCensored, endH } = drawn
  if ((isSudden || isCensored) && endH < wornOutH) return { ...drawn, failsAtH: isSudden ? endH : wornOutH }
  return { endH: wornOutH, failsAtH: wornOutH, isSudden: false, isCensored: false }
}

const faultySignals = ({ sheet }: MachineMaker<never> | MachineMaker): [string, ...string[]] => {
  const names = [...Object.keys(sheet.signals), ...(sheet.bearing ? [vibration] : [])]
  return [names[0] ?? vibration, ...names.slice(1)]
}

/** Trips and notes come more often as a machine wears, and now and then for nothing. */
function logOf<Wear>(maker: MachineMaker<Wear>, { wear, isServiced }: LivedHour<Wear>, rng: Rng): LogEntry[] {
  const damage = maker.damage(wear)
  const [seldom, often] = maker.tripsPerHour
  const entries: LogEntry[] = []
  if (isServiced) entries.push({ code: 'SERVICE', text: 'serviced as planned' })
  if (happens(rng, seldom + (often - seldom) * damage ** 2))
    entries.push({ code: 'TRIP', text: 'overload trip, reset' })
  if (happens(rng, 0.0012 + 0.02 * damage ** 3)) entries.push({ code: 'NOTE', text: pick(rng, maker.notes) })
  return entries
}

function truthOf<Wear>(
  maker: MachineMaker<Wear>,
  { wear, duty }: LivedHour<Wear>,
  ageH: number,
  { failsAtH, isSudden, isCensored }: End,
  fault: SensorFault | null,
): LifeTruth {
  return {
    ageH,
    remainingH: failsAtH - ageH,
    damage: maker.damage(wear),
    isSudden,
    isCensored,
    isDisturbed: fault !== null || duty.sinceChangeH < settlingH,
  }
}
