import { z } from 'zod'
import { AlarmData } from './alarm.ts'
import { AuditData } from './audit.ts'
import { Verification } from './claim.ts'
import { ReplyData } from './command.ts'
import { MachineCondition, SuspectedMachine } from './condition.ts'
import { IncidentData } from './incident.ts'
import { Inspection, StagesMs } from './inspection.ts'
import { Oee } from './oee.ts'
import { InterventionData } from './plant.ts'
import { ReviewData } from './review.ts'
import { ConditionChange } from './scenario.ts'
import { ThresholdsData } from './threshold.ts'

/** One message a part, OK too (OPC 40100-1 ResultDataType in JSON). */
export const ResultData = Inspection.extend({
  resultId: z.string(),
  jobId: z.string().describe('the run'),
  resultState: z.literal(1).describe('OPC 40100-1 12.19: Completed'),
  isPartial: z.literal(false),
  internalRecipeId: z.string().describe('line and model hash'),
  creationTime: z.iso.datetime(),
  latencyMs: z.number().describe('frame in memory to verdict'),
  stagesMs: StagesMs.omit({ record: true }),
  suspectedMachine: SuspectedMachine.nullable()
    .default(null)
    .describe('whose wear makes such defects, where its condition calls for a repair; null: none'),
  incidentId: z.string().nullable().default(null).describe('the run of like defects that it belongs to'),
  imageUrl: z.string().describe('on the service that made it, while it still has it'),
}).meta({ id: 'ResultData' })
export type ResultData = z.infer<typeof ResultData>

/** Availability; `offline` is also the last will. */
export const StatusData = z
  .object({ state: z.enum(['online', 'offline']), since: z.iso.datetime(), reason: z.string() })
  .meta({ id: 'StatusData' })
export type StatusData = z.infer<typeof StatusData>

/** Who speaks, what with, and which retained topics exist. */
export const InfoData = z
  .object({
    software: z.string(),
    runId: z.string(),
    seed: z.number().int().nullable(),
    line: z.string(),
    model: z.string(),
    modelSha256: z.string(),
    isSimulated: z.boolean(),
    retainedTopics: z.array(z.string()),
  })
  .meta({ id: 'InfoData' })
export type InfoData = z.infer<typeof InfoData>

const StagePercentiles = z.object({ p50: z.number(), p99: z.number() })

/** Counters of the last second. */
export const KpiData = z
  .object({
    partsPerSecond: z.number(),
    lateParts: z.number().int(),
    latencyMs: z.object({ p50: z.number(), p99: z.number(), p999: z.number() }),
    stagesMs: z.record(z.string(), StagePercentiles),
    eventLoopDelayMs: z.object({ p50: z.number(), p99: z.number() }),
    residentMb: z.number(),
    outboxDepth: z.number().int(),
    oee: Oee.nullable().default(null).describe('since the first part of the run; null: there was none'),
    secondLooks: z
      .object({ answered: z.number().int(), missing: z.number().int() })
      .describe('of the larger model at what the small one doubts; missing: it could not be reached'),
  })
  .meta({ id: 'KpiData' })
export type KpiData = z.infer<typeof KpiData>

/** Something that a person or the scenario did to the station. */
export const StationData = z
  .object({
    line: z.string(),
    lampLevel: z.number(),
    lensSmear: z.number(),
    defocusPx: z.number(),
    vibrationPx: z.number(),
    hasNovelDefects: z.boolean(),
    drift: ConditionChange.nullable().describe(
      'where the station is drifting to, and over how long from then on',
    ),
    cause: z.enum(['start', 'operator', 'scenario']),
    by: z.string().nullable().describe('the user, if it was one'),
  })
  .meta({ id: 'StationData' })
export type StationData = z.infer<typeof StationData>
export type { ConditionChange }

/** What was dropped unheard, because no broker came for so long. */
export const GapData = z
  .object({
    firstSequence: z.number().int().describe('the first of what was dropped, within the same stream'),
    lastSequence: z
      .number()
      .int()
      .describe('the last; what lies between and is no result of a good part was kept'),
    count: z.number().int(),
    topics: z.record(z.string(), z.number().int()).describe('how many of each topic'),
  })
  .meta({ id: 'GapData' })
export type GapData = z.infer<typeof GapData>

interface Topic {
  readonly data: z.ZodType
  readonly qos: 0 | 1
  readonly retain: boolean
  /** What the last level names, where there is a topic for each of several things. */
  readonly each?: string
  readonly about: string
}

/** One table from topic to payload: what may be said, and how. States are retained, events never are. */
export const topics = {
  status: { data: StatusData, qos: 1, retain: true, about: 'availability, and the last will' },
  info: { data: InfoData, qos: 1, retain: true, about: 'identity, model and topic map' },
  result: { data: ResultData, qos: 1, retain: false, about: 'one message for every inspected part' },
  defect: {
    data: ResultData,
    qos: 1,
    retain: false,
    about: 'the same, for NotOK and NotDecidable parts only',
  },
  incident: {
    data: IncidentData,
    qos: 1,
    retain: false,
    about: 'one run of the same defect: when it opens, has doubled, closes',
  },
  verification: {
    data: Verification,
    qos: 1,
    retain: true,
    about: 'escapes, false rejects and the live evidence',
  },
  station: { data: StationData, qos: 1, retain: true, about: 'lamp and lens of the station' },
  thresholds: {
    data: ThresholdsData,
    qos: 1,
    retain: true,
    about: 'by what the line decides, and from which part on',
  },
  condition: {
    data: MachineCondition,
    qos: 1,
    retain: true,
    each: 'asset',
    about: 'what is known of one machine: health, zone, remaining life, advice',
  },
  intervention: {
    data: InterventionData,
    qos: 1,
    retain: false,
    about: 'what a person did to a machine',
  },
  alarm: {
    data: AlarmData,
    qos: 1,
    retain: true,
    each: 'alarmId',
    about: 'one alarm (ISA-18.2), cleared by an empty message when it is over',
  },
  review: { data: ReviewData, qos: 1, retain: false, about: 'what a person decided of an undecided part' },
  reply: {
    data: ReplyData,
    qos: 1,
    retain: false,
    about: 'what became of a command; a live answer, which the book does not keep',
  },
  gap: {
    data: GapData,
    qos: 1,
    retain: false,
    about: 'events dropped for want of a broker: OK results first, defects and alarms never',
  },
  audit: {
    data: AuditData,
    qos: 1,
    retain: true,
    about: 'how many entries the audit trail has, and the hash of the last',
  },
  kpi: { data: KpiData, qos: 0, retain: true, about: 'rate, latency and load of the last second' },
} as const satisfies Record<string, Topic>
export type TopicName = keyof typeof topics
export type DataOf<Name extends TopicName> = z.infer<(typeof topics)[Name]['data']>

/** CloudEvents 1.0, structured mode: the only one that MQTT 3.1.1 can carry. */
export const CloudEvent = z
  .object({
    specversion: z.literal('1.0'),
    id: z.string().describe('the same for every repeat of this event'),
    source: z.string().describe('the topic prefix of the station'),
    type: z.string().describe('org.jidoka.<topic>.v1'),
    subject: z.string().optional().describe('the part'),
    time: z.iso.datetime(),
    datacontenttype: z.literal('application/json'),
    sequence: z.string().describe('gap-free within the stream, sortable as text'),
    streamid: z.string(),
    data: z.unknown(),
  })
  .meta({ id: 'CloudEvent' })
export type CloudEvent = z.infer<typeof CloudEvent>

export interface TopicPlace {
  readonly root: string
  readonly enterprise: string
  readonly site: string
  readonly area: string
  readonly line: string
  readonly cell: string
}

/** `jidoka/demo/plant/hall/steel-strip/cell/_inspect/v1`: levels from the settings, then a fixed suffix. */
export const topicPrefix = (place: TopicPlace): string =>
  [place.root, place.enterprise, place.site, place.area, place.line, place.cell, '_inspect', 'v1'].join('/')

/** What the last level of a topic names, or null where the topic is one for all. */
export function eachOf(name: TopicName): string | null {
  const topic: Topic = topics[name]
  return topic.each ?? null
}

/** Which of our topics this is, or null if it is none of ours. */
export function topicName(topic: string): TopicName | null {
  const match = /\/_inspect\/v1\/([a-z]+)(\/[^/]+)?$/.exec(topic)
  const name = match?.[1]
  if (!name || !(name in topics)) return null
  const isOne = eachOf(name as TopicName) !== null
  return isOne === (match[2] !== undefined) ? (name as TopicName) : null
}

const names = Object.keys(topics) as TopicName[]

/** What to subscribe to, to hear all that is said under a prefix. */
export const topicFilters = (prefix: string): string[] => [
  `${prefix}/+`,
  ...names.filter((name) => eachOf(name) !== null).map((name) => `${prefix}/${name}/+`),
]

/** Topics that hold a state for whoever comes later. */
export const retainedTopics = (prefix: string): string[] =>
  names
    .filter((name) => topics[name].retain)
    .map((name) => `${prefix}/${name}${eachOf(name) === null ? '' : '/+'}`)
