import { rngFromSeed, uniform } from '../../datasets/rng.ts'
import type { Rng } from '../../edge/contract/port.ts'

/** What may befall an edge that publishes to a broker of its own process, over a cable that can be pulled. */
export const edgeFaults = [
  'kill-edge',
  'kill-broker',
  'refused-connections',
  'refused-login',
  'denied-topic',
  'half-open',
  'no-answers',
  'cut',
  'disk-full',
  'slow-consumer',
  'clock-jump',
  'damaged-book',
  'newer-book',
] as const
/** What may befall the whole service, whose broker lives and dies with it. */
export const serviceFaults = [
  'kill-service',
  'kill-service',
  'disk-full',
  'slow-consumer',
  'damaged-book',
  'newer-book',
] as const
export type Fault =
  | (typeof edgeFaults)[number]
  | (typeof serviceFaults)[number]
  | 'broker-absent-at-start'
  | 'small-outbox'

/** `house` is our broker, `strict` closes the connection of whoever says what it may not (MQTT 3.1.1, 3.3.5). */
export type BrokerKind = 'house' | 'strict' | 'mosquitto'

export interface Step {
  readonly afterMs: number
  /** One, or two that overlap. */
  readonly faults: readonly Fault[]
  readonly forMs: number
}

export interface Schedule {
  readonly seed: number
  readonly actor: 'edge' | 'service'
  readonly broker: BrokerKind
  readonly isBrokerAbsent: boolean
  /** Rows that the outbox may hold. */
  readonly outboxRows: number
  readonly steps: readonly Step[]
}

/** A fifth of the schedules is about the whole service. */
const serviceShare = 0.2

/** A denied event is not condemned before it has cost six links. */
const condemnMs = 4_000

export function scheduleOf(seed: number): Schedule {
  const rng = rngFromSeed(seed)
  const isService = rng.next() < serviceShare
  const faults: readonly Fault[] = isService ? serviceFaults : edgeFaults
  const count = isService ? 2 : 3 + Math.floor(uniform(rng, 0, 3))
  const steps = Array.from({ length: count }, () => stepOf(rng, faults))
  return {
    seed,
    actor: isService ? 'service' : 'edge',
    broker: brokerFor(steps, oneOf(rng, ['house', 'strict', 'mosquitto'])),
    isBrokerAbsent: rng.next() < 0.2,
    outboxRows: rng.next() < 0.25 ? 150 : 1_000_000,
    steps,
  }
}

/** A fault needs a broker that can be told to make it. */
function brokerFor(steps: readonly Step[], drawn: BrokerKind): BrokerKind {
  const faults = steps.flatMap((step) => step.faults)
  if (faults.includes('denied-topic')) return 'strict'
  return drawn === 'mosquitto' && faults.includes('refused-login') ? 'house' : drawn
}

function stepOf(rng: Rng, all: readonly Fault[]): Step {
  const first = oneOf(rng, all)
  const second = oneOf(rng, all)
  const isDouble = rng.next() < 0.25 && first !== second
  const faults = isDouble ? [first, second] : [first]
  return {
    afterMs: Math.round(uniform(rng, 20, 400)),
    faults,
    forMs: Math.round(uniform(rng, 20, 900)) + (faults.includes('denied-topic') ? condemnMs : 0),
  }
}

function oneOf<T>(rng: Rng, values: readonly T[]): T {
  const value = values[Math.floor(rng.next() * values.length)]
  if (value === undefined) throw new Error('nothing to choose from')
  return value
}

/** Every fault of a schedule, to be counted. */
export const faultsOf = ({ actor, isBrokerAbsent, outboxRows, steps }: Schedule): Fault[] => [
  ...steps.flatMap(({ faults }) => faults),
  ...(actor === 'edge' && isBrokerAbsent ? (['broker-absent-at-start'] as const) : []),
  ...(actor === 'edge' && outboxRows < 1000 ? (['small-outbox'] as const) : []),
]
