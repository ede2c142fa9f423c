import { z } from 'zod'
import { TeachFinding } from './teach.ts'

/** Under so many different images there is nothing to compare with. */
export const fewestTaughtImages = 8
/** Images of good parts that the workbench holds at most. */
export const mostTaughtImages = 200

/** Which parts are taken as good: those that the line passes, or those that a person passes at the review desk. */
export const CollectSource = z.enum(['line', 'desk']).meta({ id: 'CollectSource' })
export type CollectSource = z.infer<typeof CollectSource>

export const TaughtImage = z
  .object({ id: z.number().int(), source: z.enum(['given', ...CollectSource.options]) })
  .meta({ id: 'TaughtImage' })
export type TaughtImage = z.infer<typeof TaughtImage>

export const BorderTried = z
  .object({
    border: z.number(),
    refused: z.number().int().describe('good images that reach it, each seen by what was learnt without it'),
    of: z.number().int(),
    upper95: z.number().describe('one-sided bound on the share (Clopper and Pearson 1934)'),
  })
  .meta({ id: 'BorderTried' })
export type BorderTried = z.infer<typeof BorderTried>

/** `GET /api/v1/workbench`: where the board teaches a product from images of good parts. One for all who may. */
export const WorkbenchState = z
  .object({
    images: z.array(TaughtImage).describe('oldest first; gone with the service'),
    collecting: z
      .object({ wanted: z.number().int(), found: z.number().int(), from: CollectSource })
      .nullable()
      .describe('good parts are taken as they come; null: none is'),
    learning: z.object({ name: z.string(), forS: z.number() }).nullable(),
    taught: TeachFinding.nullable().describe('what was learnt last; null: nothing yet'),
    borders: z
      .array(BorderTried)
      .describe('scores to refuse from, each tried on the good images; the model itself refuses from 0.5'),
    onLine: z
      .string()
      .nullable()
      .describe('the taught model by which the running line inspects; null: by its own'),
    problem: z.string().nullable().describe('why nothing was learnt, with a remedy'),
  })
  .meta({ id: 'WorkbenchState' })
export type WorkbenchState = z.infer<typeof WorkbenchState>

export const LearnRequest = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/i)
      .describe('what `--model` finds it by from then on'),
  })
  .meta({ id: 'LearnRequest' })

export const LineModelRequest = z
  .strictObject({ isTaught: z.boolean().describe("false: the line's own model again") })
  .meta({ id: 'LineModelRequest' })

export const CollectRequest = z
  .strictObject({
    parts: z.number().int().min(0).max(mostTaughtImages).describe('0: no more'),
    from: CollectSource.default('line'),
  })
  .meta({ id: 'CollectRequest' })

/** What the taught model makes of a picture, which is kept nowhere. */
export const WorkbenchLook = z
  .object({
    score: z.number().describe('0.5 is the threshold'),
    detail: z.string(),
    isStrange: z.boolean().describe('unlike anything that was learnt from: nobody should judge it'),
    heat: z.object({
      width: z.number().int(),
      height: z.number().int(),
      levels: z.base64().describe('a byte a cell, row by row: 128 is the threshold, 255 is certain'),
    }),
  })
  .meta({ id: 'WorkbenchLook' })
export type WorkbenchLook = z.infer<typeof WorkbenchLook>
