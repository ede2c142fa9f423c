import type { MachineSheet, Waveform } from '../../edge/contract/machine.ts'
import type { Rng } from '../../edge/contract/port.ts'
import type { Duty } from './duty.ts'

/** One hour of a machine's life, as far as wear is concerned. */
export interface Hour {
  readonly rng: Rng
  readonly duty: Duty
  /** 1 as after a perfect service, 0 starved. */
  readonly care: number
}

/** What a machine's sensors tell in one hour. */
export interface Senses {
  readonly signals: Readonly<Record<string, number>>
  readonly vibration: Waveform | null
}

/** One kind of machine; `Wear` is all that sets one unit apart from another, and an old one from a new one. */
export interface MachineMaker<Wear = unknown> {
  readonly sheet: MachineSheet
  /** How often it stops by itself in an hour, new and nearly failed. */
  readonly tripsPerHour: readonly [number, number]
  /** What operators write when they notice something. */
  readonly notes: readonly [string, ...string[]]
  begin(rng: Rng): Wear
  age(wear: Wear, hour: Hour): Wear
  /** 0 new, 1 failed; rises nearly always. */
  damage(wear: Wear): number
  sense(wear: Wear, hour: Hour): Senses
}
