import type { Evaluation } from '../../edge/contract/inspection.ts'
import { clopperPearson } from '../../edge/core/quality/interval.ts'

/** Verdicts on parts that were all treated alike. */
export type Tally = Readonly<Record<Evaluation, number>>

export const tallyOf = (evaluations: readonly Evaluation[]): Tally => {
  const count = (wanted: Evaluation) => evaluations.filter((each) => each === wanted).length
  return { OK: count('OK'), NotOK: count('NotOK'), NotDecidable: count('NotDecidable') }
}

/** `3 of 40: 7.5 % (1.6 to 20.4)`, with the exact two-sided interval of 95 %. */
export function share(k: number, n: number): string {
  if (n === 0) return '–'
  const { lower, upper } = clopperPearson(k, n)
  const percent = (value: number) => (100 * value).toFixed(1)
  return `${k} of ${n}: ${percent(k / n)} % (${percent(lower)} to ${percent(upper)})`
}
