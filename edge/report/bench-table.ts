import type { BenchModel, BenchReport, BenchRow } from '../contract/bench.ts'
import { reasonZh } from './reason-zh.ts'
import type { Voice } from './voice.ts'

/** Reports of one or several computers, the one made now first. */
export type BenchReports = readonly [BenchReport, ...BenchReport[]]

const unknown = '–'
const fixed = (value: number | null, digits: number): string => value?.toFixed(digits) ?? unknown
const written = (a: number, b: number, c: number) => [String(a), String(b), String(c)] as const
export const percentIn = ({ language }: Voice, share: number): string =>
  `${Math.round(100 * share)}${language === 'zh' ? '' : ' '}%`
/** What the measurement says by itself comes in English. */
const saidIn = ({ language }: Voice, text: string): string => (language === 'zh' ? reasonZh(text) : text)

/** One row under the columns of `words.bench.load`. */
export const benchCells = (row: BenchRow, { words: { bench } }: Voice): string[] => [
  bench.load.scenarios[row.scenario],
  ...[row.workers, row.threads, row.batch].map(String),
  ...[row.framesPerS, row.bareFramesPerS].map((rate) => rate.toFixed(1)),
  row.efficiency.toFixed(2),
  ...[row.latencyMs.p50, row.latencyMs.p90, row.latencyMs.p99, row.cpuSPer1000].map((value) =>
    fixed(value, 2),
  ),
  row.rssMb.toFixed(0),
  fixed(row.joulesPerPart, 3),
]

/** The rows of arrivals at half load, under the columns of `words.bench.half`. */
export const halfLoadCells = (rows: readonly BenchRow[], { words: { bench } }: Voice): string[][] =>
  rows
    .filter(({ scenario }) => scenario === 'even-takt' || scenario === 'poisson')
    .map(({ scenario, workers, threads, framesPerS, latencyMs, bareP99Ms, predictedMs }) => [
      bench.load.scenarios[scenario],
      ...[workers, threads].map(String),
      framesPerS.toFixed(1),
      ...[latencyMs.p50, latencyMs.p99, bareP99Ms, bareP99Ms && latencyMs.p99 / bareP99Ms].map((value) =>
        fixed(value, 2),
      ),
      ...[predictedMs?.p50 ?? null, predictedMs?.p99 ?? null].map((value) => fixed(value, 2)),
    ])

/** What a report says of its computer, name and value. */
export function machineLines({ machine }: BenchReport, voice: Voice): [string, string][] {
  const { machine: words } = voice.words.bench
  const { cpu, cores, memoryGb, node, runtime, commit } = machine
  return [
    [words.processor, words.processorIs(cpu, String(cores), String(memoryGb))],
    [words.features, machine.features.join(' ') || unknown],
    [words.governor, machine.governor ?? words.untold],
    [words.system, machine.platform],
    [words.software, words.softwareIs(node, runtime, commit.slice(0, 12))],
    [words.peak, `${machine.peakGflops} GFLOP/s`],
    [words.drift, words.driftIs(percentIn(voice, machine.drift))],
    [words.energy, saidIn(voice, machine.energy)],
  ]
}

/** What limits a model, and how right it is, name and value. */
export function modelLines(model: BenchModel, [row]: readonly BenchRow[], voice: Voice): [string, string][] {
  const { verdict, bench } = voice.words
  const { model: words } = bench
  const { input, note, accuracy } = model
  return [
    [words.input, note ? `${input} (${saidIn(voice, note)})` : input],
    [words.work, row?.macs ? words.workIs((row.macs / 1e6).toFixed(0)) : unknown],
    [
      words.network,
      row?.gflops ? words.networkIs(row.gflops.toFixed(1), percentIn(voice, row.peakFraction ?? 0)) : unknown,
    ],
    [
      words.right,
      accuracy
        ? words.rightIs(
            ...written(accuracy.errors, accuracy.decided, accuracy.parts),
            verdict[accuracy.verdict],
          )
        : words.noTruth,
    ],
    [words.limit, limitIn(voice, model.bottleneck)],
    [words.recommended, recommendedIn(voice, model.recommendation)],
  ]
}

export function limitIn(voice: Voice, found: BenchModel['bottleneck']): string {
  const { limit, stages } = voice.words.bench
  if (found.kind === 'untold') return limit.untold
  const ms = found.ms.toFixed(2)
  if (found.kind === 'around') {
    const stage = Object.hasOwn(stages, found.stage)
      ? stages[found.stage as keyof typeof stages]
      : found.stage
    return limit.around(percentIn(voice, found.efficiency), stage, ms)
  }
  const speed =
    found.gflops === null
      ? limit.moves
      : limit.speed(found.gflops.toFixed(1), percentIn(voice, found.peakFraction ?? 0))
  return limit.operator(found.operator, percentIn(voice, found.share), ms, speed)
}

export function recommendedIn({ words }: Voice, found: BenchModel['recommendation']): string {
  const { recommended } = words.bench
  if (!found) return recommended.none
  const { workers, threads, batch, framesPerS, boundMs, servedPerS } = found
  const bound = String(boundMs)
  const kept =
    servedPerS === null ? recommended.notServed(bound) : recommended.served(servedPerS.toFixed(0), bound)
  return recommended.setting(
    ...written(workers, threads, batch),
    framesPerS.toFixed(0),
    boundMs === null ? '' : kept,
  )
}

export const operatorCells = ({ operator, count, share, ms, gflops }: BenchModel['operators'][number]) => [
  operator,
  count.toFixed(0),
  `${(100 * share).toFixed(1)} %`,
  ms.toFixed(3),
  fixed(gflops, 1),
]
