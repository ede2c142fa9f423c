import { z } from 'zod'

/** Public data sets that forecasts are scored on. */
export const prognosisKinds = ['nab', 'ai4i'] as const
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
