/** Two appraisers over the same parts: rows the first one's word, columns the second one's. */
export type Agreement = readonly (readonly number[])[]

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** Cohen's kappa: agreement beyond what chance gives; `observed` and `expected` are its two shares. */
export function kappa(table: Agreement): { observed: number; expected: number; kappa: number } {
  const n = sum(table.map(sum))
  const observed = sum(table.map((row, index) => row[index] ?? 0)) / n
  const column = (index: number) => sum(table.map((row) => row[index] ?? 0))
  const expected = sum(table.map((row, index) => (sum(row) / n) * (column(index) / n)))
  return { observed, expected, kappa: (observed - expected) / (1 - expected) }
}

export type Grade = 'acceptable' | 'marginal' | 'unacceptable'

/** What an appraiser showed: parts right in all trials / parts, misses / defective trials, false alarms / good trials. */
export interface Appraisal {
  readonly effectiveness: number
  readonly missRate: number
  readonly falseAlarmRate: number
}

/**
 * Grade of the AIAG MSA manual (4th edition) for attribute agreement, the worst of its three columns. A rule on point
 * estimates: give the bounds beside it, since 0 misses in 48 trials leave up to 6 %.
 */
export function aiagGrade({ effectiveness, missRate, falseAlarmRate }: Appraisal): Grade {
  if (effectiveness >= 0.9 && missRate <= 0.02 && falseAlarmRate <= 0.05) return 'acceptable'
  return effectiveness >= 0.8 && missRate <= 0.05 && falseAlarmRate <= 0.1 ? 'marginal' : 'unacceptable'
}

/** Share of parts that were judged right in every trial; one list of trials a part. */
export const effectiveness = (parts: readonly (readonly boolean[])[]): number =>
  parts.filter((trials) => trials.every((isRight) => isRight)).length / parts.length
