import type { BoardState } from '../contract/api.ts'
import { retainedTopics, type StationData } from '../contract/event.ts'
import type { Clock } from '../contract/port.ts'
import type { Readiness } from '../io/http-tools.ts'
import { createInference } from '../io/inference.ts'
import { runLine } from '../line.ts'
import type { Closer } from './closer.ts'
import { startInspectors, workerCount } from './inspectors.ts'
import { lookInOrder } from './looked.ts'
import { openGate } from './reject-gate.ts'
import { createReport } from './report.ts'
import { placeOf, type RunTools } from './run-tools.ts'
import { openSource } from './source.ts'
import { createStation, type Station } from './station.ts'

export interface Run {
  readonly station: Station
  readonly description: BoardState['run']
  /** Where a PLC reads the reject gate; null: nowhere. */
  readonly gateUrl: string | null
  /** Rejects if the line fails. */
  readonly done: Promise<void>
  readiness(): Readiness
}

const secondMs = 1000

/** Starts the inspectors, the source and the line; says once a second how things stand. */
export async function startRun(tools: RunTools, closer: Closer): Promise<Run> {
  const { settings, plan, clock, log, bus } = tools
  const workers = workerCount(settings.workers)
  const pool = closer.add(await startInspectors(plan, workers, tools.shell.edge, log), (opened) =>
    opened.close(),
  )
  const { queueCapacity, deadlineMs } = settings
  const inference = createInference({ pool, workers, queueCapacity, deadlineMs, clock })
  const station = createStation(plan.line, (data) => sayCondition(tools, data))
  const abort = new AbortController()
  const gate = await openGate(tools, closer)
  const captures = await openSource(tools, station, abort.signal, closer)
  const report = closer.add(createReport({ ...tools, station }, inference), (opened) => opened.stop())
  station.change({}, 'start')
  sayInfo(tools)
  closer.add(everySecond(clock, report.tick), (stop) => stop())
  const inTheirOrder = lookInOrder(inference, 2 * workers + queueCapacity)
  const done = runLine(gate?.watch(captures) ?? captures, {
    card: plan.card,
    clock,
    look: (parts, decide) =>
      inTheirOrder(parts, (looked) => {
        const part = decide(looked)
        gate?.decide(part)
        return part
      }),
    record: report.record,
    publish: () => bus.pump.nudge(),
    verify: report.verify,
    show: tools.pictures.show,
  })
  // The line ends first: what was under way is recorded before its tools close.
  void closer.add(done, (line) => {
    abort.abort()
    return line
  })
  const broker = () => (bus.edge.isConnected() ? 'connected' : 'unreachable')
  // A broker that is away makes the service degraded, not unready: events wait in the book.
  const readiness = () => {
    const isReady = tools.book.isInPlace()
    return { isReady, components: { model: 'loaded', book: isReady ? 'open' : 'removed', broker: broker() } }
  }
  return { station, done, description: describe(tools), gateUrl: gate?.url ?? null, readiness }
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

function everySecond(clock: Clock, action: () => void): () => void {
  let cancel = clock.after(secondMs, tick)
  function tick() {
    action()
    cancel = clock.after(secondMs, tick)
  }
  return () => cancel()
}

function sayInfo({ bus, plan, prefix, shell }: RunTools): void {
  bus.voice.say('info', {
    software: `jidoka ${shell.version}`,
    runId: plan.runId,
    seed: plan.isSimulated ? plan.seed : null,
    line: plan.line,
    model: plan.card.name,
    modelSha256: plan.card.sha256,
    isSimulated: plan.isSimulated,
    retainedTopics: retainedTopics(prefix),
  })
}

function describe({ plan, settings, clock }: RunTools): BoardState['run'] {
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
    model: { name: card.name, sha256: card.sha256, ...card.thresholds },
  }
}
