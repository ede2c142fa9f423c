import { z } from 'zod'
import { Verdict } from './claim.ts'

/**
 * Load scenarios of MLPerf Inference (Reddi et al. 2020, arXiv:1911.02549), then parts of a line at half of the rate that
 * saturates it: one takt after the other, and by chance.
 */
export const scenarios = [
  'single-stream',
  'multi-stream',
  'server',
  'offline',
  'even-takt',
  'poisson',
] as const
export type Scenario = (typeof scenarios)[number]

/** Frames of one multi-stream query: MLPerf Inference, edge. */
export const framesPerQuery = 8

const Interval = z.tuple([z.number(), z.number()]).nullable()

/** Milliseconds; an interval of 95 % by ranks (science A11), null where there are too few for one. */
export const Percentiles = z
  .object({
    n: z.number().int(),
    p50: z.number(),
    p90: z.number(),
    p99: z.number(),
    p999: z.number(),
    interval95: z.object({ p50: Interval, p90: Interval, p99: Interval }),
  })
  .meta({ id: 'Percentiles' })
export type Percentiles = z.infer<typeof Percentiles>

/** Time and work of one kind of operator in a frame. */
export const OperatorCost = z
  .object({
    operator: z.string(),
    count: z.number(),
    share: z.number().describe('of the time of all operators'),
    ms: z.number(),
    gmacs: z.number(),
    gflops: z.number().nullable().describe('multiplications and additions a second while it runs, 10⁹'),
  })
  .meta({ id: 'OperatorCost' })
export type OperatorCost = z.infer<typeof OperatorCost>

/** How right the same model is: a gain in speed that costs escapes shows. */
export const BenchAccuracy = z
  .object({
    parts: z.number().int(),
    decided: z.number().int(),
    errors: z.number().int(),
    escapes: z.number().int(),
    falseRejects: z.number().int(),
    verdict: Verdict,
  })
  .meta({ id: 'BenchAccuracy' })
export type BenchAccuracy = z.infer<typeof BenchAccuracy>

/** One model under one load. */
export const BenchRow = z
  .object({
    model: z.string(),
    scenario: z.enum(scenarios),
    workers: z.number().int(),
    threads: z.number().int().describe('inside one session'),
    batch: z.number().int(),
    precision: z.enum(['fp32', 'int8']),
    path: z
      .enum(['line', 'session'])
      .describe('line: queue, worker, decision, book, broker; session: worker and network alone'),
    frames: z.number().int(),
    framesPerS: z.number(),
    bareFramesPerS: z.number().describe('of nothing but session.run, in the same run: median of the rounds'),
    efficiency: z.number().describe('median of the ratios of the rounds'),
    latencyMs: Percentiles.describe(
      'frame to verdict; of a query in multi-stream, from the due time in server, even-takt and poisson',
    ),
    bareP99Ms: z
      .number()
      .nullable()
      .default(null)
      .describe('of one session.run in the bare loop, all rounds'),
    predictedMs: z
      .object({ mean: z.number(), p50: z.number(), p99: z.number() })
      .nullable()
      .default(null)
      .describe('poisson: of an M/D/c queue of as many workers that saturates at the same rate'),
    boundMs: z.number().nullable().describe('server: what p99 had to keep'),
    stagesMs: z.record(z.string(), z.object({ p50: z.number(), p99: z.number() })).nullable(),
    eventLoopDelayMs: z.object({ p50: z.number(), p99: z.number() }).nullable(),
    cpuSPer1000: z.number().describe('processor seconds of the whole process for 1000 frames'),
    rssMb: z.number(),
    macs: z
      .number()
      .nullable()
      .describe('multiply-accumulates of one frame; null: no operator of known work'),
    gflops: z.number().nullable(),
    peakFraction: z
      .number()
      .nullable()
      .describe('of a matrix product on as many threads, through the same runtime'),
    joulesPerPart: z.number().nullable(),
    verdict: Verdict.nullable().describe('null: no truth is known'),
  })
  .meta({ id: 'BenchRow' })
export type BenchRow = z.infer<typeof BenchRow>

/** What limits a model first: a stage around the network, or an operator in it. */
export const Bottleneck = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('around'), stage: z.string(), ms: z.number(), efficiency: z.number() }),
    z.object({
      ...{ kind: z.literal('operator'), operator: z.string(), share: z.number(), ms: z.number() },
      gflops: z.number().nullable().describe('null: it computes nothing that counts'),
      peakFraction: z.number().nullable(),
    }),
    z.object({ kind: z.literal('untold') }),
  ])
  .meta({ id: 'Bottleneck' })
export type Bottleneck = z.infer<typeof Bottleneck>

/** The setting of most frames a second. */
export const Recommendation = z
  .object({
    workers: z.number().int(),
    threads: z.number().int(),
    batch: z.number().int(),
    framesPerS: z.number(),
    boundMs: z.number().nullable().describe('null: nobody asked for a rate that keeps one'),
    servedPerS: z.number().nullable().describe('rate that keeps the bound; null: none that was tried'),
  })
  .meta({ id: 'Recommendation' })
export type Recommendation = z.infer<typeof Recommendation>

/** What can be said of one model besides its rows. */
export const BenchModel = z
  .object({
    model: z.string(),
    sha256: z.string(),
    input: z.string(),
    note: z.string().nullable().describe('what was assumed'),
    operators: z.array(OperatorCost).describe('the ten that take most'),
    accuracy: BenchAccuracy.nullable(),
    bottleneck: Bottleneck,
    recommendation: Recommendation.nullable().describe('null: offline was not measured'),
  })
  .meta({ id: 'BenchModel' })
export type BenchModel = z.infer<typeof BenchModel>

/** The computer, as far as it tells. */
export const Fingerprint = z
  .object({
    cpu: z.string(),
    features: z.array(z.string()).describe('vector extensions; empty: the system does not tell'),
    cores: z.number().int(),
    memoryGb: z.number(),
    governor: z.string().nullable(),
    platform: z.string(),
    node: z.string(),
    runtime: z.string(),
    commit: z.string(),
    peakGflops: z.number().describe('float32, one thread: a matrix product through the same runtime'),
    drift: z.number().describe('spread of the bare loop between its rounds: (largest - smallest) / median'),
    energy: z.string().describe('what joules rest on, or why there are none'),
  })
  .meta({ id: 'Fingerprint' })
export type Fingerprint = z.infer<typeof Fingerprint>

export const BenchReport = z
  .object({
    machine: Fingerprint,
    isSimulated: z.boolean().describe('the frames are of simulated parts'),
    models: z.array(BenchModel),
    results: z.array(BenchRow),
  })
  .meta({ id: 'BenchReport' })
export type BenchReport = z.infer<typeof BenchReport>

/** What a bare loop runs: frames of one shape, ready to be looked at. */
export interface BareData {
  readonly modelPath: string
  readonly threads: number
  readonly input: string
  readonly type: 'uint8' | 'float32'
  readonly dims: readonly number[]
  readonly frames: readonly (Uint8Array | Float32Array)[]
}

/** What a bare loop did: how long it really took, and each of its runs. */
export interface BareRuns {
  readonly ms: number
  readonly eachMs: Float64Array<ArrayBuffer>
}
