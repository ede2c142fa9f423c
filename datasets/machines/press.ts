import type { MachineSheet } from '../../edge/contract/machine.ts'
import { quantize, uniform } from '../rng.ts'
import { happens, logNormal, normal, poisson } from './chance.ts'
import { type ParisLaw, parisRate } from './law.ts'
import type { Hour, MachineMaker, Senses } from './machine.ts'

const sheet: MachineSheet = {
  kind: 'stamping-press',
  line: 'steel-strip',
  spoils: 'scratch',
  signals: { forceKn: 'kN', springMm: 'mm', acousticCounts: '1/h' },
  ratedRpm: null,
  bearing: null,
  vibrationGroup: null,
}

interface PressWear {
  readonly crackM: number
  readonly law: ParisLaw
  /** How loudly this crack grows, and how stiff this frame is. */
  readonly loudness: number
  readonly stiffness: number
}

const strokesPerH = 1800
const ratedStressMPa = 100
const criticalM = 0.01

const growth = ({ law, crackM }: PressWear, { duty, care }: Hour): number =>
  parisRate(law, ratedStressMPa * duty.load * (1 + 0.12 * (1 - care)), crackM)

/** A fatigue crack in the frame: it grows with every stroke, and the frame gives way the more. */
export const stampingPress: MachineMaker<PressWear> = {
  sheet,
  tripsPerHour: [0.001, 0.015],
  notes: ['ticking noise from the frame', 'parts out of tolerance after warm-up', 'tie rod nut found loose'],
  begin: (rng) => ({
    crackM: logNormal(rng, 0.001, 0.16),
    law: { c: logNormal(rng, 1.75, 0.28) * 1e-12, m: 3, y: 1 },
    loudness: logNormal(rng, 1, 0.3),
    stiffness: logNormal(rng, 1, 0.02),
  }),
  age: (wear, hour) => {
    const shock = happens(hour.rng, 1 / 800) ? uniform(hour.rng, 0.01, 0.08) : 0
    const pace = Math.max(0, 1 + 0.3 * normal(hour.rng))
    const crackM = (wear.crackM + growth(wear, hour) * strokesPerH * pace) * (1 + shock)
    return { ...wear, crackM: Math.min(2 * criticalM, quantize(crackM * 1e6) / 1e6) }
  },
  damage: ({ crackM }) => Math.min(1, crackM / criticalM),
  sense,
}

function sense(wear: PressWear, hour: Hour): Senses {
  const { rng, duty } = hour
  const open = wear.crackM / criticalM
  const rateMmPerH = growth(wear, hour) * strokesPerH * 1000
  return {
    signals: {
      forceKn: 800 * duty.load * (1 - 0.05 * open ** 2) + 6 * normal(rng),
      springMm: (1.2 * duty.load * (1 + 0.5 * open ** 1.5)) / wear.stiffness + 0.01 * normal(rng),
      acousticCounts: poisson(rng, Math.min(300, 3 + 2200 * wear.loudness * rateMmPerH)),
    },
    vibration: null,
  }
}
