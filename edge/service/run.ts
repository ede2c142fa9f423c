import type { BoardState, Readiness } from '../contract/api.ts'
import { retainedTopics, type StationData } from '../contract/event.ts'
import type { Capture } from '../contract/part.ts'
import type { Clock } from '../contract/port.ts'
import type { ThresholdsData } from '../contract/threshold.ts'
import { createShow, type Show } from '../core/show.ts'
import type { FrameShelf } from '../io/frame-shelf.ts'
import { createInference, type Inference } from '../io/inference.ts'
import { type LineTools, runLine } from '../line.ts'
import type { Closer } from './closer.ts'
import { createDrawingDesk } from './drawing.ts'
import { createEyeSwitch } from './eye-switch.ts'
import { createFarmWatch, hireInspectors } from './frame-farm.ts'
import { startInspectors, workerCount } from './inspectors.ts'
import { type LookedFrame, lookInOrder } from './looked.ts'
import { type ChangeModel, createModelChange } from './model-change.ts'
import { openGate, type RejectGate } from './reject-gate.ts'
import { createReport } from './report.ts'
import { placeOf, type RunTools } from './run-tools.ts'
import { openSource } from './source.ts'
import { createStation, type Station } from './station.ts'

export interface Run {
  readonly station: Station
  readonly description: Omit<BoardState['run'], 'model'>
  /** Where a PLC reads the reject gate; null: nowhere. */
  readonly gateUrl: string | null
  /** Rejects if the line fails. */
  readonly done: Promise<void>
  readiness(): Readiness
  /** One inspecting thread dies; null: other hosts inspect. */
  readonly endWorker: (() => void) | null
  /** What was done so far, to be played again; null: photographs. */
  readonly script: Show['script'] | null
  /** A part once more, with what a person drew on it. */
  readonly draw: ReturnType<typeof createDrawingDesk>
  readonly changeModel: ChangeModel
}

const secondMs = 1000

/** Starts the inspectors, the source and the line; says once a second how things stand. */
export async function startRun(tools: RunTools, closer: Closer): Promise<Run> {
  const { settings, plan, clock, log, decider } = tools
  const { pool, workers, farm, eyes } = await openInspectors(tools, closer)
  const { queueCapacity, deadlineMs } = settings
  const inference = createInference({ pool, workers, queueCapacity, deadlineMs, clock })
  const show = createShow(plan.scenario, plan.seed)
  const station = createStation(plan.line, clock, (data, change) => {
    if (data.cause === 'operator') show.press(change)
    sayCondition(tools, data)
  })
  const abort = new AbortController()
  const gate = await openGate(tools, closer)
  const source = await openSource({ ...tools, show }, station, abort.signal, closer)
  const captures = farm ? whenOpen(tools.shelf, source.captures, abort.signal) : source.captures
  const report = closer.add(createReport({ ...tools, station }, inference), (opened) => opened.stop())
  station.change({}, 'start')
  sayInfo(tools)
  decider.onChange((data) => {
    sayInfo(tools)
    sayThresholds(tools, data)
  })
  sayThresholds(tools, decider.data())
  closer.add(everySecond(clock, report.tick), (stop) => stop())
  if (farm) closer.add(everySecond(clock, createFarmWatch(farm, log)), (stop) => stop())
  const window = 2 * workers + queueCapacity
  const line = { ...tools, ...(gate && { gate }), inference, window, report }
  const done = runLine(gate?.watch(captures) ?? captures, lineOf(line))
  // The line ends first: what was under way is recorded before its tools close.
  void closer.add(done, (line) => {
    abort.abort()
    return line
  })
  return {
    station,
    done,
    description: describe(tools),
    gateUrl: gate?.url ?? null,
    readiness: () => readinessOf(tools, farm?.workers() ?? workers),
    endWorker: farm ? null : pool.endOne,
    script: plan.isSimulated ? show.script : null,
    draw: createDrawingDesk({ ...tools, inference, photographAgain: source.photographAgain }),
    changeModel: createModelChange(tools, eyes, workers),
  }
}

/** A broker that is away makes the service degraded, not unready: events wait in the book. */
function readinessOf({ bus, book }: RunTools, workers: number): Readiness {
  const isReady = book.isInPlace()
  const broker = bus.edge.isConnected() ? 'connected' : 'unreachable'
  const components = { model: 'loaded', book: isReady ? 'open' : 'removed', broker }
  return { isReady, components: { ...components, workers: `${workers}` } }
}

interface LineParts extends RunTools {
  readonly inference: Inference
  /** Frames under way at a time. */
  readonly window: number
  readonly report: ReturnType<typeof createReport>
  readonly gate?: RejectGate
}

/** What the story of a frame is told with. */
function lineOf({
  decider,
  clock,
  bus,
  pictures,
  inference,
  window,
  report,
  gate,
}: LineParts): LineTools<LookedFrame> {
  const inTheirOrder = lookInOrder(inference, window)
  return {
    get card() {
      return decider.card()
    },
    clock,
    look: (parts, decide) =>
      inTheirOrder(parts, (looked) => {
        const part = decide(looked)
        decider.decided(part.inspection.sequence)
        gate?.decide(part)
        return part
      }),
    record: report.record,
    publish: () => bus.pump.nudge(),
    verify: report.verify,
    show: pictures.show,
  }
}

/** As many threads as other hosts may keep busy for one line: what waits for them on the broker is a few frames each. */
const threadsElsewhere = 16

/** What looks at the frames: threads of this process, or workers on any number of hosts. */
async function openInspectors(tools: RunTools, closer: Closer) {
  const { settings, plan, shell, clock, log } = tools
  if (settings.inspection === 'workers') {
    const farm = await hireInspectors(tools, closer)
    return { pool: farm, workers: threadsElsewhere, farm, eyes: null }
  }
  const workers = workerCount(settings.workers)
  const eyes = createEyeSwitch(await startInspectors(plan, workers, shell.edge, log), clock)
  return { pool: closer.add(eyes.pool, (opened) => opened.close()), workers, farm: null, eyes }
}

/** The first part waits until HTTP is there for workers to fetch it from. */
async function* whenOpen(shelf: FrameShelf, captures: AsyncIterable<Capture>, signal: AbortSignal) {
  const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  await Promise.race([shelf.whenOpen, aborted])
  if (!signal.aborted) yield* captures
}

function sayCondition(tools: RunTools, data: StationData): void {
  const { book, bus, plan, clock, log } = tools
  const draft = { topic: 'station', runId: plan.runId, timeMs: clock.nowMs(), data } as const
  book.record([], [draft], placeOf(tools)).then(
    () => bus.pump.nudge(),
    (error: unknown) => log.error('a change of the station could not be recorded', { error }),
  )
  bus.voice.say('station', data)
}

function sayThresholds({ book, bus, plan, prefix, clock, log }: RunTools, data: ThresholdsData): void {
  const draft = { topic: 'thresholds', runId: plan.runId, timeMs: clock.nowMs(), data } as const
  book.record([], [draft], placeOf({ book, prefix })).then(
    () => bus.pump.nudge(),
    (error: unknown) => log.error('other thresholds could not be recorded', { error }),
  )
  bus.voice.say('thresholds', data)
}

function everySecond(clock: Clock, action: () => void): () => void {
  let cancel = clock.after(secondMs, tick)
  function tick() {
    action()
    cancel = clock.after(secondMs, tick)
  }
  return () => cancel()
}

function sayInfo({ bus, plan, prefix, shell, decider }: RunTools): void {
  bus.voice.say('info', {
    software: `jidoka ${shell.version}`,
    runId: plan.runId,
    seed: plan.isSimulated ? plan.seed : null,
    line: plan.line,
    model: decider.card().name,
    modelSha256: decider.card().sha256,
    isSimulated: plan.isSimulated,
    retainedTopics: retainedTopics(prefix),
  })
}

function describe({ plan, settings, clock }: RunTools): Run['description'] {
  const { card, scenario } = plan
  const { widthPx, heightPx, pxPerMm, limitsMm } = card.recipe
  return {
    runId: plan.runId,
    line: plan.line,
    scenario: plan.isSimulated ? scenario.name : null,
    seed: plan.isSimulated ? plan.seed : null,
    source: settings.source,
    isSimulated: plan.isSimulated,
    replayCommand: plan.replayCommand,
    startedAt: new Date(clock.nowMs()).toISOString(),
    partsPerSecond: scenario.partsPerSecond,
    frame: { widthPx, heightPx, pxPerMm },
    limitsMm,
  }
}
