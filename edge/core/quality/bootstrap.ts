import type { Rng } from '../../contract/port.ts'
import { quantileOf } from './quantile.ts'

/** 95 %, two-sided. */
const tails = [0.025, 0.975] as const

/**
 * Percentile bootstrap by part (Efron and Tibshirani 1993, chapter 13): `rounds` samples as large as the parts are drawn
 * from them with replacement, and each statistic has its 2.5 % and 97.5 % quantiles over the samples as its interval. A
 * sample that gives null or NaN (no defective part in it) is left out for that statistic; null where none gave a number.
 */
export function bootstrapIntervals<Part, Name extends string>(
  parts: readonly Part[],
  statistics: (sample: readonly Part[]) => Readonly<Record<Name, number | null>>,
  rng: Rng,
  rounds = 1000,
): Record<Name, [number, number] | null> {
  const found = new Map<string, number[]>(Object.keys(statistics(parts)).map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    const values: Readonly<Record<string, number | null>> = statistics(resample(parts, rng))
    for (const [name, list] of found) {
      const value = values[name] ?? Number.NaN
      if (Number.isFinite(value)) list.push(value)
    }
  }
  const intervals = [...found].map(([name, values]) => [name, intervalOf(Float64Array.from(values).sort())])
  return Object.fromEntries(intervals)
}

function resample<Part>(parts: readonly Part[], rng: Rng): Part[] {
  const sample: Part[] = []
  for (const _ of parts) {
    const part = parts[Math.floor(rng.next() * parts.length)]
    if (part !== undefined) sample.push(part)
  }
  return sample
}

const intervalOf = (sorted: Float64Array): [number, number] | null =>
  sorted.length === 0 ? null : [quantileOf(sorted, tails[0]), quantileOf(sorted, tails[1])]
