import { startBroker } from '../../broker/broker.ts'
import type { KpiData } from '../contract/event.ts'
import type { Capture, Image } from '../contract/part.ts'
import type { Log } from '../contract/port.ts'
import { createChannel } from '../io/channel.ts'
import { wallClock } from '../io/clock.ts'
import { residentMb, watchEventLoop } from '../io/event-loop.ts'
import type { EyesPlan } from '../io/eyes.ts'
import type { InferenceAnswer } from '../io/inference-worker.ts'
import { randomToken } from '../io/secret.ts'
import { openSharedBook, type SharedBook } from '../io/shared-book.ts'
import type { Shell } from '../io/shell.ts'
import type { WorkerPool } from '../io/worker-pool.ts'
import { type Inspected, runLine } from '../line.ts'
import { type Closer, createCloser } from '../service/closer.ts'
import type { Feed } from '../service/feed.ts'
import { startInspectors, untimedInference } from '../service/inspectors.ts'
import type { Target } from '../service/load.ts'
import { type LookedFrame, lookInOrder } from '../service/looked.ts'
import { joinBus } from '../service/on-bus.ts'
import { createPictures } from '../service/pictures.ts'
import { createTelemetry } from '../service/telemetry.ts'
import { draftsOf, resultOf } from '../service/voice.ts'

/** What the line told of the parts since it was asked last. */
export interface LineFigures {
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
  /** The threads that look, shared with other lines; left out: its own. */
  readonly pool?: WorkerPool<Image, InferenceAnswer>
  readonly workers?: number
  readonly threads?: number
  /** A broker that lets everyone in; left out: one of our own, inside. */
  readonly broker?: string | undefined
}

export interface BenchLine extends Target {
  /** Looks at this image, or at the next of the ring. */
  ask(image?: Image): Promise<void>
  /** What a board hears of it. */
  readonly feed: Feed
  take(): LineFigures
  close(): Promise<void>
}

/** As the service does, so that the book on disk does not grow with the run. */
const keptRows = 20_000
/** Frames in flight that keep a worker busy. */
export const framesInFlight = 12

const place = { prefix: 'jidoka/bench/_inspect/v1', streamId: 'bench' }

/** The real line with everything behind it (workers, book, broker, bus), fed from memory. */
export async function openBenchLine(options: BenchLineOptions): Promise<BenchLine> {
  const closer = createCloser()
  const { card, ring, workers = 1 } = options
  const stand = await openStand(options, closer)
  const inference = untimedInference(stand.pool, workers, wallClock)
  const camera: Camera = { ring, buffers: [], sequence: 0 }
  const pictures = createPictures(
    () => card,
    (image) => camera.buffers.push(image.data),
  )
  const waiting = new Map<number, () => void>()
  const captures = createChannel<Capture>()
  const figures = collectFigures(stand.book)
  const inTheirOrder = lookInOrder(inference, framesInFlight * workers)
  const done = runLine(captures, {
    card,
    clock: wallClock,
    look: (parts, decide) =>
      inTheirOrder(parts, (looked) => {
        const part = decide(looked)
        answer(waiting, part.inspection.sequence)
        return part
      }),
    async record(inspected) {
      await record(inspected, options, stand.book, figures.now())
    },
    publish: () => stand.bus.pump.nudge(),
    verify: () => {},
    show: pictures.show,
  })
  return {
    ask(image) {
      const capture = nextCapture(camera, image)
      return new Promise((resolve) => {
        waiting.set(capture.frame.sequence, resolve)
        captures.put(capture)
      })
    },
    take: figures.take,
    feed: stand.bus.feed,
    async close() {
      figures.now().eventLoop.stop()
      captures.end()
      await done
      await closer.close()
    },
  }
}

/** As the service does it. */
async function record(
  inspected: readonly Inspected<LookedFrame>[],
  { card }: BenchLineOptions,
  book: SharedBook,
  { telemetry, latenciesMs }: Figures,
): Promise<void> {
  const identity = { runId: 'bench', line: card.recipe.line, modelSha256: card.sha256 }
  const results = inspected.map((part) => resultOf(part, identity))
  const drafts = results.flatMap((result) => draftsOf(result, wallClock.nowMs()))
  const beforeMs = wallClock.monotonicMs()
  await book.record(results, drafts, place)
  telemetry.observeRecord(wallClock.monotonicMs() - beforeMs)
  inspected.forEach(telemetry.observe)
  latenciesMs.push(...inspected.map((part) => part.latencyMs))
}

type Figures = ReturnType<typeof startFigures>

const startFigures = () => ({
  // What OEE is made of is not asked for here.
  telemetry: createTelemetry(wallClock, 1),
  eventLoop: watchEventLoop(),
  latenciesMs: [] as number[],
})

/** Figures of the parts since they were taken last. */
function collectFigures(book: SharedBook) {
  let now = startFigures()
  return {
    now: () => now,
    take(): LineFigures {
      const { telemetry, eventLoop, latenciesMs } = now
      now = startFigures()
      const eventLoopDelayMs = eventLoop.take()
      eventLoop.stop()
      // After a load, not before one: what goes on beside its first frames would count against them.
      if (latenciesMs.length > 0) book.prune(keptRows)
      const load = { eventLoopDelayMs, residentMb: residentMb(), outboxDepth: book.outbox.depth() }
      return { ...load, latenciesMs, stagesMs: telemetry.kpi(load).stagesMs }
    },
  }
}

function answer(waiting: Map<number, () => void>, sequence: number): void {
  waiting.get(sequence)?.()
  waiting.delete(sequence)
}

async function openStand(options: BenchLineOptions, closer: Closer) {
  const { data, shell, log, workers = 1, threads = 1 } = options
  const book = closer.add(await openSharedBook(data, shell.edge, log), (opened) => opened.close())
  const logins = { edge: randomToken(), viewer: randomToken() }
  const authenticate = (user?: string, password?: string) =>
    (user === 'edge' || user === 'viewer') && password === logins[user] ? user : null
  const startOurs = () => startBroker({ host: '127.0.0.1', port: 0, clock: wallClock, log, authenticate })
  const url = options.broker ?? closer.add(await startOurs(), (opened) => opened.close()).url
  const joined = joinBus({
    url,
    logins,
    runId: 'bench',
    ...place,
    outbox: book.outbox,
    clock: wallClock,
    log,
  })
  const bus = closer.add(joined, (opened) => opened.leave())
  await bus.edge.whenConnected()
  const ownPool = async () =>
    closer.add(await startInspectors(options, workers, shell.edge, log, threads), (opened) => opened.close())
  return { book, bus, pool: options.pool ?? (await ownPool()) }
}

/**
 * A copy of one of the ring's frames: a frame's buffer moves to its worker and cannot be used twice. Buffers that the
 * board has let go of are filled again, as a camera's driver does with its own.
 */
function nextCapture(camera: Camera, given?: Image): Capture {
  const sequence = camera.sequence++
  const capture = camera.ring[sequence % camera.ring.length]
  if (!capture) throw new Error('there is no frame to look at')
  const image = given ?? capture.frame.image
  const spare = camera.buffers.pop()
  const data = spare?.length === image.data.length ? spare : new Uint8Array(image.data.length)
  data.set(image.data)
  const frame = { ...capture.frame, image: { ...image, data }, sequence, partId: `bench-${sequence}` }
  return { ...capture, frame }
}

interface Camera {
  readonly ring: readonly Capture[]
  readonly buffers: Uint8Array<ArrayBuffer>[]
  sequence: number
}
