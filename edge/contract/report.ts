import { z } from 'zod'
import { Assumptions } from './assumption.ts'
import { Verdict } from './claim.ts'
import { Disturbance } from './disturbance.ts'
import { Judgement } from './judgement.ts'

/** A verdict on a line; a world that a toy can master says nothing about a claim. */
export const LineVerdict = z.enum([...Verdict.options, 'not-testable-here']).meta({ id: 'LineVerdict' })
export type LineVerdict = z.infer<typeof LineVerdict>

/** One class of defect; sizes in millimetres. */
const ClassReport = z.object({
  class: z.string(),
  n: z.number().int().describe('decided defective parts whose worst mark is of this class'),
  escapes: z.number().int(),
  upper95: z.number(),
  undecided: z.number().int(),
  a90_95: z
    .number()
    .nullable()
    .describe(
      'size from which, 95 % sure, 90 % of the marks are reported where they lie, whatever the evaluation',
    ),
  aNotOk90_95: z.number().nullable().describe('the same, counting only parts that were refused'),
  limitMm: z.number().nullable(),
  reason: z
    .string()
    .nullable()
    .describe('why a size is missing, or how it was found if not by likelihood ratio'),
})
export type ClassReport = z.infer<typeof ClassReport>

/** A simple inspector on the same parts: how hard the world is. */
const WeakInspector = z.object({
  name: z.enum(['global-statistics', 'golden-template', 'largest-blob', 'coin-toss', 'pass-everything']),
  auroc: z.number().nullable(),
  balancedAccuracy: z.number().nullable(),
  isTooGood: z
    .boolean()
    .describe(
      'AUROC over 0.65 for global statistics, balanced accuracy over 97 % for the others; with under 500 judged parts of a kind, by more than luck (95 %)',
    ),
})
export type WeakInspector = z.infer<typeof WeakInspector>

/** What ships after undecided parts were reviewed by people who err too. */
export const Shipped = z.object({
  escapeRate: z.number().nullable().describe('defective parts shipped, of the defective ones'),
  upper95: z.number(),
  falseReject: z.number().nullable().describe('good parts scrapped, of the good ones'),
  escapesPerMillionShipped: z.number().nullable(),
  deskWaitP95S: z.number().nullable().describe('95 % of the reviewed parts wait no longer, seconds'),
  deskOverflow: z
    .number()
    .nullable()
    .describe('share of undecided parts that find the desk full; they are held, not shipped'),
})
export type Shipped = z.infer<typeof Shipped>

const Labour = z.object({
  hoursReduction: z.number().nullable().describe('null: one kind of part was never seen'),
  costReduction: z.number().nullable(),
  paybackMonths: z.number().nullable().describe('null: it never pays at this line rate'),
  paybackMonthsRange: z
    .tuple([z.number().nullable(), z.number().nullable()])
    .describe('at the 95 % bounds of the rates'),
  neverPaysUnderPartsPerHour: z.number().nullable(),
  assumptions: Assumptions,
})
export type Labour = z.infer<typeof Labour>

const Interval = z.tuple([z.number(), z.number()])

const SequentialEnd = z.enum(['accepted', 'rejected', 'open'])

/** What `verify` says of one product line or data set; every rate is a share, every size millimetres. */
export const LineReport = Judgement.omit({ verdict: true, perClass: true })
  .extend({
    line: z.string(),
    model: z.string(),
    modelSha256: z.string().nullable(),
    seed: z.number().int().nullable(),
    prevalence: z.number().nullable().describe('null: whatever the data set holds'),
    dataset: z.string().nullable(),
    isSimulated: z.boolean(),
    foreign: z.string().nullable().describe('folder of the cut-outs that took the place of defects'),
    disturbance: Disturbance.nullable(),
    isPooled: z.boolean().describe('whether this stands for several disturbances together'),
    monitor: z.enum(['on', 'off']),
    verdict: LineVerdict,
    perClass: z.array(ClassReport),
    calibrationError: z.number().nullable().describe('expected calibration error of the score, 10 bins'),
    explanation: z.object({
      pointingGame: z.number().nullable().describe('share of all defective parts, missed ones too'),
      aupro: z.number().nullable().describe('per-region overlap up to 30 % false positives, normalised'),
    }),
    confusion: z
      .array(
        z.object({
          class: z.string(),
          OK: z.number().int(),
          NotOK: z.number().int(),
          NotDecidable: z.number().int(),
        }),
      )
      .describe('true class against evaluation; `good` for good parts'),
    agreement: z
      .object({
        parts: z.number().int(),
        trials: z.number().int(),
        effectiveness: z.number(),
        missRate: z.number(),
        falseAlarmRate: z.number(),
        kappa: z.number(),
        grade: z.enum(['acceptable', 'marginal', 'unacceptable']),
      })
      .nullable()
      .describe('AIAG attribute agreement, every part photographed anew for each trial'),
    sequential: z
      .object({ accuracy: SequentialEnd, escape: SequentialEnd, falseReject: SequentialEnd })
      .nullable()
      .describe('how each sequential test ended; null: the number of parts was fixed beforehand'),
    labour: Labour,
    shipped: Shipped,
    latencyMs: z
      .object({
        ...{ p50: z.number(), p99: z.number(), p999: z.number(), n: z.number().int() },
        p99Lower95: z.number().nullable(),
        p99Upper95: z.number().nullable().describe('rank bound, one-sided; null: too few parts for one'),
      })
      .nullable()
      .describe('frame in memory to decision, one part in flight, nothing else running'),
    outsideLatencyMs: z
      .object({ decode: z.number(), record: z.number() })
      .nullable()
      .describe('medians of what latencyMs leaves out'),
    weakInspectors: z.array(WeakInspector),
    imageAuroc: z.number().nullable(),
    ap: z.number().nullable(),
    f1max: z.number().nullable(),
    pixelAuroc: z.number().nullable(),
    aupro: z.number().nullable(),
    intervals95: z.record(z.string(), Interval).describe('bootstrap by part, of the five before'),
  })
  .meta({ id: 'LineReport' })
export type LineReport = z.infer<typeof LineReport>

/** A step of the risk-coverage dial: what the stored scores would have come to at these thresholds. */
export const DialStep = z
  .object({
    acceptBelow: z.number(),
    rejectAtLeast: z.number(),
    escapeRate: z.number().nullable(),
    falseRejectRate: z.number().nullable(),
    reviewRate: z.number().describe('at production prevalence'),
    hoursReduction: z.number().nullable(),
    costReduction: z.number().nullable(),
  })
  .meta({ id: 'DialStep' })
export type DialStep = z.infer<typeof DialStep>

const DetectionPoint = z.object({ sizeMm: z.number(), pod: z.number(), lower95: z.number().nullable() })

/** Curves of a report; each a list of points ready to draw. */
export const Curves = z
  .object({
    dial: z.array(DialStep).describe('from deciding everything to deciding nothing'),
    chosenStep: z.number().int().describe('index in `dial` nearest to the thresholds in use'),
    roc: z.array(z.object({ falseRejectRate: z.number(), hitRate: z.number() })),
    riskCoverage: z.array(z.object({ coverage: z.number(), risk: z.number() })),
    reliability: z.array(z.object({ confidence: z.number(), rightShare: z.number(), n: z.number().int() })),
    detection: z.array(
      z.object({
        class: z.string(),
        limitMm: z.number().nullable(),
        points: z.array(DetectionPoint).describe('fitted curve'),
        bins: z.array(z.object({ sizeMm: z.number(), n: z.number().int(), hits: z.number().int() })),
      }),
    ),
    pareto: z
      .array(z.object({ class: z.string(), count: z.number().int() }))
      .describe('refused parts by class'),
  })
  .meta({ id: 'Curves' })
export type Curves = z.infer<typeof Curves>
