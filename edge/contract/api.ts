import { z } from 'zod'
import { Verification } from './claim.ts'
import { InfoData, KpiData, ResultData, StationData } from './event.ts'
import { Role } from './role.ts'
import { ConditionChange } from './scenario.ts'
import { ThresholdsData } from './threshold.ts'

/** Everything that the board needs when it opens; afterwards it lives on the stream. */
export const BoardState = z
  .object({
    run: z.object({
      runId: z.string(),
      line: z.string(),
      scenario: z.string().nullable().describe('null: a folder of photographs'),
      seed: z.number().int().nullable(),
      source: z.string().describe('`simulated` or the folder'),
      isSimulated: z.boolean(),
      replayCommand: z.string(),
      startedAt: z.iso.datetime(),
      partsPerSecond: z.number(),
      frame: z.object({ widthPx: z.number().int(), heightPx: z.number().int(), pxPerMm: z.number() }),
      limitsMm: z.record(z.string(), z.number()),
      model: z.object({
        name: z.string(),
        sha256: z.string(),
        acceptBelow: z.number(),
        rejectAtLeast: z.number(),
      }),
    }),
    condition: StationData,
    thresholds: ThresholdsData,
    broker: z.object({ url: z.string(), isConnected: z.boolean() }),
    info: InfoData.nullable(),
    kpi: KpiData.nullable(),
    verification: Verification.nullable(),
    recent: z.array(ResultData).describe('newest last, at most 64'),
  })
  .meta({ id: 'BoardState' })
export type BoardState = z.infer<typeof BoardState>

/**
 * `GET /api/v1/live` is a stream of server-sent events. The event's name is the topic (`result`, `verification`,
 * `kpi`, `condition`, `review`, `status`, `info`) or `link`; its data is a JSON array of CloudEvents, at most ten batches a second.
 * `link` carries `[{ isConnected }]`: whether the board's own ear on the broker hears anything.
 */
export const LinkData = z.object({ isConnected: z.boolean() }).meta({ id: 'LinkData' })
export type LinkData = z.infer<typeof LinkData>

export const ConditionRequest = ConditionChange
export const SignInRequest = z
  .strictObject({ user: z.string().max(64), password: z.string().max(256) })
  .meta({ id: 'SignInRequest' })
export const SessionData = z.object({ user: z.string(), role: Role }).meta({ id: 'SessionData' })

/** Every error over HTTP has this form. */
export const ErrorBody = z
  .object({ code: z.string(), message: z.string(), remedy: z.string() })
  .meta({ id: 'ErrorBody' })
export type ErrorBody = z.infer<typeof ErrorBody>

export const EventPage = z
  .object({
    events: z.array(z.object({ sequence: z.number().int(), topic: z.string(), event: z.unknown() })),
    lastSequence: z.number().int().describe('ask again with afterSequence at this value'),
  })
  .meta({ id: 'EventPage' })

/** `GET /readyz`: whether parts come out, and how each component is. */
export const Readiness = z
  .object({
    isReady: z.boolean(),
    components: z.record(z.string(), z.string()).describe('component to its state, in a word'),
  })
  .meta({ id: 'Readiness' })
export type Readiness = z.infer<typeof Readiness>

/** `GET /api/v1/settings`: by name, secrets taken out. */
export const SettingsShown = z.record(z.string(), z.unknown())
