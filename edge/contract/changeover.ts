import { z } from 'zod'

const Span = z.object({
  p50S: z.number(),
  p95S: z.number().describe('19 of 20 simulated changeovers take no longer'),
})

/** How long a change of product takes, from the first photograph to a demonstrated claim, played before it is made. */
export const Changeover = z
  .object({
    isSimulated: z.literal(true),
    taktS: z.number(),
    prevalence: z.number(),
    goodParts: z.number().int().describe('to be judged without a false reject'),
    defectiveParts: z.number().int().describe('to be judged without an escape'),
    stages: z.object({ setUp: Span, capture: Span, training: Span, validation: Span }),
    total: Span,
    validationShare: z.number().describe('of the median total'),
  })
  .meta({ id: 'Changeover' })
export type Changeover = z.infer<typeof Changeover>
