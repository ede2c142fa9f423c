import type { Waveform } from '../../edge/contract/machine.ts'
import type { Rng } from '../../edge/contract/port.ts'
import { pick, quantize, uniform } from '../rng.ts'
import { happens, lastingH } from './chance.ts'
import type { Senses } from './machine.ts'

export type FaultKind = 'stuck' | 'bias' | 'dropout' | 'clock-jump'

/** What is wrong with a machine's instruments just now. */
export interface SensorFault {
  readonly kind: FaultKind
  /** The signal that lies; of no account when the clock jumps. */
  readonly signal: string
  /** Share of the reading that is added, or hours by which the clock is off. */
  readonly off: number
}

export const vibration = 'vibration'
const perHour = 1 / 380
const meanLengthH = 45

/** Hour after hour, without end; null: all is well. */
export function* sensorFaults(
  rng: Rng,
  signals: readonly [string, ...string[]],
): Generator<SensorFault | null, never> {
  for (let fault: SensorFault | null = null, leftH = 0; ; leftH--) {
    if (leftH <= 0) fault = null
    if (!fault && happens(rng, perHour)) {
      leftH = lastingH(rng, meanLengthH)
      const kind = pick<FaultKind>(rng, ['stuck', 'bias', 'dropout', 'clock-jump'])
      const sign = rng.next() < 0.5 ? -1 : 1
      const off =
        kind === 'clock-jump' ? Math.round(sign * uniform(rng, 3, 40)) : sign * uniform(rng, 0.08, 0.3)
      fault = { kind, signal: pick(rng, signals), off }
    }
    yield fault
  }
}

/** What the sensors say, and what they last said. */
export interface Readings {
  readonly signals: Readonly<Record<string, number | null>>
  readonly vibration: Waveform | null
}

/** Passes senses through a fault; `before` is what was read last. */
export function read(senses: Senses, fault: SensorFault | null, before: Readings | null): Readings {
  const signals = Object.fromEntries(
    Object.entries(senses.signals).map(([name, value]) => [name, quantize(value)]),
  )
  const all: Readings = { signals, vibration: senses.vibration }
  if (!fault || fault.kind === 'clock-jump') return all
  const { kind, signal, off } = fault
  if (signal === vibration) return { ...all, vibration: waveform(senses.vibration, fault, before) }
  const value = signals[signal] ?? 0
  const lie =
    kind === 'dropout'
      ? null
      : kind === 'bias'
        ? quantize(value * (1 + off))
        : (before?.signals[signal] ?? null)
  return { ...all, signals: { ...signals, [signal]: lie } }
}

function waveform(
  now: Waveform | null,
  { kind, off }: SensorFault,
  before: Readings | null,
): Waveform | null {
  if (kind === 'dropout' || !now) return null
  if (kind === 'stuck') return before?.vibration ?? null
  return { ...now, accelerationMPerS2: now.accelerationMPerS2.map((value) => value * (1 + off)) }
}
