import type { LinePlan, PlanCheck } from '../../contract/line-plan.ts'
import type { Rng } from '../../contract/port.ts'
import { type DeskLoad, simulateDesk } from '../quality/desk.ts'
import { atShare, type QueueLoad, type QueuePlan, simulateInspection } from './inspection-queue.ts'

/** What is asked of a plan; times a part in the units of the names. */
export interface PlanOrder {
  readonly model: string
  readonly lines: number
  readonly taktS: number
  /** Share of all parts that the model leaves to people. */
  readonly reviewShare: number
  readonly reviewS: number
  readonly deskCapacity: number
  /** Measured looks of one worker. */
  readonly serviceMs: readonly [number, ...number[]]
  readonly partMm: number
  /** What the model sees at once, and at which resolution it was taught. */
  readonly fieldMm: number
  readonly pxPerMm: number
  readonly cameraPx: number
  readonly beltMmPerS: number
  /** From verdict to the gate having moved. */
  readonly gateMs: number
  readonly limits: { readonly p99Ms: number; readonly deskWaitS: number; readonly mostWorkers: number }
  readonly coresPerComputer: number
}

const simulatedParts = 200_000
/** Workers and reviewers that are never idle cannot catch up after a stall. */
const busiest = 0.8
const mostDesks = 1000

/** The fewest workers and reviewers that keep what is asked, tried in simulation; where none do, the last that were tried. */
export function planLines(order: PlanOrder, rng: Rng): LinePlan {
  const { limits, lines, taktS } = order
  const looks = Math.ceil(order.partMm / order.fieldMm)
  const queue = { lines, taktMs: 1000 * taktS, looks, serviceMs: order.serviceMs, parts: simulatedParts }
  const inspection = fewestWorkers(queue, limits, rng)
  const desk = fewestDesks(order, rng)
  const { workers, load } = inspection
  const maxMs = load.latenciesMs.at(-1) ?? 0
  const latencyMs = { p50: atShare(load.latenciesMs, 0.5), p99: atShare(load.latenciesMs, 0.99), max: maxMs }
  const checks: PlanCheck[] = [
    check('latency', limits.p99Ms, latencyMs.p99),
    check('workers', busiest, load.utilisation),
    check('desk-wait', limits.deskWaitS, desk.load.waitP95S),
    check('desk-places', 0, desk.load.overflowShare),
  ]
  return {
    ...{ isSimulated: true, model: order.model, lines, taktS, partsPerHour: (3600 * lines) / taktS },
    camerasPerLine: Math.ceil((order.partMm * order.pxPerMm) / order.cameraPx),
    ...{ looksPerPart: looks, workers, utilisation: load.utilisation, latencyMs },
    computers: Math.ceil(workers / Math.max(1, order.coresPerComputer - 1)),
    gateDistanceMm: Math.ceil((order.beltMmPerS * (maxMs + order.gateMs)) / 1000),
    ...{ reviewShare: order.reviewShare, desks: desk.seats, deskWaitP95S: desk.load.waitP95S },
    ...{ deskUtilisation: desk.load.utilisation, simulatedParts, checks },
    isKept: checks.every(({ isKept }) => isKept),
  }
}

const check = (name: PlanCheck['name'], asked: number, found: number): PlanCheck => ({
  ...{ name, asked, found },
  isKept: found <= asked,
})

function fewestWorkers(queue: Omit<QueuePlan, 'workers'>, limits: PlanOrder['limits'], rng: Rng) {
  // With fewer they are too busy: there is no need to play that.
  const mean = queue.serviceMs.reduce((sum, ms) => sum + ms, 0) / queue.serviceMs.length
  const least = Math.max(1, Math.ceil((queue.lines * queue.looks * mean) / queue.taktMs / busiest))
  const play = (workers: number): { workers: number; load: QueueLoad } => ({
    workers,
    load: simulateInspection({ ...queue, workers }, rng.fork(`workers/${workers}`)),
  })
  const p99Of = ({ load }: ReturnType<typeof play>) => atShare(load.latenciesMs, 0.99)
  let found = play(Math.min(least, limits.mostWorkers))
  while (found.workers < limits.mostWorkers) {
    if (p99Of(found) <= limits.p99Ms && found.load.utilisation <= busiest) break
    const more = play(found.workers + 1)
    // Nobody waits any more: the look itself takes too long.
    if (p99Of(more) >= p99Of(found) && found.load.utilisation <= busiest) break
    found = more
  }
  return found
}

function fewestDesks(order: PlanOrder, rng: Rng): { seats: number; load: DeskLoad } {
  const partsPerHour = (3600 * order.lines) / order.taktS
  const { reviewShare, reviewS, deskCapacity: capacity, limits } = order
  const play = (seats: number) => {
    const plan = { partsPerHour, reviewShare, reviewS, seats, capacity, hours: simulatedParts / partsPerHour }
    return { seats, load: simulateDesk(plan, rng.fork(`desks/${seats}`)) }
  }
  const isEnough = ({ load }: { load: DeskLoad }) =>
    load.waitP95S <= limits.deskWaitS && load.overflowShare === 0
  let found = play(
    Math.min(mostDesks, Math.max(1, Math.ceil((partsPerHour * reviewShare * reviewS) / 3600 / busiest))),
  )
  while (!isEnough(found) && found.seats < mostDesks) found = play(found.seats + 1)
  return found
}
