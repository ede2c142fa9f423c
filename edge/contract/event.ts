import { z } from 'zod'
import { Verification } from './claim.ts'
import { Inspection, StagesMs } from './inspection.ts'
import { ReviewData } from './review.ts'
import type { ConditionChange } from './scenario.ts'

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
    secondLooks: z
      .object({ answered: z.number().int(), missing: z.number().int() })
      .describe('of the larger model at what the small one doubts; missing: it could not be reached'),
  })
  .meta({ id: 'KpiData' })
export type KpiData = z.infer<typeof KpiData>

/** Something that a person or the scenario did to the station. */
export const ConditionData = z
  .object({
    line: z.string(),
    lampLevel: z.number(),
    lensSmear: z.number(),
    cause: z.enum(['start', 'operator', 'scenario']),
  })
  .meta({ id: 'ConditionData' })
export type ConditionData = z.infer<typeof ConditionData>
export type { ConditionChange }

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
  verification: {
    data: Verification,
    qos: 1,
    retain: true,
    about: 'escapes, false rejects and the live evidence',
  },
  condition: { data: ConditionData, qos: 1, retain: true, about: 'lamp and lens of the station' },
  review: { data: ReviewData, qos: 1, retain: false, about: 'what a person decided of an undecided part' },
  kpi: { data: KpiData, qos: 0, retain: true, about: 'rate, latency and load of the last second' },
} as const
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

/** The last level of one of our topics, or null if it is not one of ours. */
export function topicName(topic: string): TopicName | null {
  const match = /\/_inspect\/v1\/([a-z]+)$/.exec(topic)
  const name = match?.[1]
  return name && name in topics ? (name as TopicName) : null
}
