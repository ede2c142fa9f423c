import { z } from 'zod'
import { Disturbance } from './disturbance.ts'
import { Trial } from './trial.ts'

/** A campaign of verification spread over hosts: a stretch of a seed's parts is a job, pictures stay where they are made. */
export const CampaignJob = z.object({
  /** Who asked, and where the answers go. */
  campaign: z.string().regex(/^[\w-]{8,64}$/),
  job: z.number().int().nonnegative(),
  order: z.object({
    line: z.string(),
    seed: z.number().int().nonnegative(),
    prevalence: z.number().min(0).max(1),
    disturbance: Disturbance.nullable(),
    first: z.number().int().nonnegative().describe('sequence of the first part'),
    parts: z.number().int().min(1).max(1000),
  }),
  model: z.string().describe('name in models/, or a path on the host that looks'),
  monitor: z.enum(['on', 'off']),
  secondLook: z.enum(['here', 'off']),
  fingerprint: z.string().describe('of model, card, second look and program: hosts that differ must not mix'),
})
export type CampaignJob = Readonly<z.infer<typeof CampaignJob>>

/** A histogram of 256 levels as the pairs of level and value that are not 0. */
const Sparse = z.array(z.tuple([z.number().int().min(0).max(255), z.number()])).max(256)

/** What one part came to, without its picture. */
export const RemoteFinding = z.object({
  trial: Trial,
  overlap: z
    .object({
      background: Sparse,
      defect: Sparse,
      regions: Sparse,
      regionCount: z.number().int().nonnegative(),
    })
    .nullable(),
})
export type RemoteFinding = z.infer<typeof RemoteFinding>

const said = { job: z.number().int().nonnegative(), worker: z.string() }

/** What a worker says of a job. */
export const CampaignAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('taken'), ...said }),
  z.object({ kind: z.literal('done'), ...said, findings: z.array(RemoteFinding) }),
  z.object({ kind: z.literal('failed'), ...said, reason: z.string() }),
])
export type CampaignAnswer = z.infer<typeof CampaignAnswer>

/** Topics of work, beside those of the lines. */
export const workTopics = (root: string) => ({
  job: `${root}/_work/v1/job`,
  /** Each job goes to one of the subscribers (MQTT 5, 4.8.2). */
  sharedJob: `$share/jidoka/${root}/_work/v1/job`,
  answer: (campaign: string) => `${root}/_work/v1/answer/${campaign}`,
  /** Frames of running lines, as references; shared as jobs are. */
  frame: `${root}/_work/v1/frame`,
  sharedFrame: `$share/jidoka/${root}/_work/v1/frame`,
  /** Retained while the worker is there; its last will, and its farewell, is an empty message, which also clears it. */
  worker: (name: string) => `${root}/_work/v1/worker/${name}`,
  /** Retained while a line runs: what its frames will be looked at with; cleared as that of a worker is. */
  look: (run: string) => `${root}/_work/v1/look/${run}`,
  trial: (name: string) => `${root}/_work/v1/trial/${name}`,
})
