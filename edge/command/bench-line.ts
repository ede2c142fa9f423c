import { startBroker } from '../../broker/broker.ts'
import type { KpiData } from '../contract/event.ts'
import type { Capture } from '../contract/part.ts'
import type { Log } from '../contract/port.ts'
import { wallClock } from '../io/clock.ts'
import { residentMb, watchEventLoop } from '../io/event-loop.ts'
import type { EyesPlan } from '../io/eyes.ts'
import { randomToken } from '../io/secret.ts'
import { openSharedBook } from '../io/shared-book.ts'
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
  readonly stagesMs: KpiData['stagesMs']
  readonly eventLoopDelayMs: KpiData['eventLoopDelayMs']
  readonly residentMb: number
  /** Frame in memory to verdict, every part. */
  readonly latenciesMs: readonly number[]
}

export interface BenchLineOptions extends EyesPlan {
  readonly ring: readonly Capture[]
  readonly data: string
  readonly shell: Shell
  readonly log: Log
}

/** As the service does, so that the book on disk does not grow with the run. */
const keptRows = 20_000

const place = { prefix: 'jidoka/bench/_inspect/v1', streamId: 'bench' }

/** The real line with everything behind it (worker, book, broker, bus), fed from memory as fast as it goes. */
export async function openBenchLine(options: BenchLineOptions) {
  const closer = createCloser()
  const { card, ring } = options
  const { book, bus, pool } = await openStand(options, closer)
  const inference = untimedInference(pool, 1, wallClock)
  const camera: Camera = { ring, buffers: [], sequence: 0 }
  const pictures = createPictures(card, (image) => camera.buffers.push(image.data))
  const identity = { runId: 'bench', line: card.recipe.line, modelSha256: card.sha256 }

  /** One frame in flight measures latency, several measure throughput: the line is then never short of work. */
  async function run(parts: number, inFlight: number): Promise<LineFigures> {
    const eventLoop = watchEventLoop()
    const telemetry = createTelemetry(wallClock)
    const latenciesMs: number[] = []
    const startMs = wallClock.monotonicMs()
    await runLine(feed(camera, parts), {
      card,
      clock: wallClock,
      look: lookInOrder(inference, inFlight),
      async record(inspected) {
        const results = inspected.map((part) => resultOf(part, identity))
        const drafts = results.flatMap((result) => draftsOf(result, wallClock.nowMs()))
        const beforeMs = wallClock.monotonicMs()
        await book.record(results, drafts, place)
        telemetry.observeRecord(wallClock.monotonicMs() - beforeMs)
        inspected.forEach(telemetry.observe)
        latenciesMs.push(...inspected.map((part) => part.latencyMs))
      },
      publish: () => bus.pump.nudge(),
      verify: () => {},
      show: pictures.show,
    })
    const framesPerS = parts / ((wallClock.monotonicMs() - startMs) / 1000)
    const eventLoopDelayMs = eventLoop.take()
    eventLoop.stop()
    book.prune(keptRows)
    const load = { eventLoopDelayMs, residentMb: residentMb(), outboxDepth: book.outbox.depth() }
    const { latencyMs, stagesMs } = telemetry.kpi(load)
    return { ...load, framesPerS, latencyMs, stagesMs, latenciesMs }
  }
  return { run, close: () => closer.close() }
}

async function openStand({ card, modelPath, second, data, shell, log }: BenchLineOptions, closer: Closer) {
  const book = closer.add(await openSharedBook(data, shell.edge, log), (opened) => opened.close())
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
  const pool = closer.add(await startInspectors({ card, modelPath, second }, 1, shell.edge, log), (opened) =>
    opened.close(),
  )
  return { book, bus, pool }
}

/**
 * Copies of the ring's frames: a frame's buffer moves to its worker and cannot be used twice. Buffers that the board
 * has let go of are filled again, as a camera's driver does with its own.
 */
async function* feed(camera: Camera, parts: number): AsyncGenerator<Capture> {
  for (let count = 0; count < parts; count++) {
    const sequence = camera.sequence++
    const capture = camera.ring[sequence % camera.ring.length]
    if (!capture) return
    const { image } = capture.frame
    const spare = camera.buffers.pop()
    const data = spare?.length === image.data.length ? spare : new Uint8Array(image.data.length)
    data.set(image.data)
    const frame = { ...capture.frame, image: { ...image, data }, sequence, partId: `bench-${sequence}` }
    yield { ...capture, frame }
  }
}

interface Camera {
  readonly ring: readonly Capture[]
  readonly buffers: Uint8Array<ArrayBuffer>[]
  sequence: number
}
