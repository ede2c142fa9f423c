import type { BoardState } from '../contract/api.ts'
import type { Clock } from '../contract/port.ts'
import type { Readiness } from '../io/http-tools.ts'
import { createInference } from '../io/inference.ts'
import { runLine } from '../line.ts'
import { startInspectors, workerCount } from './inspectors.ts'
import { lookInOrder } from './looked.ts'
import { createReport } from './report.ts'
import { placeOf, type RunTools } from './run-tools.ts'
import { openSource } from './source.ts'
import { createStation, type Station } from './station.ts'

export interface Run {
  readonly station: Station
  readonly description: BoardState['run']
  /** Rejects if the line fails. */
  readonly done: Promise<void>
  readiness(): Readiness
  stop(): Promise<void>
}

const secondMs = 1000

/** Starts the inspectors, the source and the line; says once a second how things stand. */
export async function startRun(tools: RunTools): Promise<Run> {
  const { settings, plan, clock, log, bus } = tools
  const workers = workerCount(settings.workers)
  const pool = await startInspectors(plan, workers, tools.shell.edge, log)
  const { queueCapacity, deadlineMs } = settings
  const inference = createInference({ pool, workers, queueCapacity, deadlineMs, clock })
  const station = createStation(plan.line, (data) => {
    tools.book.record([], [{ topic: 'condition', runId: plan.runId, timeMs: clock.nowMs(), data }], placeOf(tools))
    bus.pump.nudge()
    bus.voice.say('condition', data)
  })
  const abort = new AbortController()
  const source = await openSource(tools, station, abort.signal)
  const report = createReport(tools, inference)
  station.change({}, 'start')
  sayInfo(tools)
  const stopTicking = everySecond(clock, () => report.tick())
  const line = runLine(source.captures, {
    card: plan.card,
    clock,
    look: lookInOrder(inference, 2 * workers + queueCapacity),
    record: (parts) => report.record(parts),
    publish: () => bus.pump.nudge(),
    verify: (inspection, truth) => report.verify(inspection, truth),
    show: (part) => tools.pictures.show(part),
  })
  return {
    station,
    done: line,
    description: describe(tools),
    // A broker that is away makes the service degraded, not unready: events wait in the book.
    readiness: () => ({
      isReady: true,
      components: { model: 'loaded', book: 'open', broker: bus.edge.isConnected() ? 'connected' : 'unreachable' },
    }),
    async stop() {
      abort.abort()
      stopTicking()
      report.stop()
      await Promise.all([pool.close(), source.close()])
      await line.catch(() => undefined)
    },
  }
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
  const retained = ['status', 'info', 'verification', 'condition', 'kpi'].map((name) => `${prefix}/${name}`)
  bus.voice.say('info', {
    software: `jidoka ${shell.version}`,
    runId: plan.runId,
    seed: plan.isSimulated ? plan.seed : null,
    line: plan.line,
    model: plan.card.name,
    modelSha256: plan.card.sha256,
    isSimulated: plan.isSimulated,
    retainedTopics: retained,
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
