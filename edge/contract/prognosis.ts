import { z } from 'zod'
import { machineKinds } from './machine.ts'

/** Public data sets that forecasts are scored on. */
export const prognosisKinds = ['nab', 'ai4i', 'cmapss'] as const
export type PrognosisKind = (typeof prognosisKinds)[number]

/** One row of a table of sensor readings, weighed against the normal behaviour that its first rows taught. */
export const Prognosis = z.object({
  row: z.number().int().describe('data row of the file, from 1; the header is none'),
  time: z.string().nullable().describe('as the file writes it; null without a column of time'),
  score: z.number().min(0).describe('1 is the alarm limit'),
  alarm: z.boolean().describe('from a score of 1 on until it is under 0.8'),
  contributors: z
    .array(z.object({ column: z.string(), share: z.number().min(0).max(1) }))
    .describe('the columns that push the score most, with their share of it'),
})
export type Prognosis = z.infer<typeof Prognosis>

/** One reading of one sensor. */
export interface Reading {
  /** As the file writes it. */
  readonly time: string
  /** Milliseconds since 1970, the file's clock taken for UTC. */
  readonly timeMs: number
  readonly value: number
}

/** A series with the windows in which something was wrong. */
export interface LabelledSeries {
  readonly series: string
  readonly readings: readonly Reading[]
  readonly windows: readonly { readonly fromMs: number; readonly toMs: number }[]
}

/** One state of the milling machine of AI4I 2020. Its five failure modes are parts of the label and are not read. */
export interface MillingRow {
  readonly udi: number
  /** Quality of the product: low, medium, high. */
  readonly type: 'L' | 'M' | 'H'
  readonly airK: number
  readonly processK: number
  readonly speedRpm: number
  readonly torqueNm: number
  readonly wearMin: number
  readonly isFailure: boolean
}

/** One cycle of one turbofan engine of C-MAPSS. */
export interface EngineCycle {
  readonly engine: number
  /** From 1. */
  readonly cycle: number
  /** Three operating settings: altitude, Mach number, throttle. */
  readonly settings: readonly number[]
  /** Twenty-one sensors, in the order of the file. */
  readonly sensors: readonly number[]
}

/** What was found in one series of NAB: the anomaly windows beyond the probation period, and alarms elsewhere. */
export const SeriesFinding = z.object({
  dataset: z.literal('nab'),
  series: z.string(),
  rows: z.number().int(),
  probationRows: z.number().int().describe('learnt from and not scored: 15 %, at most 750'),
  windows: z.number().int().describe('labelled windows that begin after the probation period'),
  found: z.number().int().describe('of them, with at least one flagged row'),
  alarms: z.number().int().describe('flagged rows less than 12 h apart are one alarm'),
  alarmsOutside: z.number().int().describe('alarms that touch no window'),
  firstAlarms: z.array(z.string().nullable()).describe('of each window, the time of its first flagged row'),
})
export type SeriesFinding = z.infer<typeof SeriesFinding>

/** All series of NAB together. */
export const SeriesSummary = z.object({
  dataset: z.literal('nab'),
  f1: z.number().describe('windows found are hits, windows missed are misses, alarms outside are false'),
  n: z.number().int().describe('windows'),
  found: z.number().int(),
  alarmsOutside: z.number().int(),
})
export type SeriesSummary = z.infer<typeof SeriesSummary>

/** How well failures of the milling machine of AI4I 2020 are told from its state. */
export const MillingFinding = z.object({
  dataset: z.literal('ai4i'),
  f1: z.number(),
  precision: z.number(),
  recall: z.number(),
  n: z.number().int().describe('test rows: every fifth UDI'),
  failures: z.number().int().describe('of them'),
  trainRows: z.number().int(),
  fiveByFiveF1: z.number().describe('mean F1 of five times five stratified folds over all rows'),
  fiveByFiveSd: z.number().describe('standard deviation over the 25 folds'),
})
export type MillingFinding = z.infer<typeof MillingFinding>

/** Subsets of C-MAPSS: one or six operating regimes, one or two faults. */
export const engineSubsets = ['FD001', 'FD002', 'FD003', 'FD004'] as const
export type EngineSubset = (typeof engineSubsets)[number]

/** How well the life left of the test engines of C-MAPSS is foretold at their last cycle. Errors are in cycles. */
export const EngineFinding = z.object({
  dataset: z.literal('cmapss'),
  subset: z.enum(engineSubsets),
  rmse: z.number().describe('of the mean of all seeds; forecast and truth are at most 125 cycles'),
  rmseUncapped: z.number().describe('against the whole truth'),
  nasaScore: z.number().describe('PHM 2008, against the truth of at most 125 cycles; 0 is perfect'),
  n: z.number().int().describe('test engines'),
  trainEngines: z.number().int(),
  seeds: z.array(z.object({ seed: z.number().int(), rmse: z.number() })),
  meanRmse: z.number().describe('mean over the seeds, each alone'),
  ensembleRmse: z.number().describe('the same as rmse'),
  cvRmse: z.number().describe('cross-validation over training engines, one network alone'),
  coverage90: z.number().describe('share of 90 % intervals that hold the truth; learnt by cross-validation'),
})
export type EngineFinding = z.infer<typeof EngineFinding>

const byShareOfLife = z.record(z.string(), z.number())
const PolicyOutcome = z
  .object({
    cost: z.number(),
    failures: z.number(),
    plannedRepairs: z.number(),
    downtimeH: z.number(),
    lifeLost: z.number().describe('share of the life that was there and was not used'),
  })
  .describe('per 1000 running hours')

const Warned = z.object({
  actUnderH: z.number(),
  warningH: z.number().describe('mean true life left at the first alarm: 0 if under 24 h, 14 days at most'),
  missed: z.number().int(),
})
const Gain = z.object({ value: z.number(), interval95: z.tuple([z.number(), z.number()]).nullable() })

/** How the forecasts of one kind of machine did on simulated lives, each against its known failure. */
export const MachineFinding = z.object({
  machine: z.enum(machineKinds),
  isSimulated: z.literal(true),
  seed: z.number().int(),
  lives: z.number().int(),
  failures: z.number().int().describe('by wear; sudden ones stand apart'),
  missed: z
    .number()
    .int()
    .describe('failures whose first alarm came less than 24 running hours before, or never'),
  falseAlarms: z.number().int().describe('alarms with more than 14 days of true life left'),
  machineMonths: z.number().describe('of 720 running hours'),
  leadTimeH: z.number().nullable().describe('median true life left at the first alarm'),
  sudden: z.object({ lives: z.number().int(), caught: z.number().int() }),
  coverage90: byShareOfLife.describe('share of intervals that hold the truth, by share of life'),
  widthH: byShareOfLife.describe('mean width of the interval'),
  marginalWidthH: byShareOfLife.describe('the same for whoever knows only the age, and how lives are spread'),
  noTrendShare: z.number().describe('from half life on'),
  alphaLambda: z.number().describe('medians within ±20 % of the truth, from half life on'),
  oracle: z
    .object({ lives: z.number().int(), alphaLambda: z.number(), ours: z.number(), ratio: z.number() })
    .nullable()
    .describe(
      'the same of an oracle that knows law, unit and wear but not the future; ours on the same lives',
    ),
  fusion: z
    .object({
      monthsPerFalseAlarm: z
        .number()
        .describe('machine-months for each false alarm that every sense is allowed'),
      both: Warned,
      sensors: Warned,
      line: Warned,
      gainOverSensorsH: Gain,
      gainOverLineH: Gain,
    })
    .nullable()
    .describe('sensors and the defects of the line, together and alone; null: this machine spoils no parts'),
  cost: z.object({
    runToFailure: PolicyOutcome,
    calendar: PolicyOutcome,
    predictive: PolicyOutcome,
    perfect: PolicyOutcome,
    calendarAgeH: z.number(),
    saving: z.number().describe("share of the best calendar's cost that prediction saves"),
    saving95: z.tuple([z.number(), z.number()]).nullable(),
    downtimeSaving: z.number().describe('the same of its hours of standstill'),
    downtimeSaving95: z.tuple([z.number(), z.number()]).nullable(),
    toPerfect: z.number().describe('cost against foresight'),
    curve: z
      .array(z.object({ failure: z.number(), calendarAgeH: z.number(), saving: z.number() }))
      .describe('for failures that cost so many planned repairs'),
  }),
})
export type MachineFinding = z.infer<typeof MachineFinding>
