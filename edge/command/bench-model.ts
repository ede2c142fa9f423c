import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { framesPerQuery, type Scenario } from '../contract/bench.ts'
import { JidokaError } from '../contract/error.ts'
import { wallClock } from '../io/clock.ts'
import { createLog } from '../io/log.ts'
import type { Model } from '../io/model.ts'
import { placeSecond } from '../io/second-eye.ts'
import type { Pixels, Session } from '../io/session.ts'
import { openBareLoop } from '../service/bare-loop.ts'
import { type Closer, createCloser } from '../service/closer.ts'
import { askInTurn, type Carried, keepBusy, type Target } from '../service/load.ts'
import { openRawTarget } from '../service/raw-target.ts'
import { atHalfLoad, serve } from './bench-arrival.ts'
import type { BenchFrames } from './bench-frame.ts'
import { framesInFlight, openBenchLine } from './bench-line.ts'
import type { BenchPlan, Setting } from './bench-plan.ts'
import { inRounds, type Rounds, roundsOf } from './bench-round.ts'
import type { MeasuredRow, Stand } from './bench-row.ts'

const warmingQueries = 30

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
  const { plan } = order
  const { scenarios } = plan
  const closer = createCloser()
  try {
    const stand = await openStand(order, setting, closer)
    await askInTurn(stand.target, warmingQueries)
    const rounds = roundsOf(stand.bare, 1000 * plan.seconds)
    await rounds.runBare()
    const busy = scenarios.filter((scenario) => !arriving.includes(scenario))
    const rows = await inRounds(stand, busy, rounds, (scenario, forMs) => keep(stand, scenario, forMs))
    if (scenarios.includes('even-takt') || scenarios.includes('poisson'))
      rows.push(...(await atHalfLoad(stand, scenarios, await saturationOf(stand, rows, rounds), rounds)))
    if (scenarios.includes('server')) {
      const served = { forMs: (1000 * plan.seconds) / 2, boundMs: plan.boundMs }
      rows.push(...(await serve(stand, served, rounds)))
    }
    const drift = (Math.max(...rounds.ratesPerS) - Math.min(...rounds.ratesPerS)) / rounds.medianPerS()
    return { rows, drift }
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

/** Loads of parts that come by themselves. */
const arriving: readonly Scenario[] = ['server', 'even-takt', 'poisson']

/** As much as goes through with so many in flight. */
function keep({ target, setting }: Stand, scenario: Scenario, forMs: number): Promise<Carried> {
  const query: Target =
    scenario === 'multi-stream'
      ? {
          ask: async () =>
            void (await Promise.all(Array.from({ length: framesPerQuery }, () => target.ask()))),
        }
      : target
  const inFlight = scenario === 'offline' ? framesInFlight * setting.workers : 1
  return keepBusy(query, inFlight, forMs, wallClock)
}

/** Queries a second that go through: of the scenario offline, or of one round of it where that was not asked for. */
async function saturationOf(stand: Stand, rows: readonly MeasuredRow[], { partMs }: Rounds): Promise<number> {
  const offline = rows.find(({ scenario }) => scenario === 'offline')
  if (offline) return offline.framesPerS / stand.setting.batch
  const { queries, seconds } = await keep(stand, 'offline', partMs)
  return queries / seconds
}
