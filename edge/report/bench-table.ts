import type { BenchReport, BenchRow } from '../contract/bench.ts'

/** Reports of one or several computers, the one made now first. */
export type BenchReports = readonly [BenchReport, ...BenchReport[]]

/** What stands over the columns of a row, numbers to the right. */
export const benchColumns = [
  'scenario',
  'workers',
  'threads',
  'batch',
  'frames/s',
  'bare',
  'ratio',
  'p50 ms',
  'p90 ms',
  'p99 ms',
  'CPU s/1000',
  'J/part',
] as const

const unknown = '–'
const fixed = (value: number | null, digits: number): string => value?.toFixed(digits) ?? unknown

/** One row under `benchColumns`. */
export const benchCells = (row: BenchRow): string[] => [
  row.scenario,
  ...[row.workers, row.threads, row.batch].map(String),
  ...[row.framesPerS, row.bareFramesPerS].map((rate) => rate.toFixed(1)),
  row.efficiency.toFixed(2),
  ...[row.latencyMs.p50, row.latencyMs.p90, row.latencyMs.p99, row.cpuSPer1000].map((value) =>
    fixed(value, 2),
  ),
  fixed(row.joulesPerPart, 3),
]

/** What a report says of its computer, name and value. */
export const machineLines = ({ machine }: BenchReport): [string, string][] => [
  ['Processor', `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB`],
  ['Vector extensions', machine.features.join(' ') || unknown],
  ['Governor', machine.governor ?? 'the system does not tell'],
  ['System', machine.platform],
  ['Software', `Node ${machine.node}, ${machine.runtime}, commit ${machine.commit.slice(0, 12)}`],
  ['Matrix product, one thread', `${machine.peakGflops} GFLOP/s`],
  ['Drift of the bare loop', `${Math.round(100 * machine.drift)} % between its rounds`],
  ['Energy', machine.energy],
]

/** What limits a model, and how right it is, name and value. */
export function modelLines(
  { input, note, accuracy, bottleneck, recommendation }: BenchReport['models'][number],
  rows: readonly BenchRow[],
): [string, string][] {
  const [row] = rows
  const work = row?.macs ? `${(row.macs / 1e6).toFixed(0)} million multiply-accumulates a frame` : unknown
  const speed = row?.gflops
    ? `${row.gflops.toFixed(1)} GFLOP/s, ${Math.round(100 * (row.peakFraction ?? 0))} % of a matrix product`
    : unknown
  return [
    ['Input', note ? `${input} (${note})` : input],
    ['Work', work],
    ['Bare session.run', speed],
    [
      'Right',
      accuracy
        ? `${accuracy.errors} errors in ${accuracy.decided} decided of ${accuracy.parts} simulated parts: ${accuracy.verdict}`
        : 'no truth is known',
    ],
    ['First limit', bottleneck],
    ['Recommended', recommendation],
  ]
}

export const operatorCells = ({
  operator,
  count,
  share,
  ms,
  gflops,
}: BenchReport['models'][number]['operators'][number]) => [
  operator,
  count.toFixed(0),
  `${(100 * share).toFixed(1)} %`,
  ms.toFixed(3),
  fixed(gflops, 1),
]
export const operatorColumns = ['operator', 'a frame', 'share', 'ms', 'GFLOP/s'] as const

/** Frames a second of every computer that ran the same, for a table and bars beside each other. */
export function joined(
  reports: BenchReports,
): { readonly what: string; readonly rates: readonly (number | null)[] }[] {
  const key = (row: BenchRow) =>
    `${row.model}, ${row.scenario}, ${row.workers} × ${row.threads}, batch ${row.batch}`
  const keys = [...new Set(reports.flatMap(({ results }) => results.map(key)))]
  return keys.map((what) => ({
    what,
    rates: reports.map(({ results }) => results.find((row) => key(row) === what)?.framesPerS ?? null),
  }))
}

/** `EPYC, 2 cores`, told apart where two are the same. */
export const computerNames = (reports: BenchReports): string[] =>
  reports.map(({ machine: { cpu, cores } }, index) => `${index + 1}: ${cpu}, ${cores} cores`)
