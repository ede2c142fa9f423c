import { z } from 'zod'

const Grown = z.object({
  framesPerS: z.number(),
  framesPerCpuS: z.number().describe('for each second of processor time of the whole process'),
  p99Ms: z.number().describe('frame to verdict'),
})

/** What the same work costs as there is more of it: `bench --growth`. */
export const GrowthReport = z
  .object({
    model: z.string(),
    lines: z
      .array(Grown.extend({ lines: z.number().int(), residentMb: z.number() }))
      .describe('lines at full speed in one process that share one worker, each with its book and broker'),
    boards: z
      .array(Grown.extend({ boards: z.number().int(), receivedBytes: z.number() }))
      .describe('live streams of one line at full speed'),
    book: z
      .array(
        z.object({
          parts: z.number().int(),
          startMs: z.number().describe('opening the book of a service'),
          resultsMs: z.number().describe('the last 64 results'),
          partMs: z.number().describe('one part'),
          eventsMs: z.number().describe('100 events from the middle'),
        }),
      )
      .describe('by stored parts, medians'),
    sessions: z
      .array(
        z.object({
          options: z.string(),
          cpuMs: z.number().describe('processor time of one run, median of the rounds'),
        }),
      )
      .describe('options of the runtime, one session of one thread each, taking turns'),
  })
  .meta({ id: 'GrowthReport' })
export type GrowthReport = z.infer<typeof GrowthReport>
