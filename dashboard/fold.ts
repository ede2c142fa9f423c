import type { Evidence, Outcome, Tally, Verification } from '../edge/contract/claim.ts'
import type { ResultData } from '../edge/contract/event.ts'
import type { Evaluation } from '../edge/contract/inspection.ts'

/** As many parts as the service itself remembers for a board that opens. */
export const beltLength = 64

/** The belt with more parts on it: each once (events may repeat), in the order of the run, the newest 64. */
export function extendBelt(belt: readonly ResultData[], more: readonly ResultData[]): readonly ResultData[] {
  const byPart = new Map(belt.map((result) => [result.partId, result]))
  for (const result of more) byPart.set(result.partId, result)
  return [...byPart.values()].sort((a, b) => a.sequence - b.sequence).slice(-beltLength)
}

/** Parts may overtake each other by a few; a longer jump means that the board missed some. */
const overtaking = 32

/** Whether parts are missing between the belt and what just came. */
export function hasGap(belt: readonly ResultData[], more: readonly ResultData[]): boolean {
  const last = belt.at(-1)
  const first = more[0]
  return last !== undefined && first !== undefined && first.sequence > last.sequence + overtaking
}

const rememberedParts = 4 * beltLength

/** What verification said of the parts, forgotten once they are off the belt. */
export const foldOutcomes = (
  known: ReadonlyMap<string, Outcome>,
  recent: readonly Pick<Told, 'partId' | 'outcome'>[],
): ReadonlyMap<string, Outcome> =>
  remembered(
    known,
    recent.map(({ partId, outcome }) => [partId, outcome]),
  )

/** The truth of the parts, likewise; a part of unknown truth has none. */
export const foldTruths = (
  known: ReadonlyMap<string, boolean>,
  recent: readonly Pick<Told, 'partId' | 'isDefective'>[],
): ReadonlyMap<string, boolean> =>
  remembered(
    known,
    recent.flatMap(({ partId, isDefective }) => (isDefective === null ? [] : [[partId, isDefective]])),
  )

type Told = Verification['recent'][number]

function remembered<T>(
  known: ReadonlyMap<string, T>,
  more: readonly (readonly [string, T])[],
): ReadonlyMap<string, T> {
  return new Map([...new Map([...known, ...more])].slice(-rememberedParts))
}

/** A point of the evidence's path: log10 E over decided parts. */
export interface EvidencePoint {
  readonly decided: number
  readonly demonstrate: number
  readonly refute: number
}

const pathLength = 1200
/** Beyond these powers of ten the evidence says nothing new to a reader; drawing it would flatten the rest. */
const floorLog10 = -3
const ceilingLog10 = 6

export const log10Evidence = (e: number): number =>
  Math.min(ceilingLog10, Math.max(floorLog10, Math.log10(e)))

/** The path with one more point. A smaller count is a new run; a long path loses every other point. */
export function extendPath(path: readonly EvidencePoint[], evidence: Evidence): readonly EvidencePoint[] {
  const point = {
    decided: evidence.decided,
    demonstrate: log10Evidence(evidence.eDemonstrate),
    refute: log10Evidence(evidence.eRefute),
  }
  const last = path.at(-1)
  if (last && last.decided > point.decided) return [point]
  const kept = last?.decided === point.decided ? path.slice(0, -1) : path
  const thinned = kept.length < pathLength ? kept : kept.filter((_, index) => index % 2 === 0)
  return [...thinned, point]
}

export type Counts = Readonly<Record<Evaluation, number>>
export const noCounts: Counts = { OK: 0, NotOK: 0, NotDecidable: 0 }

/** Evaluations of the parts whose truth is known: these are in the tally, whenever the board was opened. */
export const countsOf = (tally: Tally): Counts => ({
  OK: tally.goodPassed + tally.escapes,
  NotOK: tally.defectiveRefused + tally.falseRejects,
  NotDecidable: tally.undecidedDefective + tally.undecidedGood,
})

export const totalOf = (counts: Counts): number => counts.OK + counts.NotOK + counts.NotDecidable

export function addCounts(counts: Counts, results: readonly ResultData[]): Counts {
  const sum = { ...counts }
  for (const { evaluation } of results) sum[evaluation] += 1
  return sum
}
