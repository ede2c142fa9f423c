import { z } from 'zod'
import { Defect } from './inspection.ts'

/** Where a worker fetches the frame of a job: raw bytes, `width × height × channels`; with the job's token alone. */
export const framePath = '/api/v1/frames'

/** One frame of a running line, for whoever takes it: a reference, never the picture. */
export const FrameJob = z.object({
  /** Who asked, and where the answer goes. */
  run: z.string().regex(/^[\w-]{8,64}$/),
  job: z.number().int().nonnegative(),
  url: z.string().regex(/^https?:\/\/[^/?#@\\\s]+\/api\/v1\/frames\/[\w-]{16}$/),
  token: z
    .string()
    .regex(/^[\w-]{43}$/)
    .describe('of this frame; worth nothing once its verdict is there'),
  width: z.number().int().min(1).max(16_384),
  height: z.number().int().min(1).max(16_384),
  channels: z.union([z.literal(1), z.literal(3)]),
  model: z.string().describe('name in models/, or a path on the host that looks'),
  secondLook: z.enum(['here', 'off']),
  fingerprint: z.string().describe('of model, card, second look and program: hosts that differ must not mix'),
})
export type FrameJob = Readonly<z.infer<typeof FrameJob>>

/** What a host must look with; said before the first frame, so that the model is loaded when it comes. */
export const FrameLook = FrameJob.pick({ model: true, secondLook: true, fingerprint: true })
export type FrameLook = Readonly<z.infer<typeof FrameLook>>

/** More cells than this say no more to a person. */
export const mostWarmCells = 1000

/** What a worker saw in one tile of a frame, without the picture. */
const RemoteSight = z.object({
  x: z.number(),
  y: z.number(),
  second: z.enum(['done', 'missing']).optional(),
  features: z.array(z.number()),
  score: z.number(),
  defects: z.array(Defect).max(16),
  peak: z.object({ x: z.number(), y: z.number() }),
  heat: z.object({
    width: z.number().int().min(1).max(4096),
    height: z.number().int().min(1).max(4096),
    warm: z
      .array(z.tuple([z.number().int().nonnegative(), z.number().int().min(1).max(255)]))
      .max(mostWarmCells)
      .describe('cells and their levels, the warmest ones; none for a part that is plainly good'),
  }),
})
export type RemoteSight = z.infer<typeof RemoteSight>

const said = { job: z.number().int().nonnegative(), worker: z.string() }
const ms = z.number().nonnegative()

/** What a worker says of a frame. */
export const FrameAnswer = z.discriminatedUnion('kind', [
  z.object({
    ...{ kind: z.literal('done'), ...said },
    sights: z.array(RemoteSight).min(1),
    ...{ preprocessMs: ms, inferMs: ms, readMs: ms },
  }),
  z.object({ kind: z.literal('failed'), ...said, reason: z.string() }),
])
export type FrameAnswer = z.infer<typeof FrameAnswer>
