import type { z } from 'zod'
import { AlarmData } from '../edge/contract/alarm.ts'
import {
  BoardState,
  ErrorBody,
  Readiness,
  SessionData,
  SettingsShown,
  type SignInRequest,
} from '../edge/contract/api.ts'
import { type DisruptionChange, DisruptionState } from '../edge/contract/disruption.ts'
import { type Drawing, DrawnPart } from '../edge/contract/drawing.ts'
import { ResultData, StationData } from '../edge/contract/event.ts'
import {
  type AnswerRequest,
  AnswerTaken,
  type GameRound,
  GameTaken,
  GroupView,
  type HandRound,
  HandTaken,
  Nothing,
  TraineeState,
} from '../edge/contract/group.ts'
import { type ExportFormat, type HistoryFilter, HistoryPage } from '../edge/contract/history.ts'
import { LessonPage } from '../edge/contract/lesson.ts'
import type { MachineKind } from '../edge/contract/machine.ts'
import { PartRecord } from '../edge/contract/part-record.ts'
import { type InterventionAction, MachineDetail, MachineState, PlantState } from '../edge/contract/plant.ts'
import { DeskState, QualityState, ReviewData, type ReviewDecision } from '../edge/contract/review.ts'
import type { ConditionChange } from '../edge/contract/scenario.ts'
import { type ThresholdChange, ThresholdsData } from '../edge/contract/threshold.ts'
import { UpkeepGame } from '../edge/contract/upkeep-game.ts'
import { type CollectSource, WorkbenchLook, WorkbenchState } from '../edge/contract/workbench.ts'

/** What came of a request. Nothing is thrown: each kind has its place on the board. */
export type Answer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'refused'; readonly error: ErrorBody }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'unreachable' }

const api = '/api/v1'

async function ask<T>(
  schema: z.ZodType<T>,
  path: string,
  method = 'GET',
  body?: unknown,
): Promise<Answer<T>> {
  const content =
    body instanceof Blob
      ? { body, headers: { 'content-type': body.type } }
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  try {
    const response = await fetch(`${api}${path}`, {
      method,
      cache: 'no-store',
      ...(body === undefined ? {} : content),
    })
    if (response.status === 401) return { kind: 'signed-out' }
    const text = await response.text()
    if (!response.ok) return refusal(text)
    const parsed = schema.safeParse(parseJson(text))
    return parsed.success ? { kind: 'ok', value: parsed.data } : { kind: 'unreadable' }
  } catch {
    return { kind: 'unreachable' }
  }
}

function refusal<T>(text: string): Answer<T> {
  const error = ErrorBody.safeParse(parseJson(text))
  return error.success ? { kind: 'refused', error: error.data } : { kind: 'unreachable' }
}

/** The parsed text, or undefined, which no schema accepts. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** How the service is, also where it is not ready; null: it is out of reach. */
export async function fetchReadiness(): Promise<Readiness | null> {
  const response = await fetch('/readyz', { cache: 'no-store' }).catch(() => null)
  return response && (Readiness.safeParse(parseJson(await response.text())).data ?? null)
}
export const fetchSettings = () => ask(SettingsShown, '/settings')
export const fetchState = () => ask(BoardState, '/state')
export const signIn = (request: z.infer<typeof SignInRequest>) =>
  ask(SessionData, '/session', 'POST', request)
export const fetchCondition = () => ask(StationData, '/condition')
export const changeCondition = (change: ConditionChange) => ask(StationData, '/condition', 'PUT', change)
export const chooseThresholds = (change: ThresholdChange | null) =>
  change ? ask(ThresholdsData, '/thresholds', 'PUT', change) : ask(ThresholdsData, '/thresholds', 'DELETE')
export const fetchDisruption = () => ask(DisruptionState, '/disruption')
export const changeDisruption = (change: DisruptionChange) =>
  ask(DisruptionState, '/disruption', 'PUT', change)
export const drawOn = (partId: string, drawing: Drawing) =>
  ask(DrawnPart, `${partPath(partId)}/drawing`, 'POST', drawing)
export const fetchLessons = (language: string) => ask(LessonPage, `/lessons?language=${language}`)
const searchOf = (filter: HistoryFilter): string =>
  new URLSearchParams(Object.entries(filter).map(([name, value]) => [name, String(value)])).toString()
export const fetchHistory = (filter: HistoryFilter, before: number | null) =>
  ask(HistoryPage, `/history?${searchOf(filter)}${before === null ? '' : `&before=${before}`}`)
export const exportUrl = (filter: HistoryFilter, format: ExportFormat): string =>
  `${api}/history.${format}?${searchOf(filter)}`
export const showUrl = `${api}/show.yaml`
export const fetchQuality = () => ask(QualityState, '/quality')
export const fetchDesk = () => ask(DeskState, '/desk')
export const fetchPart = (partId: string) => ask(ResultData, partPath(partId))
export const fetchRecord = (partId: string) => ask(PartRecord, `${partPath(partId)}/record`)
export const partUrl = (partId: string): string => `${api}${partPath(partId)}`
export const review = (partId: string, decision: ReviewDecision) =>
  ask(ReviewData, `${partPath(partId)}/review`, 'POST', { decision })

export const fetchPlant = () => ask(PlantState, '/machines')
export const fetchMachine = (machine: MachineKind) => ask(MachineDetail, `/machines/${machine}`)
export const fetchUpkeepGame = (machine: MachineKind, round: number) =>
  ask(UpkeepGame, `/machines/${machine}/game?round=${round}`)
export const intervene = (machine: MachineKind, action: InterventionAction) =>
  ask(MachineState, `/machines/${machine}/interventions`, 'POST', { action })
export const acknowledge = (alarmId: string) => ask(AlarmData, `/alarms/${alarmId}/acknowledge`, 'POST', {})
export const shelve = (alarmId: string, minutes: number) =>
  ask(AlarmData, `/alarms/${alarmId}/shelve`, 'POST', { minutes })

export const fetchGroup = () => ask(GroupView, '/group')
export const openGroup = () => ask(Nothing, '/group', 'POST', {})
export const closeGroup = () => ask(Nothing, '/group/close', 'POST', {})
export const resetGroup = () => ask(Nothing, '/group', 'DELETE')
export const fetchMe = () => ask(TraineeState, '/group/me')
export const joinGroup = (request: { readonly code: string; readonly nickname: string }) =>
  ask(TraineeState, '/group/join', 'POST', request)
export const leaveGroup = () => ask(Nothing, '/group/me', 'DELETE')
export const sendAnswer = (answer: AnswerRequest) => ask(AnswerTaken, '/group/answers', 'POST', answer)
export const sendGame = (game: GameRound) => ask(GameTaken, '/group/games', 'POST', game)
export const sendHand = (round: HandRound) => ask(HandTaken, '/group/hands', 'POST', round)

const bench = '/workbench'
export const fetchWorkbench = () => ask(WorkbenchState, bench)
export const addTaught = (picture: Blob) => ask(WorkbenchState, `${bench}/images`, 'POST', picture)
export const removeTaught = (id: number | null) =>
  ask(WorkbenchState, id === null ? `${bench}/images` : `${bench}/images/${id}`, 'DELETE')
export const collectTaught = (parts: number, from: CollectSource) =>
  ask(WorkbenchState, `${bench}/collection`, 'PUT', { parts, from })
export const learnTaught = (name: string) => ask(WorkbenchState, `${bench}/model`, 'POST', { name })
export const useTaught = (isTaught: boolean) => ask(WorkbenchState, `${bench}/line`, 'PUT', { isTaught })
export const lookTaught = (picture: Blob) => ask(WorkbenchLook, `${bench}/look`, 'POST', picture)
export const taughtImageUrl = (id: number): string => `${api}${bench}/images/${id}`

/** A picture as it came; null: there is none (any more). */
export async function fetchPicture(url: string): Promise<Blob | 'unreachable' | null> {
  try {
    const response = await fetch(url, { cache: 'no-store' })
    return response.ok ? await response.blob() : null
  } catch {
    return 'unreachable'
  }
}

export const liveUrl = `${api}/live`
const partPath = (partId: string): string => `/parts/${encodeURIComponent(partId)}`
export const imageUrl = (partId: string): string => `${api}${partPath(partId)}/image`
export const heatMapUrl = (partId: string): string => `${api}${partPath(partId)}/heatmap`
