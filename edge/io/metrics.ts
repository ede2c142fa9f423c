import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { CommandName } from '../contract/command.ts'
import type { Evaluation, Stage } from '../contract/inspection.ts'
import type { MachineKind } from '../contract/machine.ts'
import type { LifeEnding } from '../contract/plant.ts'
import type { ReviewDecision } from '../contract/review.ts'

/** `oldestMs`: how long the first event has waited; 0: none waits. */
export type OutboxCounts = Readonly<
  Record<'depth' | 'oldestMs' | 'redelivered' | 'deadLetters' | 'dropped', number>
>

/** What Prometheus may ask for, in base units (seconds). Each call of `createMetrics` counts for itself. */
export interface Metrics {
  countPart(line: string, evaluation: Evaluation): void
  /** `total` is frame in memory to verdict; milliseconds, as everywhere in the code. */
  observeLatency(stage: Stage | 'total', latencyMs: number): void
  setOutbox(outbox: OutboxCounts): void
  setQueueDepth(frames: number): void
  setEventLoopDelay(delayMs: { readonly p50: number; readonly p99: number }): void
  countSecondLook(outcome: 'answered' | 'missing'): void
  setDeskWaiting(parts: number): void
  countReview(decision: ReviewDecision): void
  /** Given over MQTT. */
  countCommand(command: CommandName | 'unknown', outcome: 'done' | 'refused'): void
  /** Attempts on the bus that no role allows. */
  countDenied(act: 'publish' | 'subscribe'): void
  /** 1 healthy, 0 failed. */
  setMachineHealth(machine: MachineKind, healthIndex: number): void
  countLife(machine: MachineKind, ending: LifeEnding): void
  setAlarms(standing: number): void
  /** So far; late ones are rejected too. */
  setGateParts(counts: Readonly<Record<'passed' | 'rejected' | 'late', number>>): void
  /** The text that Prometheus reads, with its media type. */
  expose(): Promise<string>
  readonly contentType: string
}

/** From half a millisecond to a second: the claim is about 10 ms. */
const latencyBucketsS = [0.0005, 0.001, 0.002, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.05, 0.1, 0.25, 0.5, 1]

export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const parts = new Counter({
    name: 'jidoka_parts_total',
    help: 'Inspected parts by evaluation',
    labelNames: ['line', 'evaluation'],
    registers,
  })
  const latency = new Histogram({
    name: 'jidoka_latency_seconds',
    help: 'Time by stage of the story of a frame; total is frame in memory to verdict',
    labelNames: ['stage'],
    buckets: latencyBucketsS,
    registers,
  })
  const queue = new Gauge({ name: 'jidoka_queue_depth', help: 'Frames that wait for a worker', registers })
  const delay = new Gauge({
    name: 'jidoka_event_loop_delay_seconds',
    help: 'How late the event loop runs, over the last second',
    labelNames: ['quantile'],
    registers,
  })
  return {
    countPart: (line, evaluation) => parts.inc({ line, evaluation }),
    observeLatency: (stage, latencyMs) => latency.observe({ stage }, latencyMs / 1000),
    setQueueDepth: (frames) => queue.set(frames),
    setEventLoopDelay({ p50, p99 }) {
      delay.set({ quantile: '0.5' }, p50 / 1000)
      delay.set({ quantile: '0.99' }, p99 / 1000)
    },
    ...outboxMetrics(registers),
    ...secondLookMetrics(registers),
    ...deskMetrics(registers),
    ...commandMetrics(registers),
    ...machineMetrics(registers),
    ...gateMetrics(registers),
    expose: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

function outboxMetrics(registers: Registry[]): Pick<Metrics, 'setOutbox'> {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers })
  const depth = gauge('jidoka_outbox_depth', 'Events that no broker has acknowledged')
  const oldest = gauge('jidoka_outbox_oldest_seconds', 'How long the first of them has waited')
  const again = gauge(
    'jidoka_outbox_redelivered',
    'Events sent again since the start, for want of an acknowledgement',
  )
  const dead = gauge('jidoka_dead_letters', 'Events in the book that no broker takes')
  const dropped = gauge('jidoka_outbox_dropped', 'Events dropped since the start for want of a broker')
  return {
    setOutbox(counts) {
      depth.set(counts.depth)
      oldest.set(counts.oldestMs / 1000)
      again.set(counts.redelivered)
      dead.set(counts.deadLetters)
      dropped.set(counts.dropped)
    },
  }
}

function secondLookMetrics(registers: Registry[]): Pick<Metrics, 'countSecondLook'> {
  const looks = new Counter({
    name: 'jidoka_second_looks_total',
    help: 'Times that the larger model was asked; missing: it could not be reached',
    labelNames: ['outcome'],
    registers,
  })
  return { countSecondLook: (outcome) => looks.inc({ outcome }) }
}

function deskMetrics(registers: Registry[]): Pick<Metrics, 'setDeskWaiting' | 'countReview'> {
  const desk = new Gauge({
    name: 'jidoka_desk_waiting',
    help: 'Undecided parts that wait for a person',
    registers,
  })
  const reviews = new Counter({
    name: 'jidoka_reviews_total',
    help: 'Undecided parts that a person decided',
    labelNames: ['decision'],
    registers,
  })
  return {
    setDeskWaiting: (parts) => desk.set(parts),
    countReview: (decision) => reviews.inc({ decision }),
  }
}

function commandMetrics(registers: Registry[]): Pick<Metrics, 'countCommand' | 'countDenied'> {
  const commands = new Counter({
    name: 'jidoka_commands_total',
    help: 'Commands given over MQTT, by what became of them',
    labelNames: ['command', 'outcome'],
    registers,
  })
  const denied = new Counter({
    name: 'jidoka_denied_total',
    help: 'Publishes and subscriptions that the embedded broker refused',
    labelNames: ['act'],
    registers,
  })
  return {
    countCommand: (command, outcome) => commands.inc({ command, outcome }),
    countDenied: (act) => denied.inc({ act }),
  }
}

function gateMetrics(registers: Registry[]): Pick<Metrics, 'setGateParts'> {
  const parts = new Gauge({
    name: 'jidoka_gate_parts',
    help: 'Parts that went through the reject gate; late: of the rejected, decided when it had moved already',
    labelNames: ['fate'],
    registers,
  })
  return {
    setGateParts(counts) {
      for (const [fate, count] of Object.entries(counts)) parts.set({ fate }, count)
    },
  }
}

function machineMetrics(
  registers: Registry[],
): Pick<Metrics, 'setMachineHealth' | 'countLife' | 'setAlarms'> {
  const health = new Gauge({
    name: 'jidoka_machine_health',
    help: 'Health index of a machine: 1 healthy, 0 failed',
    labelNames: ['machine'],
    registers,
  })
  const lives = new Counter({
    name: 'jidoka_machine_lives_total',
    help: 'Lives of machines that ended, by how',
    labelNames: ['machine', 'ending'],
    registers,
  })
  const alarms = new Gauge({
    name: 'jidoka_alarms',
    help: 'Alarms of machines that are not Normal (ISA-18.2)',
    registers,
  })
  return {
    setMachineHealth: (machine, healthIndex) => health.set({ machine }, healthIndex),
    countLife: (machine, ending) => lives.inc({ machine, ending }),
    setAlarms: (standing) => alarms.set(standing),
  }
}
