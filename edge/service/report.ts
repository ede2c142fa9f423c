import type { Inspection } from '../contract/inspection.ts'
import type { Truth } from '../contract/part.ts'
import { claimedErrorRate as errorRateOf } from '../core/quality/claimed-error-rate.ts'
import { emptyLedger, verificationOf, verify } from '../core/quality/verification.ts'
import { residentMb, watchEventLoop } from '../io/event-loop.ts'
import type { Inference } from '../io/inference.ts'
import type { Metrics } from '../io/metrics.ts'
import type { Inspected } from '../line.ts'
import { bookKeeping } from './book-keeping.ts'
import type { LookedFrame } from './looked.ts'
import { createRecorder } from './recorder.ts'
import type { RunTools } from './run-tools.ts'
import { createSecondWatch } from './second-watch.ts'
import type { Station } from './station.ts'
import { createTelemetry, secondLooksOf } from './telemetry.ts'
import { resultOf } from './voice.ts'

function count(
  { inspection, looked: { look }, latencyMs, decideMs }: Inspected<LookedFrame>,
  metrics: Metrics,
) {
  metrics.countPart(inspection.line, inspection.evaluation)
  for (const outcome of secondLooksOf(look.seen)) metrics.countSecondLook(outcome)
  metrics.observeLatency('total', latencyMs)
  metrics.observeLatency('queue', look.queueMs)
  metrics.observeLatency('preprocess', look.preprocessMs)
  metrics.observeLatency('infer', look.inferMs)
  metrics.observeLatency('decide', look.readMs + decideMs)
}

/** Where truth meets verdict. What other thresholds decided is no evidence about these. */
function createJudge({ plan, quality, decider }: RunTools, claimedErrorRate: number) {
  let ledger = emptyLedger
  decider.onChange(() => {
    ledger = emptyLedger
    quality.restart()
  })
  return {
    verify(inspection: Inspection, truth: Truth): void {
      if (!decider.isNow(inspection.sequence)) return
      ledger = verify(ledger, inspection, truth, claimedErrorRate)
      quality.observe(inspection, truth)
    },
    found: (decidedPerSecond: number) => verificationOf(ledger, plan, claimedErrorRate, decidedPerSecond),
  }
}

/** Keeps the ledger and the counters of the run, writes the book, and speaks once a second. */
export function createReport(
  tools: RunTools & { readonly station: Pick<Station, 'machine'> },
  inference: Inference,
) {
  const { plan, book, clock, metrics, bus, desk, decider } = tools
  const telemetry = createTelemetry(clock, 1000 / plan.scenario.partsPerSecond)
  const watch = createSecondWatch(plan.second, clock, tools.log)
  const recorder = createRecorder(tools)
  const eventLoop = watchEventLoop()
  const judge = createJudge(tools, errorRateOf(tools.claims))
  const keepBook = bookKeeping(tools)
  return {
    async record(parts: readonly Inspected<LookedFrame>[]) {
      const beforeMs = clock.monotonicMs()
      const identityOf = ({ inspection }: Inspected<LookedFrame>) => ({
        ...{ runId: plan.runId, line: plan.line },
        modelSha256: decider.modelOf(inspection.sequence).sha256,
      })
      await recorder.record(parts.map((part) => resultOf(part, identityOf(part), tools.station.machine())))
      telemetry.observeRecord(clock.monotonicMs() - beforeMs)
      for (const part of parts) {
        telemetry.observe(part)
        count(part, metrics)
      }
    },
    verify(inspection: Inspection, truth: Truth) {
      judge.verify(inspection, truth)
      if (inspection.evaluation === 'NotDecidable') desk.put(inspection, truth.isDefective)
    },
    tick() {
      const eventLoopDelayMs = eventLoop.take()
      const outboxDepth = book.outbox.depth()
      metrics.setQueueDepth(inference.queued())
      metrics.setEventLoopDelay(eventLoopDelayMs)
      const kpi = telemetry.kpi({ eventLoopDelayMs, residentMb: residentMb(), outboxDepth })
      void watch.tick(kpi.secondLooks)
      bus.voice.say('kpi', kpi)
      bus.voice.say('verification', judge.found(telemetry.decidedPerSecond()))
      keepBook()
    },
    /** After the last part. */
    async stop() {
      eventLoop.stop()
      await recorder.end()
      bus.pump.nudge()
    },
  }
}
