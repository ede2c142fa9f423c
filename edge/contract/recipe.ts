import { z } from 'zod'

/** What to inspect on one product, and from which size a mark is a defect. */
export const Recipe = z
  .object({
    line: z.string(),
    widthPx: z.number().int().positive(),
    heightPx: z.number().int().positive(),
    channels: z.union([z.literal(1), z.literal(3)]),
    pxPerMm: z.number().positive(),
    limitsMm: z
      .record(z.string(), z.number().positive())
      .describe('a mark of this class and at least this size is a defect'),
    presentOrAbsent: z
      .array(z.string())
      .default([])
      .describe('classes that have no size: the thing is there or it is not'),
    lookAlikes: z.array(z.string()).describe('harmless whatever their size'),
  })
  .meta({ id: 'Recipe' })
export type Recipe = z.infer<typeof Recipe>
