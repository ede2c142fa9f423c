import type { KpiData } from '../contract/event.ts'
import type { Clock } from '../contract/port.ts'
import { createShift } from '../core/quality/shift.ts'
import type { Seen } from '../core/vision/decide.ts'
import type { Inspected } from '../line.ts'
import type { LookedFrame } from './looked.ts'

/** Recent values in a ring; percentiles by sorting, once a second. */
function ring(capacity: number) {
  const values = new Float64Array(capacity)
  let count = 0
  return {
    add(value: number) {
      values[count++ % capacity] = value
    },
    percentile(share: number): number {
      const sorted = values.slice(0, Math.min(count, capacity)).sort()
      return Math.round((sorted[Math.ceil(share * sorted.length) - 1] ?? 0) * 1000) / 1000
    },
  }
}

const spread = (values: ReturnType<typeof ring>) => ({
  p50: values.percentile(0.5),
  p99: values.percentile(0.99),
})

/** What came of the second looks at a part: none, or one a tile. */
export const secondLooksOf = (seen: Seen): ('answered' | 'missing')[] =>
  seen.kind === 'seen'
    ? seen.sights.flatMap(({ second }) => (second ? [second === 'done' ? 'answered' : 'missing'] : []))
    : []

/** Counts second looks until they are taken. */
function lookCount() {
  let count = { answered: 0, missing: 0 }
  return {
    add(seen: Seen) {
      for (const outcome of secondLooksOf(seen)) count[outcome]++
    },
    take() {
      const taken = count
      count = { answered: 0, missing: 0 }
      return taken
    },
  }
}

const recentParts = 2048
const stageNames = ['queue', 'preprocess', 'infer', 'decide', 'record'] as const

export interface Telemetry {
  observe(part: Inspected<LookedFrame>): void
  observeRecord(recordMs: number): void
  /** Counters since the last call. `load` comes from outside: the event loop, the memory, the outbox. */
  kpi(load: Pick<KpiData, 'eventLoopDelayMs' | 'residentMb' | 'outboxDepth'>): KpiData
  /** Parts that got a verdict per second, over the last call's interval. */
  decidedPerSecond(): number
}

/** @param taktMs of the line: the ideal cycle time */
export function createTelemetry(clock: Clock, taktMs: number): Telemetry {
  const shift = createShift(taktMs)
  const latency = ring(recentParts)
  const stages = new Map(stageNames.map((name) => [name as string, ring(recentParts)]))
  const looks = lookCount()
  let parts = 0
  let decided = 0
  let late = 0
  let sinceMs = clock.monotonicMs()
  let lastDecidedPerSecond = 0
  return {
    observe({ looked, inspection, decideMs, latencyMs }) {
      parts++
      shift.part(clock.monotonicMs(), inspection.evaluation === 'OK')
      if (inspection.evaluation !== 'NotDecidable') decided++
      if (inspection.reason === 'late') late++
      looks.add(looked.look.seen)
      latency.add(latencyMs)
      stages.get('queue')?.add(looked.look.queueMs)
      stages.get('preprocess')?.add(looked.look.preprocessMs)
      stages.get('infer')?.add(looked.look.inferMs)
      stages.get('decide')?.add(looked.look.readMs + decideMs)
    },
    observeRecord: (recordMs) => stages.get('record')?.add(recordMs),
    kpi(load) {
      const nowMs = clock.monotonicMs()
      const seconds = Math.max(0.001, (nowMs - sinceMs) / 1000)
      const partsPerSecond = Math.round((parts / seconds) * 10) / 10
      lastDecidedPerSecond = decided / seconds
      const lateParts = late
      parts = decided = late = 0
      sinceMs = nowMs
      return {
        partsPerSecond,
        lateParts,
        secondLooks: looks.take(),
        latencyMs: { ...spread(latency), p999: latency.percentile(0.999) },
        stagesMs: Object.fromEntries([...stages].map(([name, values]) => [name, spread(values)])),
        oee: shift.oee(nowMs),
        ...load,
      }
    },
    decidedPerSecond: () => lastDecidedPerSecond,
  }
}
