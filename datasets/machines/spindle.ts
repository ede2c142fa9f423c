import type { MachineSheet } from '../../edge/contract/machine.ts'
import { quantize, uniform } from '../rng.ts'
import { happens, logNormal, normal } from './chance.ts'
import type { Hour, MachineMaker, Senses } from './machine.ts'
import { vibrationOf } from './vibration.ts'

/** A bearing 6205 (CWRU's): 9 balls of 7.94 mm on 39.04 mm. */
const sheet: MachineSheet = {
  kind: 'mill-spindle',
  line: 'machined-disc',
  spoils: 'burr',
  signals: { bearingC: '°C', motorA: 'A' },
  ratedRpm: 1797,
  bearing: { balls: 9, ballDiameter: 7.94, pitchDiameter: 39.04, contactDeg: 0 },
  vibrationGroup: 'group-2',
}

interface SpindleWear {
  /** Share of the fatigue life that passes before the first spall (Palmgren 1924, Miner 1945). */
  readonly fatigue: number
  readonly hoursToSpall: number
  /** Spalled area against the smallest one; 0: none yet. */
  readonly spall: number
  readonly growthPerH: number
  readonly isInner: boolean
  /** How loudly this unit runs, and how well its housing carries a ring. */
  readonly loudness: number
  readonly resonanceHz: number
}

/** Failed when the spall has grown so many times. */
const largestSpall = 60

/** Ball bearings: life falls with the cube of the load (ISO 281). */
const harm = ({ duty, care }: Hour): number => duty.load ** 3 * duty.speed * (1 + 0.8 * (1 - care))

export const millSpindle: MachineMaker<SpindleWear> = {
  sheet,
  tripsPerHour: [0.0008, 0.02],
  notes: ['humming at the front bearing', 'surface finish rougher than usual', 'spindle warm to the hand'],
  begin: (rng) => ({
    fatigue: 0,
    hoursToSpall: logNormal(rng, 880, 0.55),
    spall: 0,
    growthPerH: logNormal(rng, Math.log(largestSpall) / 1300, 0.3),
    isInner: rng.next() < 0.4,
    loudness: logNormal(rng, 1, 0.15),
    resonanceHz: uniform(rng, 2600, 3800),
  }),
  age: (wear, hour) => {
    const shock = happens(hour.rng, 1 / 900) ? uniform(hour.rng, 0.02, 0.16) : 0
    if (wear.spall === 0) {
      const fatigue = wear.fatigue + harm(hour) / 1.25 / wear.hoursToSpall + shock
      return { ...wear, fatigue, spall: fatigue >= 1 ? 1 : 0 }
    }
    const pace = 1 + 0.3 * normal(hour.rng)
    const grown = wear.growthPerH * Math.max(0, pace) * (harm(hour) / 1.25)
    return { ...wear, spall: quantize(wear.spall * Math.exp(grown + shock)) }
  },
  damage: ({ fatigue, spall }) =>
    spall === 0 ? 0.25 * Math.min(1, fatigue) : 0.25 + (0.75 * Math.log(spall)) / Math.log(largestSpall),
  sense,
}

function sense(wear: SpindleWear, hour: Hour): Senses {
  const { rng, duty, care } = hour
  const rough = wear.spall === 0 ? 0 : Math.log1p(wear.spall) / Math.log1p(largestSpall)
  const friction = 6 * (1 - care) + 9 * rough ** 3
  return {
    signals: {
      bearingC: duty.ambientC + 16 * duty.load * duty.speed + friction + 0.6 * normal(rng),
      motorA: 11.5 * duty.load * (1 + 0.03 * rough ** 2) + 0.25 * normal(rng),
    },
    vibration: vibrationOf(rng.fork('vibration'), sheet, wear, duty),
  }
}

export type { SpindleWear }
