import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { startBroker } from '../../broker/broker.ts'
import { percentilesOf } from '../../edge/core/bench/percentiles.ts'
import { wallClock } from '../../edge/io/clock.ts'
import { createLog } from '../../edge/io/log.ts'
import { openSharedBook } from '../../edge/io/shared-book.ts'
import { joinBus } from '../../edge/service/on-bus.ts'
import { place } from '../io/sample-data.ts'
import { mouthOf } from './mouth.ts'

/**
 * Run as a child process: broker, book, pump and ear as the service wires them, with parts that nobody looks at.
 * `go <events> <per second>` on stdin; each line that it says is JSON.
 */
const [folder = '', edge = ''] = process.argv.slice(2)
const say = (words: Record<string, unknown>) => writeSync(1, `${JSON.stringify(words)}\n`)
const log = createLog('warn')
const clock = wallClock

const book = await openSharedBook(folder, edge, log)
const broker = await startBroker({
  ...{ host: '127.0.0.1', port: 0, clock, log },
  authenticate: (user) => (user === 'edge' ? 'edge' : 'viewer'),
})
const bus = joinBus({
  ...{ url: broker.url, logins: { edge: 'right', viewer: 'right' }, runId: 'bus', prefix: place.prefix },
  ...{ outbox: book.outbox, clock, log },
})
const mouth = mouthOf(book, bus, 'bus')

/** At an even takt. */
async function speak(events: number, perSecond: number): Promise<void> {
  const startMs = clock.monotonicMs()
  const before = process.cpuUsage()
  for (let part = 0; part < events; part++) {
    const dueMs = startMs + (part * 1000) / perSecond - clock.monotonicMs()
    if (dueMs > 0) await new Promise<void>((resolve) => clock.after(dueMs, resolve))
    mouth.say()
  }
  await mouth.rest()
  const tookMs = clock.monotonicMs() - startMs
  const { user, system } = process.cpuUsage(before)
  const { p50, p99 } = percentilesOf(mouth.waitsMs)
  say({
    saidAll: events,
    tookS: tookMs / 1000,
    cores: (user + system) / 1000 / tookMs,
    commitWaitMs: { p50, p99 },
    doneAtMs: mouth.doneAtMs,
  })
}

const orders = createInterface(process.stdin)
orders.on('line', (line) => {
  const [, events, perSecond] = line.split(' ').map(Number)
  void speak(events ?? 0, perSecond ?? 1)
})
orders.on('close', () => process.exit())
say({ url: broker.url })
