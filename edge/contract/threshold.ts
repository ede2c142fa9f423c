import { z } from 'zod'

const border = z.number().min(-1e6).max(1e6)

/** What decides from now on; a score under the first is OK, from the second NotOK, between them nobody decides. */
export const ThresholdChange = z
  .strictObject({ acceptBelow: border, rejectAtLeast: border })
  .refine(({ acceptBelow, rejectAtLeast }) => acceptBelow <= rejectAtLeast, {
    path: ['acceptBelow'],
    message: 'may not be over rejectAtLeast',
  })
  .meta({ id: 'ThresholdChange' })
export type ThresholdChange = z.infer<typeof ThresholdChange>

/** The payload of `thresholds`: by what the line decides. */
export const ThresholdsData = z
  .object({
    line: z.string(),
    acceptBelow: z.number(),
    rejectAtLeast: z.number(),
    isOfCard: z.boolean().describe("those of the model's card; else a person chose them, for this run"),
    fromSequence: z
      .number()
      .int()
      .nonnegative()
      .describe('the first part that counts as evidence: what was decided by others counts no more'),
    by: z.string().nullable().describe('the user who chose them'),
  })
  .meta({ id: 'ThresholdsData' })
export type ThresholdsData = z.infer<typeof ThresholdsData>
