import { z } from 'zod'
import { Outcome } from './claim.ts'
import { ResultData } from './event.ts'

const pixel = z.number().min(-64).max(16_448)

/** One pull of the brush, in pixels of the frame; a single point is a dot. */
export const Stroke = z
  .strictObject({
    points: z
      .array(z.tuple([pixel, pixel]))
      .min(1)
      .max(500),
    widthPx: z.number().min(0.5).max(64),
    tone: z.enum(['dark', 'bright']),
  })
  .meta({ id: 'Stroke' })
export type Stroke = Readonly<z.infer<typeof Stroke>>

/** `POST /api/v1/parts/:partId/drawing`: marks that a person adds to a simulated part, before light and lens. */
export const Drawing = z
  .strictObject({
    class: z
      .string()
      .min(1)
      .max(64)
      .describe('what they are to be taken for: its limit makes a defect of them'),
    strokes: z.array(Stroke).min(1).max(8),
  })
  .meta({ id: 'Drawing' })
export type Drawing = Readonly<z.infer<typeof Drawing>>

/** The part photographed and inspected again, with what was drawn on it. It counts for no claim and stands in no book. */
export const DrawnPart = z
  .object({
    result: ResultData.describe('`partId` is a name of its own; picture and heat map are there for a while'),
    isDefective: z.boolean(),
    outcome: Outcome,
    marks: z.array(
      z.object({
        sizeMm: z.number().describe('longest extent'),
        sizeOverLimit: z.number(),
        isReported: z.boolean().describe('a reported mark overlaps it'),
      }),
    ),
  })
  .meta({ id: 'DrawnPart' })
export type DrawnPart = z.infer<typeof DrawnPart>
