import type { Assumptions } from '../edge/contract/assumption.ts'
import type { Curves, DialStep } from '../edge/contract/report.ts'
import type { QualityState } from '../edge/contract/review.ts'

/** The step that the dial shows: the viewer's, or the nearest to the thresholds in use; null on an empty dial. */
export const shownStep = ({ dial, chosenStep }: Curves, moved: number | null): number | null =>
  dial.length === 0 ? null : Math.min(dial.length - 1, Math.max(0, moved ?? chosenStep))

/** What the thresholds in use come to; where the service tells only the dial, its nearest step. */
export function inUseOf({ inUse, curves }: QualityState): { step: DialStep; isNear: boolean } | null {
  const near = curves.dial[curves.chosenStep]
  if (inUse) return { step: inUse, isNear: false }
  return near ? { step: near, isNear: true } : null
}

export interface ParetoBar {
  readonly class: string
  readonly count: number
  /** Share of this and all before it. */
  readonly upTo: number
}

/** The most frequent first, with the share that they come to together; what never happened is left out. */
export function paretoBars(pareto: Curves['pareto']): ParetoBar[] {
  const sorted = pareto.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count)
  const total = sorted.reduce((sum, { count }) => sum + count, 0)
  let sum = 0
  return sorted.map(({ class: name, count }) => {
    sum += count
    return { class: name, count, upTo: sum / total }
  })
}

/** One way to inspect, and what ships of it. */
export interface ShipRow {
  readonly way: 'alone' | 'reviewed' | 'byHand'
  /** Whether the rates are those of nearby thresholds. */
  readonly isNear: boolean
  readonly escapeRate: number | null
  /** Upper 95 % bound, where there is one. */
  readonly atMost: number | null
  readonly falseRejectRate: number | null
}

/** The model alone (undecided parts held back), after review, and a person at every part as assumed. */
export function shipRows(quality: QualityState): ShipRow[] {
  const { shipped, assumptions } = quality
  const inUse = inUseOf(quality)
  const alone = inUse?.step
  return [
    {
      way: 'alone',
      isNear: inUse?.isNear ?? false,
      escapeRate: alone?.escapeRate ?? null,
      atMost: null,
      falseRejectRate: alone?.falseRejectRate ?? null,
    },
    {
      way: 'reviewed',
      isNear: false,
      escapeRate: shipped.escapeRate,
      atMost: shipped.upper95,
      falseRejectRate: shipped.falseReject,
    },
    ...(assumptions ? [byHand(assumptions)] : []),
  ]
}

const byHand = ({ manualMissRate, manualFalseRejectRate }: Assumptions): ShipRow => ({
  way: 'byHand',
  isNear: false,
  escapeRate: manualMissRate,
  atMost: null,
  falseRejectRate: manualFalseRejectRate,
})

/** Aligned columns of a detection chart: size, fitted curve, its lower bound, found share, marks in the bin. */
export function detectionColumns({ points, bins }: Curves['detection'][number]) {
  const sizes = [...new Set([...points, ...bins].map(({ sizeMm }) => sizeMm))].sort((a, b) => a - b)
  const pointAt = new Map(points.map((point) => [point.sizeMm, point]))
  const binAt = new Map(bins.map((bin) => [bin.sizeMm, bin]))
  return {
    sizes,
    pod: sizes.map((size) => pointAt.get(size)?.pod ?? null),
    lower: sizes.map((size) => pointAt.get(size)?.lower95 ?? null),
    found: sizes.map((size) => share(binAt.get(size))),
    counts: sizes.map((size) => binAt.get(size)?.n ?? null),
  }
}

const share = (bin: { n: number; hits: number } | undefined): number | null =>
  bin && bin.n > 0 ? bin.hits / bin.n : null

/** The least false-reject rate that is drawn: its axis is logarithmic. */
const leastRate = 0.0005

/** False rejects against hits, rising; what lies under the axis begins at its left end. */
export function rocColumns(roc: Curves['roc']): Columns {
  const sorted = roc.toSorted((a, b) => a.falseRejectRate - b.falseRejectRate || a.hitRate - b.hitRate)
  return [
    sorted.map(({ falseRejectRate }) => Math.max(leastRate, falseRejectRate)),
    sorted.map(({ hitRate }) => hitRate),
  ]
}

/** Share that is decided against errors among the decided. */
export function riskColumns(riskCoverage: Curves['riskCoverage']): Columns {
  const sorted = riskCoverage.toSorted((a, b) => a.coverage - b.coverage)
  return [sorted.map(({ coverage }) => coverage), sorted.map(({ risk }) => risk)]
}

/** Confidence against the share that was right, and what it should be; bins without parts are left out. */
export function reliabilityColumns(reliability: Curves['reliability']): Columns {
  const bins = reliability.filter(({ n }) => n > 0).toSorted((a, b) => a.confidence - b.confidence)
  const said = bins.map(({ confidence }) => confidence)
  return [said, bins.map(({ rightShare }) => rightShare), said]
}

/** A row of x and the rows over it. */
type Columns = [number[], ...number[][]]
