import { z } from 'zod'
import { Box } from './part.ts'

/** OPC 40001-101 ResultEvaluation. Positive means defective (law 5): `NotOK` refuses the part. */
export const Evaluation = z.enum(['OK', 'NotOK', 'NotDecidable']).meta({ id: 'Evaluation' })
export type Evaluation = z.infer<typeof Evaluation>

/** Scores lie on a grid of 1 / `scoreSteps`: what a verdict rests on can be read, written and replayed. */
export const scoreSteps = 10_000

/** Why the evaluation is what it is. */
export const Reason = z
  .enum([
    'below-accept-threshold',
    'above-reject-threshold',
    'between-thresholds',
    'outside-envelope',
    'late',
    'inspector-failed',
    'no-card',
  ])
  .meta({ id: 'Reason' })
export type Reason = z.infer<typeof Reason>

/** One mark that the model reports, on the frame's pixels. */
export const Defect = z
  .object({
    class: z.string(),
    box: Box,
    sizeMm: z.number().nonnegative(),
    score: z.number().min(0).max(1).describe('probability that this mark is over its limit'),
    reason: z.string().describe('one sentence for a person'),
  })
  .meta({ id: 'Defect' })
export type Defect = z.infer<typeof Defect>

/** The verdict on one part (names of OPC 40100-1 where it has one). */
export const Inspection = z
  .object({
    line: z.string(),
    partId: z.string(),
    sequence: z.number().int().nonnegative().describe('position of the part in the run, from 0'),
    evaluation: Evaluation,
    score: z
      .number()
      .nullable()
      .describe(
        'higher is more defective; rounded to 4 decimals before deciding; null: the part was never looked at',
      ),
    reason: Reason,
    detail: z.string().describe('one sentence for a person, with the next step where there is one'),
    defects: z.array(Defect),
    isSimulated: z.boolean(),
  })
  .meta({ id: 'Inspection' })
export type Inspection = z.infer<typeof Inspection>

/** The stages of a frame's story, in order, milliseconds each. */
export const stages = ['queue', 'preprocess', 'infer', 'decide', 'record'] as const
export type Stage = (typeof stages)[number]
export const StagesMs = z
  .object({
    queue: z.number(),
    preprocess: z.number(),
    infer: z.number(),
    decide: z.number(),
    record: z.number(),
  })
  .meta({ id: 'StagesMs' })
export type StagesMs = z.infer<typeof StagesMs>
