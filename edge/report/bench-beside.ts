import type { BenchReports } from './bench-table.ts'
import type { Voice } from './voice.ts'

/** Frames a second of every computer that ran the same, for a table and bars beside each other. */
export function joined(
  reports: BenchReports,
  { words: { bench } }: Voice,
): { readonly what: string; readonly rates: readonly (number | null)[] }[] {
  const rows = reports.map(
    ({ results }) =>
      new Map(
        results.map(({ model, scenario, workers, threads, batch, framesPerS }) => [
          bench.beside.what(model, bench.load.scenarios[scenario], `${workers} × ${threads}`, String(batch)),
          framesPerS,
        ]),
      ),
  )
  const keys = [...new Set(rows.flatMap((row) => [...row.keys()]))]
  return keys.map((what) => ({ what, rates: rows.map((row) => row.get(what) ?? null) }))
}

/** `1: EPYC, 2 cores`, told apart where two are the same. */
export const computerNames = (reports: BenchReports, { words: { bench } }: Voice): string[] =>
  reports.map(({ machine: { cpu, cores } }, index) =>
    bench.beside.computer(String(index + 1), cpu, String(cores)),
  )
