import { z } from 'zod'

/** One program at the whole job: picture to verdict to MQTT. All times are of one clock outside of the programs. */
export const PeerRow = z
  .object({
    program: z.string(),
    source: z.enum(['memory', 'file']).describe('where pictures come from: decoded in memory, or PNG files'),
    framesPerS: z.number().describe('flat out, counted by a subscriber outside: median of the rounds'),
    cpuSPer1000: z.number().describe('processor seconds of the program for 1000 frames, flat out'),
    ratePerS: z.number().describe('the even takt of the latencies, the same for all programs'),
    p50Ms: z.number().describe('from the due time of a frame to its event at the subscriber'),
    p99Ms: z.number(),
    oursTimes: z
      .number()
      .nullable()
      .describe('frames/s of ours by its own: median of the rounds; null: is ours'),
    oursP99Times: z.number().nullable().describe('p99 of ours by its own: median of the rounds'),
  })
  .meta({ id: 'PeerRow' })
export type PeerRow = z.infer<typeof PeerRow>

/** Other programs on this computer, interleaved with ours, as `npm run peers` measures them. */
export const PeerReport = z
  .object({
    model: z.string(),
    sha256: z.string(),
    software: z.array(z.string()),
    threads: z.number().int().describe('workers of ours, threads inside the session of the others'),
    rounds: z.number().int(),
    secondsPerRound: z.number(),
    rows: z.array(PeerRow),
    offline: z
      .array(z.object({ program: z.string(), framesPerS: z.number(), oursTimes: z.number().nullable() }))
      .describe('nothing but the network, frames in memory'),
    scoreDifference: z.number().describe('largest between two programs on the same picture'),
    clock: z
      .object({
        framesPerS: z.number().describe('as `jidoka bench` says'),
        outsideFramesPerS: z.number().describe('as a subscriber outside counts its events'),
      })
      .describe('offline scenario'),
  })
  .meta({ id: 'PeerReport' })
export type PeerReport = z.infer<typeof PeerReport>
