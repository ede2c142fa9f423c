import type { Evaluation, Reason } from './inspection.ts'

/** A true mark of an inspected part: a defect, or one under its limit. Look-alikes are none. */
export interface TrueMark {
  readonly class: string
  /** null where a data set gives no size. */
  readonly sizeMm: number | null
  /** null where a data set gives no limit; such a mark is a defect. */
  readonly sizeOverLimit: number | null
  /** Whether a reported mark overlaps it, whatever the evaluation. */
  readonly isReported: boolean
}

/** One inspected part of known truth, reduced to what every figure of a report is folded from. */
export interface Trial {
  readonly part: string
  /** Position in the run or row of the data set, from 1. */
  readonly row: number
  readonly isDefective: boolean
  readonly evaluation: Evaluation
  readonly reason: Reason
  /** On a grid of 0.0001; null: never looked at. */
  readonly score: number | null
  readonly marks: readonly TrueMark[]
  /** Pointing game: whether the peak of the heat map lies in a defect widened by 3 pixels; null for a good part, or without a mask. */
  readonly isPointed: boolean | null
}
