import { startBroker } from '../../broker/broker.ts'
import type { Card } from '../contract/card.ts'
import type { KpiData } from '../contract/event.ts'
import type { Capture } from '../contract/part.ts'
import type { Log } from '../contract/port.ts'
import { openBook } from '../io/book.ts'
import { wallClock } from '../io/clock.ts'
import { residentMb, watchEventLoop } from '../io/event-loop.ts'
import { randomToken } from '../io/secret.ts'
import type { Shell } from '../io/shell.ts'
import { runLine } from '../line.ts'
import { type Closer, createCloser } from '../service/closer.ts'
import { startInspectors, untimedInference } from '../service/inspectors.ts'
import { lookInOrder } from '../service/looked.ts'
import { joinBus } from '../service/on-bus.ts'
import { createPictures } from '../service/pictures.ts'
import { createTelemetry } from '../service/telemetry.ts'
import { draftsOf, resultOf } from '../service/voice.ts'

export interface LineFigures {
  readonly framesPerS: number
  readonly latencyMs: KpiData['latencyMs']
  readonly eventLoopDelayMs: KpiData['eventLoopDelayMs']
  readonly residentMb: number
}

export interface BenchLineOptions {
  readonly card: Card
  readonly modelPath: string
  readonly ring: readonly Capture[]
  readonly data: string
  readonly shell: Shell
  readonly log: Log
}

/** Frames in flight: two per worker keep it busy, more would only wait and count as latency. */
const inFlight = 3
/** As the service does, so that the book on disk does not grow with the run. */
const keptRows = 20_000

const place = { prefix: 'jidoka/bench/_inspect/v1', streamId: 'bench' }

/** The real line with everything behind it (worker, book, broker, bus), fed from memory as fast as it goes. */
export async function openBenchLine(options: BenchLineOptions) {
  const closer = createCloser()
  const { card, ring } = options
  const { book, bus, pool } = await openStand(options, closer)
  const look = lookInOrder(untimedInference(pool, 1, wallClock), inFlight)
  const pictures = createPictures(card)
  const identity = { runId: 'bench', line: card.recipe.line, modelSha256: card.sha256 }
  let sequence = 0

  async function run(parts: number): Promise<LineFigures> {
    const eventLoop = watchEventLoop()
    const telemetry = createTelemetry(wallClock)
    const startMs = wallClock.monotonicMs()
    await runLine(
      feed(ring, parts, () => sequence++),
      {
        card,
        clock: wallClock,
        look,
        record(inspected) {
          const results = inspected.map((part) => resultOf(part, identity))
          const drafts = results.flatMap((result) => draftsOf(result, wallClock.nowMs()))
          book.record(results, drafts, place)
          inspected.forEach(telemetry.observe)
        },
        publish: () => bus.pump.nudge(),
        verify: () => {},
        show: pictures.show,
      },
    )
    const framesPerS = parts / ((wallClock.monotonicMs() - startMs) / 1000)
    const eventLoopDelayMs = eventLoop.take()
    eventLoop.stop()
    book.prune(keptRows)
    const load = { eventLoopDelayMs, residentMb: residentMb(), outboxDepth: book.outbox.depth() }
    return { ...load, framesPerS, latencyMs: telemetry.kpi(load).latencyMs }
  }
  return { run, close: () => closer.close() }
}

async function openStand({ card, modelPath, data, shell, log }: BenchLineOptions, closer: Closer) {
  const book = closer.add(openBook(data), (opened) => opened.close())
  const logins = { edge: randomToken(), viewer: randomToken() }
  const authenticate = (user?: string, password?: string) =>
    (user === 'edge' || user === 'viewer') && password === logins[user] ? user : null
  const broker = closer.add(await startBroker({ host: '127.0.0.1', port: 0, log, authenticate }), (opened) =>
    opened.close(),
  )
  const joined = joinBus({
    url: broker.url,
    logins,
    runId: 'bench',
    ...place,
    outbox: book.outbox,
    clock: wallClock,
    log,
  })
  const bus = closer.add(joined, (opened) => opened.leave())
  await bus.edge.whenConnected()
  const pool = closer.add(await startInspectors({ card, modelPath }, 1, shell.edge, log), (opened) =>
    opened.close(),
  )
  return { book, bus, pool }
}

/** Copies of the ring's frames: a frame's buffer moves to its worker and cannot be used twice. */
async function* feed(ring: readonly Capture[], parts: number, next: () => number): AsyncGenerator<Capture> {
  for (let count = 0; count < parts; count++) {
    const capture = ring[count % ring.length]
    if (!capture) return
    const sequence = next()
    const image = { ...capture.frame.image, data: capture.frame.image.data.slice() }
    yield {
      ...capture,
      frame: { ...capture.frame, image, sequence, partId: `bench-${sequence}`, capturedAtMs: 0 },
    }
  }
}
