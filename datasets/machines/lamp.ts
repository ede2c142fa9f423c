import type { MachineSheet } from '../../edge/contract/machine.ts'
import { quantize, uniform } from '../rng.ts'
import { lostLight } from '../spoilage.ts'
import { happens, logNormal, normal } from './chance.ts'
import type { MachineMaker, Senses } from './machine.ts'

const sheet: MachineSheet = {
  kind: 'camera-lamp',
  line: 'pcb',
  spoils: null,
  signals: { brightness: 'grey levels', driverV: 'V', boardC: '°C' },
  ratedRpm: null,
  bearing: null,
  vibrationGroup: null,
}

interface LampWear {
  /** Of the diodes alone, against new. */
  readonly light: number
  readonly decayPerH: number
  /** Share of light that dust takes. */
  readonly dust: number
  readonly forwardV: number
}

/** L70: the usual end of life of a lamp (ANSI/IES TM-21). */
const lastLight = 1 - lostLight

/** Lumen decay, faster when hot; dust comes and is wiped away, not always all of it. */
export const cameraLamp: MachineMaker<LampWear> = {
  sheet,
  tripsPerHour: [0.0004, 0.006],
  notes: ['pictures darker than last week', 'flicker seen on the monitor', 'cover glass dusty'],
  begin: (rng) => ({
    light: 1,
    decayPerH: logNormal(rng, -Math.log(lastLight) / 2000, 0.32),
    dust: uniform(rng, 0, 0.02),
    forwardV: 36 * logNormal(rng, 1, 0.01),
  }),
  age: (wear, { rng, duty, care }) => {
    const shock = happens(rng, 1 / 900) ? uniform(rng, 0.003, 0.012) : 0
    const heat = Math.exp(0.035 * (duty.ambientC - 22)) * duty.load
    const pace = Math.max(0, 1 + 0.4 * normal(rng))
    const light = quantize(wear.light * Math.exp(-wear.decayPerH * heat * pace) - shock)
    return { ...wear, light, dust: quantize(0.035 * (1 - care)) }
  },
  damage: ({ light }) => Math.min(1, Math.max(0, (1 - light) / (1 - lastLight))),
  sense: (wear, { rng, duty }): Senses => ({
    signals: {
      brightness: 128 * wear.light * (1 - wear.dust) * (0.96 + 0.04 * duty.load) + 1.1 * normal(rng),
      driverV:
        wear.forwardV * (1 + 0.06 * (1 - wear.light)) - 0.02 * (duty.ambientC - 22) + 0.04 * normal(rng),
      boardC: duty.ambientC + 24 * duty.load * (1 + 0.25 * (1 - wear.light)) + 0.8 * normal(rng),
    },
    vibration: null,
  }),
}
