import { mkdtemp, rm } from 'node:fs/promises'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import type { ResultData } from '../contract/event.ts'
import type { GrowthReport } from '../contract/growth.ts'
import { percentilesOf } from '../core/bench/percentiles.ts'
import { wallClock } from '../io/clock.ts'
import { residentMb } from '../io/event-loop.ts'
import { createLiveHub } from '../io/http-live.ts'
import type { ListenerData } from '../io/listener-worker.ts'
import { createLog } from '../io/log.ts'
import { createWorkerPool } from '../io/worker-pool.ts'
import { type Closer, createCloser } from '../service/closer.ts'
import { startInspectors } from '../service/inspectors.ts'
import { askInTurn, keepBusy } from '../service/load.ts'
import { type BenchLine, type BenchLineOptions, framesInFlight, openBenchLine } from './bench-line.ts'
import { weighed } from './bench-row.ts'

/** Lines of one model, and for how long each is kept busy. */
export interface GrowthOrder extends Omit<BenchLineOptions, 'data' | 'log'> {
  readonly forMs: number
}

const warmingFrames = 30
/** More than the line that opens a stream. */
const greetingBytes = 100
const log = createLog('error')

/** Full speed of so many lines in one process that share one worker, each with its book and broker. */
export async function growLines(count: number, order: GrowthOrder): Promise<GrowthReport['lines'][number]> {
  const closer = createCloser()
  try {
    const pool = closer.add(await startInspectors(order, 1, order.shell.edge, log), (opened) =>
      opened.close(),
    )
    const lines: BenchLine[] = []
    for (let line = 0; line < count; line++) lines.push(await openLine({ ...order, pool }, closer))
    const found = await atFullSpeed(lines, order.forMs)
    return { lines: count, ...found, residentMb: residentMb() }
  } finally {
    await closer.close()
  }
}

/** Full speed of one line that so many boards look at. */
export async function growBoards(count: number, order: GrowthOrder): Promise<GrowthReport['boards'][number]> {
  const closer = createCloser()
  try {
    const line = await openLine(order, closer)
    const url = await serveLive(line, closer)
    const workerData: ListenerData = { url, count }
    const file = path.join(order.shell.edge, 'listener-worker.mjs')
    const listeners = createWorkerPool<null, number[]>({ file, count: 1, workerData, log })
    closer.add(listeners, (pool) => pool.close())
    await listeners.ready
    const found = await atFullSpeed([line], order.forMs)
    const heard = await listeners.ask(null, [])
    if (heard.some((bytes) => bytes < greetingBytes)) throw new Error('a board heard nothing')
    return { boards: count, ...found, receivedBytes: heard.reduce((sum, bytes) => sum + bytes, 0) }
  } finally {
    await closer.close()
  }
}

/** What the book keeps of one part. */
export async function sampleResult(order: GrowthOrder): Promise<ResultData> {
  const closer = createCloser()
  try {
    const line = await openLine(order, closer)
    const heard = new Promise<void>((resolve) => {
      closer.add(
        line.feed.subscribe((topic) => topic === 'result' && resolve()),
        (leave) => leave(),
      )
    })
    await line.ask()
    await heard
    const result = line.feed.latest('result')
    if (!result) throw new Error('the line told nothing of its part')
    return result
  } finally {
    await closer.close()
  }
}

async function openLine(order: GrowthOrder, closer: Closer): Promise<BenchLine> {
  const data = closer.add(await mkdtemp(path.join(os.tmpdir(), 'jidoka-growth-')), (folder) =>
    rm(folder, { recursive: true, force: true }),
  )
  return closer.add(await openBenchLine({ ...order, data, log }), (opened) => opened.close())
}

/** The stream of the service's own hub, without its sign-in. */
async function serveLive({ feed }: BenchLine, closer: Closer): Promise<string> {
  const hub = closer.add(createLiveHub(feed, wallClock), (opened) => opened.close())
  const server = http.createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    hub.add(response, () => true)
  })
  closer.add(server, (opened) => opened.close())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function atFullSpeed(lines: readonly BenchLine[], forMs: number) {
  await Promise.all(lines.map((line) => askInTurn(line, warmingFrames)))
  for (const line of lines) line.take()
  const { carried, cpuS } = await weighed(async () => {
    const all = await Promise.all(lines.map((line) => keepBusy(line, framesInFlight, forMs, wallClock)))
    return {
      queries: all.reduce((sum, { queries }) => sum + queries, 0),
      seconds: Math.max(...all.map(({ seconds }) => seconds)),
      latenciesMs: all.flatMap(({ latenciesMs }) => latenciesMs),
    }
  })
  const tenth = (value: number) => Math.round(10 * value) / 10
  return {
    framesPerS: tenth(carried.queries / carried.seconds),
    framesPerCpuS: tenth(carried.queries / cpuS),
    p99Ms: percentilesOf(carried.latenciesMs).p99,
  }
}
