import { batch, computed, signal } from '@preact/signals'
import type { BoardState } from '../edge/contract/api.ts'
import type { Outcome, Verification } from '../edge/contract/claim.ts'
import type { KpiData, ResultData, StationData, StatusData } from '../edge/contract/event.ts'
import type { ThresholdsData } from '../edge/contract/threshold.ts'
import {
  addCounts,
  type Counts,
  type EvidencePoint,
  extendBelt,
  extendPath,
  foldOutcomes,
  foldTruths,
  hasGap,
  noCounts,
} from './fold.ts'

/** Where the board stands with the service. `open`: a state was read at least once. */
export type Phase = 'opening' | 'signed-out' | 'unreachable' | 'unreadable' | 'open'

export const phase = signal<Phase>('opening')
export const run = signal<BoardState['run'] | null>(null)
export const brokerUrl = signal('')
/** Whether the stream stands; `lostAtMs` is when it fell, for the notice. */
export const stream = signal<{ readonly state: 'opening' | 'open' | 'lost'; readonly lostAtMs: number }>({
  state: 'opening',
  lostAtMs: 0,
})
/** Whether the service's ear on the broker hears anything. */
export const isBrokerLinked = signal(true)
export const status = signal<StatusData | null>(null)
export const condition = signal<StationData | null>(null)
export const thresholds = signal<ThresholdsData | null>(null)
export const kpi = signal<KpiData | null>(null)
export const verification = signal<Verification | null>(null)
export const evidencePath = signal<readonly EvidencePoint[]>([])
/** The last parts, newest last. */
export const belt = signal<readonly ResultData[]>([])
/** Whether parts were defective, for those whose truth was told while this board was open. */
export const truths = signal<ReadonlyMap<string, boolean>>(new Map())
export const outcomes = signal<ReadonlyMap<string, Outcome>>(new Map())
export const countsSinceOpened = signal<Counts>(noCounts)
/** Goes up whenever the review desk may have changed: a part was left undecided, or somebody decided one. */
export const deskNews = signal(0)
/** Goes up whenever a machine or an alarm has something to tell. */
export const machineNews = signal(0)
/** Messages that no schema of the contract accepts. */
export const invalidMessages = signal(0)

/** The part that the viewer holds, and the belt as it stood then; live while null. */
export const held = signal<ResultData | null>(null)
export const stillBelt = signal<readonly ResultData[] | null>(null)
export const shownBelt = computed(() => stillBelt.value ?? belt.value)

export function hold(result: ResultData): void {
  batch(() => {
    stillBelt.value = shownBelt.value
    held.value = result
  })
}

export function goLive(): void {
  batch(() => {
    held.value = null
    stillBelt.value = null
  })
}

/** Takes in the whole state of the service. A new run starts with a bare board. */
export function readState(state: BoardState): void {
  batch(() => {
    if (run.value?.runId !== state.run.runId) clear()
    phase.value = 'open'
    run.value = state.run
    condition.value = state.condition
    thresholds.value = state.thresholds
    brokerUrl.value = state.broker.url
    isBrokerLinked.value = state.broker.isConnected
    if (state.kpi) kpi.value = state.kpi
    if (state.verification) hearVerification(state.verification)
    belt.value = extendBelt(belt.value, state.recent)
  })
}

function clear(): void {
  goLive()
  kpi.value = null
  verification.value = null
  evidencePath.value = []
  belt.value = []
  outcomes.value = new Map()
  truths.value = new Map()
  countsSinceOpened.value = noCounts
}

/** Takes in results of this run; true if the state must be read again: parts are missing, or this is another run. */
export function hearResults(results: readonly ResultData[]): boolean {
  const known = run.value
  if (!known) return false
  const ours = results.filter((result) => result.line === known.line)
  const ofRun = ours.filter((result) => result.jobId === known.runId)
  const isStale = ofRun.length < ours.length || hasGap(belt.value, ofRun)
  belt.value = extendBelt(belt.value, ofRun)
  countsSinceOpened.value = addCounts(countsSinceOpened.value, ofRun)
  if (ofRun.some(({ evaluation }) => evaluation === 'NotDecidable')) deskNews.value += 1
  return isStale
}

/** Others decide from here on: what is said of the parts before them counts no more. */
export function hearThresholds(said: ThresholdsData): void {
  const now = run.value
  if (said.line !== now?.line) return
  const { acceptBelow, rejectAtLeast } = said
  thresholds.value = said
  run.value = { ...now, model: { ...now.model, acceptBelow, rejectAtLeast } }
}

export function hearVerification(said: Verification): void {
  if (said.runId !== run.value?.runId) return
  verification.value = said
  outcomes.value = foldOutcomes(outcomes.value, said.recent)
  truths.value = foldTruths(truths.value, said.recent)
  evidencePath.value = extendPath(evidencePath.value, said.evidence)
}
