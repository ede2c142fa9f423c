import type { MachineKind } from '../../edge/contract/machine.ts'
import type { Rng } from '../../edge/contract/port.ts'
import { rngFromSeed } from '../rng.ts'
import { conveyorGearmotor } from './gearmotor.ts'
import { untouched } from './intervention.ts'
import { cameraLamp } from './lamp.ts'
import { liveMachine, type Observation, wearOut } from './life.ts'
import type { MachineMaker } from './machine.ts'
import { knownRemainingH } from './oracle.ts'
import { stampingPress } from './press.ts'
import { millSpindle } from './spindle.ts'

/** The machines of the simulated plant. Each keeps its own kind of wear to itself. */
export const machines: Readonly<Record<MachineKind, MachineMaker>> = {
  'mill-spindle': millSpindle as MachineMaker,
  'stamping-press': stampingPress as MachineMaker,
  'conveyor-gearmotor': conveyorGearmotor as MachineMaker,
  'camera-lamp': cameraLamp as MachineMaker,
}

/** Running hours between two samples, wherever a forecast is made: what it was taught at. */
export const sampleEveryH = 2

/** Which life: number `life` of a kind of machine in a run. */
export interface LifeName {
  readonly kind: MachineKind
  readonly seed: number
  readonly life: number
}

const chanceOf = ({ kind, seed, life }: LifeName): Rng =>
  rngFromSeed(seed).fork(`machine/${kind}`).fork(`life/${life}`)

/** A function of the name alone, and of what people do, on any thread. */
export const lifeOf = (name: LifeName, done = () => untouched): Generator<Observation> =>
  liveMachine(machines[name.kind], chanceOf(name), {
    machine: unitOf(name),
    everyH: sampleEveryH,
    done,
  })

/** What the unit is called that lives this life. */
export const unitOf = ({ kind, life }: Pick<LifeName, 'kind' | 'life'>): string => `${kind}-${life}`

/** What an oracle says at these ages of the life: remaining hours. See `knownRemainingH`. */
export function oracleOf(name: LifeName, agesH: readonly number[]): number[] {
  const maker = machines[name.kind]
  const hours = wearOut(maker, chanceOf(name))
  return agesH.map((ageH) => {
    const now = hours[ageH]
    return now ? knownRemainingH(maker, now.wear, chanceOf(name).fork(`oracle/${ageH}`)) : 0
  })
}
