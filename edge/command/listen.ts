import type { z } from 'zod'
import type { MachineCondition } from '../contract/condition.ts'
import {
  CloudEvent,
  type CloudEvent as CloudEventType,
  type TopicName,
  topicFilters,
  topicName,
  topics,
} from '../contract/event.ts'
import type { Inspection } from '../contract/inspection.ts'
import type { Log } from '../contract/port.ts'
import { type Bus, connectBus } from '../io/bus.ts'
import { wallClock } from '../io/clock.ts'

/** Whatever any station says. */
export const allTopics = topicFilters('+/+/+/+/+/+/_inspect/v1')

/** Anything like `process.stdout`. */
interface Sink {
  write(text: string): unknown
}

export interface ListenOptions {
  /** `mqtt://host:port`. */
  readonly url: string
  readonly user: string
  readonly password: string
  /** The password after a restart of the service, if it can be known. */
  readonly renewPassword?: (() => string | undefined) | undefined
  /** MQTT topic filters. */
  readonly filters: readonly string[]
  /** NDJSON of the events as they came, instead of one readable line each. */
  readonly isJson: boolean
  readonly out: Sink
  readonly err: Sink
  readonly signal: AbortSignal
}

/**
 * Prints what is said on the bus until the signal aborts. What is not one of our events is counted, and named on `err`
 * once a topic. Throws BROKER_UNREACHABLE or NOT_SIGNED_IN if the first connection fails; a later loss is waited out.
 */
export async function listen(options: ListenOptions): Promise<void> {
  const { url, user, password, renewPassword, signal, err } = options
  if (signal.aborted) return
  const log = logTo(err)
  const bus = connectBus({ url, user, password, renewPassword, clientId: '', clock: wallClock, log })
  const aborted = new Promise<void>((resolve) =>
    signal.addEventListener('abort', () => resolve(), { once: true }),
  )
  const count = print(bus, options)
  try {
    await Promise.race([bus.whenConnected(), aborted])
    bus.subscribe(options.filters)
    await aborted
  } finally {
    await bus.close()
  }
  err.write(`${count.messages} messages, ${count.invalid} of them not events of Jidoka\n`)
}

function print(bus: Bus, { isJson, out, err }: ListenOptions): { messages: number; invalid: number } {
  const count = { messages: 0, invalid: 0 }
  const strangers = new Set<string>()
  bus.onMessage((topic, payload) => {
    // A retained topic is cleared; its last event said so.
    if (payload === '' && topicName(topic)) return
    count.messages += 1
    const line = isJson ? jsonLine(payload) : readableLine(topic, payload)
    if (line !== null) {
      out.write(`${line}\n`)
      return
    }
    count.invalid += 1
    if (strangers.has(topic) || strangers.size === 1000) return
    strangers.add(topic)
    err.write(`not an event of Jidoka: ${printable(topic)}\n`)
  })
  return count
}

function jsonLine(payload: string): string | null {
  const json = parseJson(payload)
  return CloudEvent.safeParse(json).success ? JSON.stringify(json) : null
}

/** `12:00:00.000  steel-strip/cell  result  NotOK  part 17  score 0.912  scratch 1.20 mm`, or null. */
export function readableLine(topic: string, payload: string): string | null {
  const name = topicName(topic)
  const event = CloudEvent.safeParse(parseJson(payload))
  if (!name || !event.success) return null
  const said = sayings[name](event.data.data)
  if (said === null) return null
  const place = topic.split('/_inspect/')[0]?.split('/').slice(-2).join('/') ?? ''
  return printable([timeOf(event.data), place, name.padEnd(12), said].join('  '))
}

const timeOf = (event: CloudEventType): string => /T([\d:.]+)/.exec(event.time)?.[1] ?? event.time

/** What a person wants to read of each topic. */
const sayings: Record<TopicName, (data: unknown) => string | null> = {
  status: saying(topics.status.data, ({ state, reason }) => `${state} (${reason})`),
  info: saying(topics.info.data, ({ software, model, runId }) => `${software}  model ${model}  run ${runId}`),
  result: saying(topics.result.data, sayVerdict),
  defect: saying(topics.defect.data, sayVerdict),
  incident: saying(
    topics.incident.data,
    ({ phase, parts, defect, firstPartId, lastPartId }) =>
      `${phase}  ${defect}  parts ${parts}  from ${firstPartId} to ${lastPartId}`,
  ),
  verification: saying(
    topics.verification.data,
    ({ escape: escaped, falseReject, evidence }) =>
      `escapes ${escaped.count} of ${escaped.n}  false rejects ${falseReject.count} of ${falseReject.n}  ${evidence.verdict}`,
  ),
  station: saying(
    topics.station.data,
    ({ lampLevel, lensSmear, defocusPx, vibrationPx, hasNovelDefects, drift, cause, by }) =>
      `lamp ${lampLevel}  smear ${lensSmear}  defocus ${defocusPx} px  vibration ${vibrationPx} px  ${hasNovelDefects ? 'novel defects  ' : ''}${drift ? `drifting for ${drift.overS} s  ` : ''}(${by ?? cause})`,
  ),
  thresholds: saying(
    topics.thresholds.data,
    ({ acceptBelow, rejectAtLeast, fromSequence, by }) =>
      `OK under ${acceptBelow}  NotOK from ${rejectAtLeast}  from part ${fromSequence} on  (${by ?? 'card'})`,
  ),
  condition: saying(topics.condition.data, sayCondition),
  intervention: saying(
    topics.intervention.data,
    ({ action, unit, atH, by }) => `${action}  ${unit}  at ${atH} h  by ${by}`,
  ),
  alarm: saying(
    topics.alarm.data,
    ({ state, alarmId, priority, by }) => `${state}  ${alarmId}  ${priority}${by ? `  by ${by}` : ''}`,
  ),
  review: saying(
    topics.review.data,
    ({ decision, partId, reviewer, waitedS }) =>
      `${decision.padEnd(12)}  part ${partId}  by ${reviewer}  waited ${waitedS.toFixed(1)} s`,
  ),
  reply: saying(
    topics.reply.data,
    ({ command, isDone, code, user }) => `${isDone ? 'done' : code}  ${command}  by ${user}`,
  ),
  gap: saying(
    topics.gap.data,
    ({ count, firstSequence, lastSequence }) =>
      `${count} events dropped from ${firstSequence} to ${lastSequence}`,
  ),
  audit: saying(topics.audit.data, ({ entries, hash }) => `${entries} entries  ${hash.slice(0, 12)}`),
  kpi: saying(
    topics.kpi.data,
    ({ partsPerSecond, latencyMs, outboxDepth }) =>
      `${partsPerSecond.toFixed(1)} parts/s  p99 ${latencyMs.p99.toFixed(1)} ms  outbox ${outboxDepth}`,
  ),
}

function sayCondition({ machine, healthIndex, zone, forecast, advice }: MachineCondition): string {
  const health = healthIndex === null ? 'learning' : `health ${healthIndex.toFixed(2)}`
  const { kind } = forecast
  const left =
    kind === 'interval' ? `${forecast.lowH.toFixed(0)} to ${forecast.highH.toFixed(0)} h left` : kind
  return `${machine}  ${health}  ${zone ? `zone ${zone}  ` : ''}${left}  advice ${advice.level}`
}

function sayVerdict({ evaluation, partId, score, defects, reason }: Inspection): string {
  const marks = defects.map((defect) => `${defect.class} ${defect.sizeMm.toFixed(2)} mm`).join(', ')
  const why = evaluation === 'NotDecidable' ? reason : marks
  return `${evaluation.padEnd(12)}  part ${partId}  score ${score?.toFixed(3) ?? 'none'}  ${why}`.trimEnd()
}

function saying<Schema extends z.ZodType>(schema: Schema, say: (data: z.output<Schema>) => string) {
  return (data: unknown): string | null => {
    const parsed = schema.safeParse(data)
    return parsed.success ? say(parsed.data) : null
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Strangers may publish: no control character of theirs reaches the terminal. */
const printable = (text: string): string => text.replace(/\p{Cc}/gu, '·')

function logTo(err: Sink): Log {
  const say = (message: string, fields?: Readonly<Record<string, unknown>>) => {
    err.write(`${message}${fields ? ` ${JSON.stringify(fields)}` : ''}\n`)
  }
  return { debug: () => undefined, info: say, warn: say, error: say }
}
