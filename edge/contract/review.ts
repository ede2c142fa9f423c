import { z } from 'zod'
import { Assumptions } from './assumption.ts'
import { Outcome, Tally } from './claim.ts'
import { Evaluation } from './inspection.ts'
import { Curves, DialStep, Shipped } from './report.ts'

/** What a person at the review desk says of an undecided part. */
export const ReviewDecision = z.enum(['OK', 'NotOK']).meta({ id: 'ReviewDecision' })
export type ReviewDecision = z.infer<typeof ReviewDecision>

export const PartParams = z.object({ partId: z.string().min(1).max(512) })

/** `POST /api/v1/parts/:partId/review`. */
export const ReviewRequest = z.strictObject({ decision: ReviewDecision }).meta({ id: 'ReviewRequest' })

/** The decision of a person on an undecided part; each part is decided once. */
export const ReviewData = z
  .object({
    line: z.string(),
    jobId: z.string().describe('the run'),
    partId: z.string(),
    decision: ReviewDecision,
    reviewer: z.string().describe('the user who decided'),
    waitedS: z.number().nonnegative().describe('from verdict to decision'),
    decidedAt: z.iso.datetime(),
    isSimulated: z.boolean(),
  })
  .meta({ id: 'ReviewData' })
export type ReviewData = z.infer<typeof ReviewData>

/** `GET /api/v1/desk`: the undecided parts that wait for a person, oldest first. */
export const DeskState = z
  .object({
    waiting: z.array(
      z.object({
        partId: z.string(),
        score: z.number().nullable(),
        detail: z.string(),
        since: z.iso.datetime(),
      }),
    ),
    capacity: z.number().int(),
    overflowed: z.number().int().describe('undecided parts that found the desk full; they are held'),
    reviewed: z.number().int(),
    reviewTally: Tally.describe('decisions against truth, where the truth is known; nothing undecided'),
  })
  .meta({ id: 'DeskState' })
export type DeskState = z.infer<typeof DeskState>

/** `GET /api/v1/quality`: the running line's last parts, as curves. */
export const QualityState = z
  .object({
    parts: z.number().int().describe('last parts of known truth that all this is computed from'),
    curves: Curves,
    inUse: DialStep.optional().describe(
      'the thresholds in use, exactly; `curves.dial` holds the nearest step',
    ),
    shipped: Shipped,
    assumptions: Assumptions.optional().describe('what hours, wages and inspection by hand rest on'),
    worst: z
      .array(
        z.object({
          partId: z.string(),
          outcome: Outcome,
          evaluation: Evaluation,
          score: z.number().nullable(),
          detail: z.string(),
        }),
      )
      .describe('escapes and false rejects, the most certain first, then the most doubtful; at most 12'),
  })
  .meta({ id: 'QualityState' })
export type QualityState = z.infer<typeof QualityState>
