import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { rngFromSeed } from '../../datasets/rng.ts'
import type { Clock, Rng } from '../../edge/contract/port.ts'
import type { EventDraft } from '../../edge/core/event.ts'
import { wallClock } from '../../edge/io/clock.ts'
import { residentMb } from '../../edge/io/event-loop.ts'
import { createLog } from '../../edge/io/log.ts'
import { openSharedBook } from '../../edge/io/shared-book.ts'
import { joinBus } from '../../edge/service/on-bus.ts'
import { place, sampleData, sampleResult } from '../io/sample-data.ts'

/**
 * Run as a child process: the real book, pump and bus, with parts that nobody looks at. Each line that it says is JSON;
 * `promised` are the ids of a transaction that has returned.
 */
const [folder = '', edge = '', url = '', runId = '', outboxRows = '0', seed = '0'] = process.argv.slice(2)
const say = (words: Record<string, unknown>) => writeSync(1, `${JSON.stringify(words)}\n`)
const asked = { isHushed: false, isDenied: false, jumpMs: 0 }
const clock: Clock = { ...wallClock, nowMs: () => wallClock.nowMs() + asked.jumpMs }
const log = createLog('silent')
const rng = rngFromSeed(Number(seed)).fork(runId)

const book = await openSharedBook(folder, edge, log).catch((error: Error) => {
  say({ refused: error.message })
  process.exit(3)
})
const here = { prefix: place.prefix, streamId: book.streamId }
const logins = { edge: 'right', viewer: 'right' }
const bus = joinBus({ url, logins, runId, prefix: place.prefix, outbox: book.outbox, clock, log })
say({ streamId: book.streamId })

let part = 0
let isLeaving = false

async function live(): Promise<void> {
  while (!isLeaving) {
    // What was recorded before the pause; the next may well be under way.
    say({ depth: book.outbox.depth(), residentMb: residentMb() })
    await recordSome()
    const limits = { rows: Number(outboxRows), bytes: 1e9, tooOldUpTo: 0 }
    book.bound(limits, { runId, timeMs: clock.nowMs() }, here)
    book.prune(1_000_000)
    bus.pump.nudge()
    await new Promise<void>((resolve) => clock.after(asked.isHushed ? 250 : 5, resolve))
  }
}

async function recordSome(): Promise<void> {
  const results = Array.from({ length: 1 + Math.floor(rng.next() * 4) }, () => resultOf(part++, rng))
  const drafts = results.flatMap(draftsOf)
  try {
    await book.record(results, drafts, here)
    // The same ids as `eventOf` makes; a part is never told of twice in a run.
    say({ promised: drafts.map(({ topic, subject }) => `${runId}.${topic}.${subject}`) })
  } catch (error) {
    say({ refused: String(error) })
  }
}

function resultOf(sequence: number, chance: Rng) {
  const isGood = chance.next() < 0.8
  const evaluation = isGood ? ('OK' as const) : ('NotOK' as const)
  return { ...sampleResult(sequence, runId), evaluation, defects: isGood ? [] : sampleResult(0).defects }
}

function draftsOf(data: ReturnType<typeof resultOf>): EventDraft[] {
  const event = { runId, subject: data.partId, timeMs: clock.nowMs() }
  const result: EventDraft = { ...event, topic: 'result', data }
  const denied: EventDraft[] =
    asked.isDenied && rng.next() < 0.1
      ? [{ ...event, topic: 'intervention', data: sampleData.intervention }]
      : []
  return data.evaluation === 'OK' ? [result, ...denied] : [result, { ...event, topic: 'defect', data }]
}

const orders = createInterface(process.stdin)
// Nobody is left to want it.
orders.on('close', () => process.exit())
orders.on('line', (line) => {
  const [what, value] = line.split(' ')
  if (what === 'hush') asked.isHushed = true
  if (what === 'denied') asked.isDenied = value === 'on'
  if (what === 'jump') asked.jumpMs = Number(value)
})
process.once('SIGTERM', () => {
  isLeaving = true
})
await live()
await bus.leave()
await book.close()
process.exit(0)
