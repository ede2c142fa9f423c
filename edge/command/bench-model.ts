import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { rngFromSeed } from '../../datasets/rng.ts'
import { type BenchRow, framesPerQuery, type Scenario } from '../contract/bench.ts'
import { JidokaError } from '../contract/error.ts'
import { percentilesOf } from '../core/bench/percentiles.ts'
import { nextRate, type Tried } from '../core/bench/rate-search.ts'
import { medianOf } from '../core/quality/quantile.ts'
import { wallClock } from '../io/clock.ts'
import { residentMb } from '../io/event-loop.ts'
import { packageJoules } from '../io/fingerprint.ts'
import { createLog } from '../io/log.ts'
import type { Model } from '../io/model.ts'
import { placeSecond } from '../io/second-eye.ts'
import type { Pixels, Session } from '../io/session.ts'
import { type BareLoop, openBareLoop } from '../service/bare-loop.ts'
import { type Closer, createCloser } from '../service/closer.ts'
import { arriveAt, askInTurn, type Carried, keepBusy, type Target } from '../service/load.ts'
import { openRawTarget } from '../service/raw-target.ts'
import type { BenchFrames } from './bench-frame.ts'
import { framesInFlight, type LineFigures, openBenchLine } from './bench-line.ts'
import type { BenchPlan, Setting } from './bench-plan.ts'

/** A row before the work of the network and the peak of the machine are known. */
export type MeasuredRow = Omit<BenchRow, 'macs' | 'gflops' | 'peakFraction' | 'verdict' | 'model'>

const rounds = 5
const warmingQueries = 30
const ratesTried = 5

interface Measured {
  readonly carried: Carried
  readonly cpuS: number
  readonly joules: number | null
  readonly bareRunsPerS: number
}

interface Stand {
  readonly target: Target & { take?(): LineFigures }
  readonly bare: BareLoop
  readonly setting: Setting
  readonly path: BenchRow['path']
}

export interface ModelOrder {
  readonly model: Model
  readonly input: Session['input']
  readonly frames: BenchFrames
  readonly plan: BenchPlan
}

/** All scenarios of a model in one setting, and how far the bare loop drifted meanwhile. */
export async function measure(
  order: ModelOrder,
  setting: Setting,
): Promise<{ rows: MeasuredRow[]; drift: number }> {
  const closer = createCloser()
  try {
    const stand = await openStand(order, setting, closer)
    await askInTurn(stand.target, warmingQueries)
    const { scenarios } = order.plan
    const inRounds = scenarios.filter((scenario) => scenario !== 'server')
    const found = new Map<Scenario, Measured[]>(inRounds.map((scenario) => [scenario, []]))
    const figures = new Map<Scenario, LineFigures | undefined>()
    const partMs = (1000 * order.plan.seconds) / rounds
    const bareRates = [await stand.bare.run(partMs)]
    for (let round = 0; round < rounds; round++)
      for (const scenario of inRounds) {
        const bareRunsPerS = await stand.bare.run(partMs)
        bareRates.push(bareRunsPerS)
        stand.target.take?.()
        found.get(scenario)?.push({ ...(await underLoad(stand, scenario, partMs)), bareRunsPerS })
        figures.set(scenario, stand.target.take?.())
      }
    const rows = inRounds.map((scenario) =>
      rowOf(stand, scenario, found.get(scenario) ?? [], figures.get(scenario)),
    )
    if (scenarios.includes('server')) rows.push(...(await serve(stand, order.plan, bareRates)))
    return { rows, drift: (Math.max(...bareRates) - Math.min(...bareRates)) / medianOf(bareRates) }
  } finally {
    await closer.close()
  }
}

async function openStand(order: ModelOrder, setting: Setting, closer: Closer): Promise<Stand> {
  const { model, input, frames, plan } = order
  const { workers, threads, batch } = setting
  const { shell } = plan
  if (batch > 1 && typeof input.dims[0] === 'number')
    throw new JidokaError('USAGE', `${model.modelPath} takes one frame at a time: --batch must be 1.`)
  const log = createLog('error')
  const dims = [batch, ...frames.dims.slice(1)]
  const batches = batch === 1 ? frames.pixels : inBatches(frames.pixels, batch)
  const bareData = {
    modelPath: model.modelPath,
    threads,
    input: input.name,
    type: frames.type,
    dims,
    frames: batches,
  }
  const bare = closer.add(await openBareLoop(bareData, { loops: workers, edge: shell.edge, log }), (opened) =>
    opened.close(),
  )
  if (!model.card || batch > 1) {
    const raw = { modelPath: model.modelPath, threads, dims, frames: batches, workers, edge: shell.edge, log }
    const target = closer.add(await openRawTarget(raw), (opened) => opened.close())
    return { target, bare, setting, path: 'session' }
  }
  const data = closer.add(await mkdtemp(path.join(os.tmpdir(), 'jidoka-bench-')), (folder) =>
    rm(folder, { recursive: true, force: true }),
  )
  const { card, modelPath } = model
  const second = placeSecond(model.second, plan.secondLook)
  const target = closer.add(
    await openBenchLine({
      card,
      modelPath,
      second,
      ring: frames.captures,
      data,
      shell,
      log,
      workers,
      threads,
      broker: plan.broker,
    }),
    (opened) => opened.close(),
  )
  return { target, bare, setting, path: 'line' }
}

function inBatches(frames: readonly Pixels[], batch: number): Pixels[] {
  const [first] = frames
  if (!first) return []
  const size = first.length
  const make = () =>
    first instanceof Float32Array ? new Float32Array(size * batch) : new Uint8Array(size * batch)
  return Array.from({ length: Math.max(1, Math.floor(frames.length / batch)) }, (_, index) => {
    const joined = make()
    for (let row = 0; row < batch; row++)
      joined.set(frames[(index * batch + row) % frames.length] ?? first, row * size)
    return joined
  })
}

async function underLoad({ target, setting }: Stand, scenario: Scenario, forMs: number) {
  const query: Target =
    scenario === 'multi-stream'
      ? {
          ask: async () =>
            void (await Promise.all(Array.from({ length: framesPerQuery }, () => target.ask()))),
        }
      : target
  const inFlight = scenario === 'offline' ? framesInFlight * setting.workers : 1
  return await weighed(() => keepBusy(query, inFlight, forMs, wallClock))
}

async function weighed(run: () => Promise<Carried>) {
  const [before, joulesBefore] = [process.cpuUsage(), packageJoules()]
  const carried = await run()
  const { user, system } = process.cpuUsage(before)
  const joulesAfter = packageJoules()
  const joules = joulesBefore === null || joulesAfter === null ? null : joulesAfter - joulesBefore
  return { carried, cpuS: (user + system) / 1e6, joules }
}

/** The highest rate of arrivals by chance at which p99 keeps its bound. */
async function serve(stand: Stand, plan: BenchPlan, bareRates: readonly number[]): Promise<MeasuredRow[]> {
  const rng = rngFromSeed(5)
  const bareRunsPerS = medianOf(bareRates)
  const tried: Tried[] = []
  let best: { readonly measured: Measured; readonly figures: LineFigures | undefined } | null = null
  while (tried.length < ratesTried) {
    const ratePerS = nextRate(tried, 0.6 * bareRunsPerS)
    stand.target.take?.()
    const forMs = (1000 * plan.seconds) / 2
    const found = await weighed(() => arriveAt(stand.target, ratePerS, forMs, { clock: wallClock, rng }))
    const isKept = percentilesOf(found.carried.latenciesMs).p99 <= plan.boundMs
    tried.push({ ratePerS, isKept })
    const figures = stand.target.take?.()
    const isBest = isKept && tried.every((one) => !one.isKept || one.ratePerS <= ratePerS)
    if (isBest) best = { measured: { ...found, bareRunsPerS }, figures }
  }
  if (!best) return []
  return [{ ...rowOf(stand, 'server', [best.measured], best.figures), boundMs: plan.boundMs }]
}

function rowOf(
  { setting, path }: Stand,
  scenario: Scenario,
  found: readonly Measured[],
  figures: LineFigures | undefined,
): MeasuredRow {
  const perQuery = setting.batch * (scenario === 'multi-stream' ? framesPerQuery : 1)
  const rate = ({ carried }: Measured) => (perQuery * carried.queries) / carried.seconds
  const bareRate = ({ bareRunsPerS }: Measured) => setting.batch * bareRunsPerS
  const frames = found.reduce((sum, { carried }) => sum + perQuery * carried.queries, 0)
  const sum = (of: (one: Measured) => number | null) =>
    found.reduce<number | null>((all, one) => {
      const value = of(one)
      return all === null || value === null ? null : all + value
    }, 0)
  const joules = sum((one) => one.joules)
  return {
    ...{ ...setting, scenario, precision: 'fp32', path, frames },
    framesPerS: round(medianOf(found.map(rate))),
    bareFramesPerS: round(medianOf(found.map(bareRate))),
    efficiency: round(medianOf(found.map((one) => rate(one) / bareRate(one)))),
    latencyMs: percentilesOf(found.flatMap(({ carried }) => carried.latenciesMs)),
    boundMs: null,
    stagesMs: figures?.stagesMs ?? null,
    eventLoopDelayMs: figures?.eventLoopDelayMs ?? null,
    cpuSPer1000: round((1000 * (sum(({ cpuS }) => cpuS) ?? 0)) / frames),
    rssMb: Math.round(residentMb()),
    joulesPerPart: joules === null ? null : round(joules / frames),
  }
}

const round = (value: number): number => Math.round(1000 * value) / 1000
