import type { MachineSheet } from '../../edge/contract/machine.ts'
import { quantize, uniform } from '../rng.ts'
import { happens, logNormal, normal } from './chance.ts'
import type { MachineMaker, Senses } from './machine.ts'

const sheet: MachineSheet = {
  kind: 'conveyor-gearmotor',
  line: 'blister-pack',
  spoils: 'broken',
  signals: { motorA: 'A', gearC: '°C' },
  ratedRpm: 1400,
  bearing: null,
  vibrationGroup: null,
}

interface GearmotorWear {
  /** Wiener process: drift by unit, failed at 1. */
  readonly worn: number
  readonly driftPerH: number
  readonly losses: number
  /** The housing follows its losses with a lag of hours. */
  readonly warmK: number
}

/** Standard deviation of the wear of one hour, such that equal units differ by 6 % in life. */
const sigmaPerRootH = 0.06 * Math.sqrt(1 / 2000)

const heatK = (wear: GearmotorWear, load: number): number =>
  26 * wear.losses * load ** 2 * (1 + 0.55 * Math.max(0, wear.worn))

/** Gears and seals wear with chance up and down, but upwards on the whole: current and heat follow. */
export const conveyorGearmotor: MachineMaker<GearmotorWear> = {
  sheet,
  tripsPerHour: [0.0015, 0.02],
  notes: ['belt jerks at start', 'oil at the gearbox seal', 'grinding noise under load'],
  begin: (rng) => ({
    worn: 0,
    driftPerH: logNormal(rng, 1 / 2000, 0.3),
    losses: logNormal(rng, 1, 0.05),
    warmK: 26,
  }),
  age: (wear, { rng, duty, care }) => {
    const shock = happens(rng, 1 / 800) ? uniform(rng, 0.01, 0.05) : 0
    const drift = wear.driftPerH * duty.load ** 1.5 * (1 + 0.7 * (1 - care))
    const worn = quantize(Math.max(-0.2, wear.worn + drift / 1.15 + sigmaPerRootH * normal(rng) + shock))
    return { ...wear, worn, warmK: wear.warmK + 0.35 * (heatK(wear, duty.load) - wear.warmK) }
  },
  damage: ({ worn }) => Math.min(1, Math.max(0, worn)),
  sense: (wear, { rng, duty }): Senses => ({
    signals: {
      motorA:
        3.4 * wear.losses * duty.load * duty.speed * (1 + 0.3 * Math.max(0, wear.worn)) + 0.03 * normal(rng),
      gearC: duty.ambientC + wear.warmK + 0.5 * normal(rng),
    },
    vibration: null,
  }),
}
