import { z } from 'zod'
import { Evaluation, Reason } from './inspection.ts'

/** A true mark of an inspected part: a defect, or one under its limit. Look-alikes are none. */
export const TrueMark = z.object({
  class: z.string(),
  sizeMm: z.number().nullable().describe('null where a data set gives no size'),
  sizeOverLimit: z
    .number()
    .nullable()
    .describe('null where a data set gives no limit; such a mark is a defect'),
  isReported: z.boolean().describe('whether a reported mark overlaps it, whatever the evaluation'),
})
export type TrueMark = Readonly<z.infer<typeof TrueMark>>

/** One inspected part of known truth, reduced to what every figure of a report is folded from. */
export const Trial = z.object({
  part: z.string(),
  row: z.number().int().describe('position in the run or row of the data set, from 1'),
  isDefective: z.boolean(),
  evaluation: Evaluation,
  reason: Reason,
  score: z.number().nullable().describe('on a grid of 0.0001; null: never looked at'),
  marks: z.array(TrueMark).readonly(),
  isPointed: z
    .boolean()
    .nullable()
    .describe(
      'pointing game: whether the peak of the heat map lies in a defect widened by 3 pixels; null for a good part, or without a mask',
    ),
})
export type Trial = Readonly<z.infer<typeof Trial>>
