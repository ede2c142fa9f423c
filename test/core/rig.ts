import { uniform as between, rngFromSeed } from '../../datasets/rng.ts'
import type { Rng } from '../../edge/contract/port.ts'

/**
 * A made-up test rig: a pump in a water loop, eight sensors at 1 Hz, the first 400 rows normal, faults in about a third
 * of all rows. No numbers of a real rig are in it: every trait is drawn from a wide range, so that a method which does
 * well here has not learnt one rig. Harmless on purpose: drifting temperatures, slow meander, changed operating points.
 */
export interface Rig {
  readonly names: readonly string[]
  readonly rows: readonly (readonly number[])[]
  readonly isFaulty: readonly boolean[]
  readonly kinds: readonly string[]
}

export const rigTrainRows = 400
const names = ['vibration1', 'vibration2', 'current', 'pressure', 'temperature', 'coolant', 'voltage', 'flow']
const [vibration1, vibration2, current, pressure, temperature, coolant, voltage, flow] = [
  0, 1, 2, 3, 4, 5, 6, 7,
] as const

/** What a fault adds, in standard deviations of each sensor, at full strength. */
interface Fault {
  readonly kind: string
  readonly from: number
  readonly to: number
  /** Rows until full strength. */
  readonly ramp: number
  readonly shift: Readonly<Record<number, number>>
  /** Factor on the noise of a sensor. */
  readonly spread: Readonly<Record<number, number>>
  /** Sensors that no longer follow the load. */
  readonly isUncoupled: readonly number[]
}

const sign = (rng: Rng) => (rng.next() < 0.5 ? -1 : 1)
const normal = (rng: Rng) => Math.sqrt(-2 * Math.log(1 - rng.next())) * Math.cos(2 * Math.PI * rng.next())

/** A stationary first-order process of unit variance. */
function process(rng: Rng, length: number, memory: number, tail = 0): Float64Array {
  let value = normal(rng)
  const fresh = Math.sqrt(1 - memory ** 2)
  return Float64Array.from({ length }, () => {
    const shock = normal(rng) * (rng.next() < tail ? 3 : 1)
    value = memory * value + fresh * shock
    return value
  })
}

/** What wanders and harms nothing: linear, saturating or a random walk, `size` at the end of the training rows. */
function drift(rng: Rng, length: number, size: number): Float64Array {
  const shape = Math.floor(rng.next() * 3)
  const [way, time] = [sign(rng) * size, between(rng, 150, 600)]
  const walk = process(rng, length, 0.9995)
  return Float64Array.from({ length }, (_, row) => {
    if (shape === 0) return (way * row) / rigTrainRows
    if (shape === 1) return (way * (1 - Math.exp(-row / time))) / (1 - Math.exp(-rigTrainRows / time))
    return size * 1.5 * ((walk[row] ?? 0) - (walk[0] ?? 0))
  })
}

const faultKinds: Readonly<Record<string, (rng: Rng) => Partial<Fault>>> = {
  shift: (rng) => ({ shift: { [Math.floor(rng.next() * 4)]: sign(rng) * between(rng, 2, 8) } }),
  uncoupled: (rng) => ({
    isUncoupled: [flow, pressure],
    shift: { [flow]: -between(rng, 1, 4), [current]: between(rng, 0, 2) },
  }),
  restless: (rng) => ({
    spread: {
      [vibration1]: between(rng, 1, 3),
      [pressure]: between(rng, 2, 6),
      [current]: between(rng, 2, 6),
    },
  }),
  'closing valve': (rng) => ({
    ramp: between(rng, 20, 150),
    shift: { [flow]: -between(rng, 3, 10), [pressure]: between(rng, 1, 4), [current]: -between(rng, 0, 3) },
  }),
  imbalance: (rng) => ({
    shift: { [vibration1]: between(rng, 2, 8), [vibration2]: between(rng, 1, 5) },
    spread: { [vibration1]: between(rng, 1, 2.5) },
  }),
  cavitation: (rng) => ({
    spread: { [vibration2]: between(rng, 2, 4), [flow]: between(rng, 1.5, 4) },
    shift: { [vibration2]: between(rng, 1, 5), [pressure]: -between(rng, 1, 4) },
  }),
  'hot water': (rng) => ({
    ramp: between(rng, 30, 150),
    shift: {
      [temperature]: between(rng, 4, 15),
      [coolant]: between(rng, 4, 15),
      [current]: between(rng, 1, 4),
    },
  }),
}

function faultsOf(rng: Rng, length: number): Fault[] {
  const count = rng.next() < 0.6 ? 1 : 2
  const total = Math.round(length * between(rng, 0.27, 0.4))
  const room = length - rigTrainRows - total
  let at = rigTrainRows + room * between(rng, 0.1, 0.5)
  return Array.from({ length: count }, () => {
    const kinds = Object.keys(faultKinds)
    const kind = kinds[Math.floor(rng.next() * kinds.length)] ?? 'shift'
    const from = Math.round(at)
    const to = Math.min(length, from + Math.round(total / count))
    at = to + room * between(rng, 0.1, 0.4)
    return {
      kind,
      from,
      to,
      ramp: 1 + 20 * rng.next(),
      shift: {},
      spread: {},
      isUncoupled: [],
      ...faultKinds[kind]?.(rng),
    }
  })
}

/** How strong a fault is in a row, 0 to 1; it fades within seconds when it is over. */
function strength({ from, to, ramp }: Fault, row: number): number {
  if (row < from) return 0
  const risen = Math.min(1, (Math.min(row, to) - from + 1) / ramp)
  return row < to ? risen : risen * Math.exp(-(row - to) / 4)
}

/** One sensor: how it follows the load, how it rings, meanders and drifts, and in which steps it is read out. */
function sensor(
  rng: Rng,
  column: number,
  length: number,
  load: Float64Array,
  faults: readonly Fault[],
): number[] {
  const isWarm = column === temperature || column === coolant
  const noise = process(
    rng,
    length,
    isWarm ? 0.2 : between(rng, 0, column === voltage ? 0.97 : 0.6),
    between(rng, 0, 0.03),
  )
  const meander = process(rng, length, Math.exp(-1 / between(rng, 60, 300)))
  const [coupling, wander] = [sign(rng) * between(rng, 0, 1), between(rng, 0, 0.5)]
  const warm = drift(rng, length, isWarm ? between(rng, 0, 6) : between(rng, 0, 0.2))
  const [stepRow, step] = [between(rng, 450, length * 3), sign(rng) * between(rng, 0, 1)]
  const quantum = column === pressure || column === flow ? between(rng, 0.2, 3) : 0.01
  const [base, scale] = [between(rng, -3, 100), 10 ** between(rng, -3, 1)]
  return Array.from({ length }, (_, row) => {
    const strengths = faults.map((fault) => ({ ...fault, now: strength(fault, row) }))
    const follows = strengths.reduce(
      (share, { isUncoupled, now }) => share - (isUncoupled.includes(column) ? now : 0),
      1,
    )
    const shift = strengths.reduce((sum, { shift: by, now }) => sum + (by[column] ?? 0) * now, 0)
    const spread = strengths.reduce(
      (most, { spread: by, now }) => most * (1 + ((by[column] ?? 1) - 1) * now),
      1,
    )
    const level =
      coupling * (load[row] ?? 0) * Math.max(0, follows) + wander * (meander[row] ?? 0) + (warm[row] ?? 0)
    const value = level + spread * (noise[row] ?? 0) + shift + (row > stepRow ? step : 0)
    return base + scale * (quantum > 0.1 ? Math.round(value / quantum) * quantum : value)
  })
}

/** The rig of a seed: the same seed, the same rows. */
export function makeRig(seed: number): Rig {
  const rng = rngFromSeed(seed).fork('rig')
  const length = Math.round(between(rng, 1000, 1250))
  const faults = faultsOf(rng, length)
  const load = process(rng, length, between(rng, 0.3, 0.95))
  const columns = names.map((name, column) => sensor(rng.fork(name), column, length, load, faults))
  return {
    names,
    rows: Array.from({ length }, (_, row) => columns.map((values) => values[row] ?? 0)),
    isFaulty: Array.from({ length }, (_, row) => faults.some(({ from, to }) => row >= from && row < to)),
    kinds: faults.map(({ kind }) => kind),
  }
}
