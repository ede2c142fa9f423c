import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { startBroker } from '../../broker/broker.ts'
import { percentilesOf } from '../../edge/core/bench/percentiles.ts'
import { medianOf } from '../../edge/core/quality/quantile.ts'
import { wallClock as clock } from '../../edge/io/clock.ts'
import { createLog } from '../../edge/io/log.ts'
import { openSharedBook } from '../../edge/io/shared-book.ts'
import { joinBus } from '../../edge/service/on-bus.ts'
import { place } from '../io/sample-data.ts'
import type { Built } from './fan-out.ts'
import { type Mouth, mouthOf } from './mouth.ts'

export interface FramePathOptions extends Pick<Built, 'edge'> {
  readonly rounds: number
  readonly seconds: number
}

/** A thread that takes 5 ms for a frame without using a core, so that what is measured is ours. */
const eye = `const { parentPort } = require('node:worker_threads')
const still = new Int32Array(new SharedArrayBuffer(4))
parentPort.on('message', (frame) => { Atomics.wait(still, 0, 0, 5); parentPort.postMessage(frame) })`

/**
 * What recording and publishing add to the time from frame to verdict: frames one after the other, in turn with and without
 * book, pump, broker and the board's ear in the same process.
 */
export async function measureFramePath({ edge, rounds, seconds }: FramePathOptions) {
  const folder = await mkdtemp(path.join(tmpdir(), 'jidoka-frame-'))
  const log = createLog('warn')
  const book = await openSharedBook(folder, edge, log)
  const authenticate = (user?: string) => (user === 'edge' ? 'edge' : 'viewer')
  const broker = await startBroker({ host: '127.0.0.1', port: 0, clock, log, authenticate })
  const logins = { edge: 'right', viewer: 'right' }
  const bus = joinBus({
    ...{ url: broker.url, logins, runId: 'frame', prefix: place.prefix },
    ...{ outbox: book.outbox, clock, log },
  })
  const worker = new Worker(eye, { eval: true })
  const mouth = mouthOf(book, bus, 'frame')
  const blockMs = (1000 * seconds) / (2 * rounds)
  try {
    await play(worker, blockMs / 4, mouth.say)
    await mouth.rest()
    mouth.handOversMs.length = mouth.waitsMs.length = 0
    const silent: Path[] = []
    const loud: Path[] = []
    for (let round = 0; round < rounds; round++) {
      silent.push(await play(worker, blockMs))
      loud.push(await play(worker, blockMs, mouth.say))
      await mouth.rest()
    }
    return summary(silent, loud, mouth)
  } finally {
    await worker.terminate()
    await bus.leave()
    await broker.close()
    await book.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

type Path = ReturnType<typeof percentilesOf>

function summary(silent: readonly Path[], loud: readonly Path[], mouth: Mouth) {
  const middle = (blocks: readonly Path[], name: 'p50' | 'p99') =>
    rounded(medianOf(blocks.map((path) => path[name])))
  const added = (name: 'p50' | 'p99') =>
    rounded(medianOf(loud.map((path, round) => path[name] - (silent[round]?.[name] ?? Number.NaN))))
  const frames = loud.reduce((sum, { n }) => sum + n, 0)
  const short = ({ p50, p99 }: Path) => ({ p50, p99 })
  return {
    ...{ measured: 'frame-path', rounds: loud.length, frames },
    silentMs: { p50: middle(silent, 'p50'), p99: middle(silent, 'p99') },
    publishingMs: { p50: middle(loud, 'p50'), p99: middle(loud, 'p99') },
    addedMs: { p50: added('p50'), p99: added('p99') },
    handOverMs: short(percentilesOf(mouth.handOversMs)),
    commitWaitMs: short(percentilesOf(mouth.waitsMs)),
  }
}

const rounded = (value: number): number => Math.round(1000 * value) / 1000

/** Frame in memory to verdict, one after the other. */
async function play(worker: Worker, forMs: number, say?: (frame: number) => void): Promise<Path> {
  const pathsMs: number[] = []
  const startMs = performance.now()
  while (performance.now() - startMs < forMs) {
    const beforeMs = performance.now()
    await new Promise<void>((resolve) => {
      worker.once('message', () => resolve())
      worker.postMessage(0)
    })
    pathsMs.push(performance.now() - beforeMs)
    say?.(pathsMs.length)
  }
  return percentilesOf(pathsMs)
}
