import { z } from 'zod'

/** What acts on the parts and on the pixels; each field left out stays as it is. */
export const ConditionChange = z
  .strictObject({
    lampLevel: z.number().min(0).max(1).optional().describe('light output against a new lamp'),
    lensSmear: z.number().min(0).max(1).optional().describe('share of the frame under a greasy film'),
    defocusPx: z.number().min(0).max(8).optional().describe('Gaussian blur of a lens out of focus, sigma'),
    vibrationPx: z.number().min(0).max(32).optional().describe('smear along the travel, full length'),
    hasNovelDefects: z
      .boolean()
      .optional()
      .describe('defective parts bear a body of no class that the model knows, and no other defect'),
    overS: z
      .number()
      .min(0)
      .max(86_400)
      .optional()
      .describe('seconds of an even drift from what is to what is asked for; left out: at once'),
  })
  .meta({ id: 'ConditionChange' })
export type ConditionChange = z.infer<typeof ConditionChange>

/** A day to replay: seeds/scenarios/<name>.yaml. */
export const Scenario = z
  .strictObject({
    description: z.string(),
    line: z.string(),
    seed: z.number().int().min(0).max(3_999_999_999).describe('larger seeds are kept for training'),
    partsPerSecond: z.number().positive().max(1000),
    prevalence: z.number().min(0).max(1).describe('share of defective parts'),
    durationS: z.number().positive().describe('simulated time that --fast runs'),
    faults: z.array(z.strictObject({ atS: z.number().nonnegative(), set: ConditionChange })).default([]),
  })
  .meta({ id: 'Scenario' })
export type Scenario = z.infer<typeof Scenario>
