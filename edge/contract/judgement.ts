import { z } from 'zod'
import { Verdict } from './claim.ts'

/** How often something happened, with the exact one-sided 95 % upper bound at this number of parts. */
const LimitedRate = z.object({
  count: z.number().int(),
  n: z.number().int(),
  rate: z.number().nullable().describe('null: no part to count on'),
  upper95: z.number().describe('1 without a part: nothing is known'),
  limit: z.number().describe('demonstrated when `upper95` is at most this'),
  verdict: Verdict,
  partsToSettle: z
    .number()
    .int()
    .describe('more parts of this kind that demonstrate it if all go right; 0 once there is a verdict'),
})
export type LimitedRate = z.infer<typeof LimitedRate>

/** One class of defect. Its bound stands alone: with many classes, some bound will be wrong. */
const ClassJudgement = z.object({
  class: z.string(),
  n: z.number().int().describe('decided defective parts'),
  escapes: z.number().int(),
  upper95: z.number(),
  a90_95: z
    .number()
    .nullable()
    .describe('size from which 95 % sure 90 % are refused, by likelihood ratio; a table knows no other hit'),
  reason: z.string().nullable().describe('why there is no a90_95'),
})
export type ClassJudgement = z.infer<typeof ClassJudgement>

/** What the evidence of one table of results says about a claim on accuracy, at a number of parts fixed beforehand. */
export const Judgement = z
  .object({
    parts: z.number().int(),
    verdict: Verdict.describe('of accuracy, escapes and false rejects together'),
    accuracy: z.object({
      claim: z.number(),
      errors: z.number().int(),
      n: z.number().int().describe('decided parts'),
      value: z.number().nullable(),
      lower95: z.number(),
      verdict: Verdict.describe('of the claim as it is worded, accuracy alone'),
      partsToSettle: z.number().int(),
    }),
    strictAccuracy: z.number().nullable().describe('undecided parts counted as errors'),
    escape: LimitedRate.describe('defective parts passed, of the decided defective ones'),
    falseReject: LimitedRate.describe('good parts refused, of the decided good ones'),
    notDecidable: z.object({
      count: z.number().int(),
      n: z.number().int(),
      rate: z.number().nullable(),
      good: z.number().int(),
      defective: z.number().int(),
    }),
    perClass: z.array(ClassJudgement),
    partsToSettle: z
      .number()
      .int()
      .describe('fewest more parts that demonstrate all if all go right; 0 once there is a verdict'),
    sentence: z.string().describe('the verdict and its reason, for a person'),
  })
  .meta({ id: 'Judgement' })
export type Judgement = z.infer<typeof Judgement>
