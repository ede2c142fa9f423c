import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { captureRing } from '../../edge/command/bench-frame.ts'
import { openBenchLine } from '../../edge/command/bench-line.ts'
import type { Percentiles } from '../../edge/contract/bench.ts'
import { percentilesOf } from '../../edge/core/bench/percentiles.ts'
import { wallClock } from '../../edge/io/clock.ts'
import { createLog } from '../../edge/io/log.ts'
import { openBareLoop } from '../../edge/service/bare-loop.ts'
import { createCloser } from '../../edge/service/closer.ts'
import { askInTurn, keepBusy } from '../../edge/service/load.ts'
import { startMosquitto } from '../broker/mosquitto.ts'
import { startWorker } from '../edge/worker.ts'
import { cpuMsOf } from './cpu.ts'
import { openFarmStand } from './stand.ts'

export interface FarmOrder {
  readonly root: string
  readonly edge: string
  readonly line: string
  readonly workers: number
  /** Of all rounds together, for each side. */
  readonly seconds: number
  readonly rounds: number
}

/** Medians of the rounds; milliseconds of CPU a frame, frames a second of wall time. */
export interface FarmReport {
  readonly line: string
  readonly workers: number
  readonly frames: number
  readonly cpuMs: {
    readonly bare: number
    readonly worker: number
    readonly line: number
    readonly broker: number
  }
  readonly framesPerS: { readonly bare: number; readonly farm: number }
  /** Frame in memory to verdict, one frame at a time, on this computer. */
  readonly aloneMs: Pick<Percentiles, 'p50' | 'p99'>
  /** CPU of a bare run over that of a frame in a worker: line and broker are left out. */
  readonly ratio: number
  /** The same of each round. */
  readonly ratios: readonly number[]
}

type Row = Record<
  'bareMs' | 'workerMs' | 'lineMs' | 'brokerMs' | 'runsPerS' | 'framesPerS' | 'frames',
  number
>

const log = createLog('error')
const framesInFlight = 12

export async function measureFarm({
  root,
  edge,
  line,
  workers,
  seconds,
  rounds,
}: FarmOrder): Promise<FarmReport> {
  const closer = createCloser()
  try {
    const forMs = (1000 * seconds) / rounds
    const stand = await openStand({ root, edge, line, workers }, closer)
    const { target, bare, pids } = stand
    await askInTurn(target, 30)
    target.take()
    await askInTurn(target, 200)
    const aloneMs = percentilesOf(target.take().latenciesMs)
    await bare.run(500)
    const rows: Row[] = []
    for (let round = 0; round < rounds; round++) {
      const before = cpuMsOf(process.pid)
      const { runsPerS, eachMs } = await bare.run(forMs)
      const bareMs = (cpuMsOf(process.pid) - before) / eachMs.length
      const all = () => [...pids, process.pid].map(cpuMsOf)
      const start = all()
      const carried = await keepBusy(target, framesInFlight * workers, forMs, wallClock)
      const spent = all().map((ms, at) => (ms - (start[at] ?? 0)) / carried.queries)
      const [brokerMs = 0, ...others] = spent
      const lineMs = others.pop() ?? 0
      const workerMs = others.reduce((sum, ms) => sum + ms, 0)
      const framesPerS = carried.queries / carried.seconds
      rows.push({ bareMs, workerMs, lineMs, brokerMs, runsPerS, framesPerS, frames: carried.queries })
    }
    const ratios = rows.map((row) => row.bareMs / row.workerMs)
    const of = (name: keyof Row) => median(rows.map((row) => row[name]))
    return {
      ...{ line, workers, frames: rows.reduce((sum, row) => sum + row.frames, 0) },
      cpuMs: { bare: of('bareMs'), worker: of('workerMs'), line: of('lineMs'), broker: of('brokerMs') },
      framesPerS: { bare: of('runsPerS'), farm: of('framesPerS') },
      ...{ aloneMs, ratio: median(ratios), ratios },
    }
  } finally {
    await closer.close()
  }
}

type Closer = ReturnType<typeof createCloser>

async function openStand(
  { root, edge, line, workers }: Omit<FarmOrder, 'seconds' | 'rounds'>,
  closer: Closer,
) {
  const broker = closer.add(await startMosquitto(), (opened) => opened.close())
  const hired = await Promise.all(
    Array.from({ length: workers }, () =>
      startWorker(broker.url, { args: ['--workers', '1', '--log-level', 'error'] }),
    ),
  )
  closer.add(hired, (all) => Promise.all(all.map((worker) => worker.stop())))
  const stand = await openFarmStand({ broker: broker.url, line, root, deadlineMs: 10_000, secondLook: 'off' })
  closer.add(stand, (opened) => opened.close())
  const { card, modelPath, farm } = stand
  const data = closer.add(await mkdtemp(path.join(os.tmpdir(), 'jidoka-farm-')), (folder) =>
    rm(folder, { recursive: true, force: true }),
  )
  const ring = captureRing(line)
  const shell = { root, edge, version: '', command: '', out: process.stdout, err: process.stderr }
  const benchLine = await openBenchLine({
    ...{ card, modelPath, second: null, ring, data, log, pool: farm, workers, broker: broker.url },
    shell: { ...shell, board: async () => '', interruption: () => new AbortController().signal },
  })
  closer.add(benchLine, (opened) => opened.close())
  const { width, height, channels } = card.input
  const dims = [1, channels, height, width]
  const frames = ring.map(({ frame }) => frame.image.data)
  const bareData = { modelPath, threads: 1, input: card.input.name, type: 'uint8' as const, dims, frames }
  const bare = await openBareLoop(bareData, { loops: workers, edge, log })
  closer.add(bare, (opened) => opened.close())
  return { target: benchLine, bare, pids: [broker.pid, ...hired.map(({ child }) => child.pid ?? 0)] }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

export function readable(
  { line, workers, frames, cpuMs, framesPerS, aloneMs, ratio, ratios }: FarmReport,
  wanted: number,
) {
  const ms = (value: number) => `${value.toFixed(2)} ms`
  return [
    `${line}: ${workers} workers over Mosquitto, ${frames} frames, against ${workers} bare loops`,
    `CPU a frame: bare ${ms(cpuMs.bare)}, worker ${ms(cpuMs.worker)}, line ${ms(cpuMs.line)}, broker ${ms(cpuMs.broker)}`,
    `frames a second, all on this computer: bare ${framesPerS.bare.toFixed(0)}, farm ${framesPerS.farm.toFixed(0)}`,
    `one frame at a time: p50 ${ms(aloneMs.p50)}, p99 ${ms(aloneMs.p99 ?? Number.NaN)}`,
    `ratio, line and broker deducted: ${ratio.toFixed(2)} (rounds ${ratios.map((each) => each.toFixed(2)).join(', ')}); wanted ${wanted}`,
    '',
  ].join('\n')
}
