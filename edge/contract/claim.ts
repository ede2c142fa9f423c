import { z } from 'zod'

const BothLanguages = z.object({ en: z.string(), zh: z.string() })

/** A claim made for AI inspection, in our words, with the document it comes from. */
export const Claim = z
  .object({
    id: z.enum(['accuracy', 'inspection-time', 'labour', 'maintenance']),
    text: BothLanguages,
    figure: z.number().nullable().describe('null: the document gives none'),
    unit: z.string(),
    reading: BothLanguages.describe('how we read the claim so that it can be tested'),
    source: z.object({
      title: z.string(),
      publisher: z.string(),
      year: z.number().int(),
      note: BothLanguages,
    }),
  })
  .meta({ id: 'Claim' })
export type Claim = z.infer<typeof Claim>

export const Claims = z.array(Claim).min(1)

/** Three values, never two (law 6). */
export const Verdict = z.enum(['demonstrated', 'not-demonstrated', 'refuted']).meta({ id: 'Verdict' })
export type Verdict = z.infer<typeof Verdict>

/** How the inspected parts fell, truth against evaluation. Parts of unknown truth stand apart. */
export const Tally = z
  .object({
    defectiveRefused: z.number().int(),
    escapes: z.number().int().describe('defective parts evaluated OK'),
    goodPassed: z.number().int(),
    falseRejects: z.number().int().describe('good parts evaluated NotOK'),
    undecidedDefective: z.number().int(),
    undecidedGood: z.number().int(),
    unknownTruth: z.number().int(),
  })
  .meta({ id: 'Tally' })
export type Tally = z.infer<typeof Tally>

export const Outcome = z
  .enum(['correct', 'escape', 'false-reject', 'undecided', 'unknown'])
  .meta({ id: 'Outcome' })
export type Outcome = z.infer<typeof Outcome>

const Rate = z.object({
  count: z.number().int(),
  n: z.number().int(),
  upper95: z.number().describe('anytime-valid upper bound: it may be read at any moment'),
})

/** The live evidence on the accuracy claim: an e-process, valid whenever one looks (science A3). */
export const Evidence = z
  .object({
    claimedErrorRate: z.number(),
    errors: z.number().int(),
    decided: z.number().int(),
    eDemonstrate: z.number().describe('evidence that the error rate is under the claim; 20 demonstrates it'),
    eRefute: z.number().describe('evidence that it is over the claim; 20 refutes it'),
    verdict: Verdict,
    partsLeft: z
      .number()
      .int()
      .nullable()
      .describe('decided parts to a verdict if no more errors come; null once there is one'),
    secondsLeft: z.number().nullable().describe('the same in time at the present rate'),
  })
  .meta({ id: 'Evidence' })
export type Evidence = z.infer<typeof Evidence>

/** What verification says, about once a second. The only place where truth meets evaluation. */
export const Verification = z
  .object({
    runId: z.string(),
    line: z.string(),
    isSimulated: z.boolean(),
    tally: Tally,
    escape: Rate,
    falseReject: Rate,
    evidence: Evidence,
    recent: z
      .array(z.object({ partId: z.string(), outcome: Outcome, isDefective: z.boolean().nullable() }))
      .describe('newest last, at most 64; `isDefective` is the truth, null where it is unknown'),
  })
  .meta({ id: 'Verification' })
export type Verification = z.infer<typeof Verification>
