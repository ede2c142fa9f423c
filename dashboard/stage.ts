import { computed, effect, signal } from '@preact/signals'
import type { DisruptionChange, DisruptionState } from '../edge/contract/disruption.ts'
import type { Clock } from '../edge/contract/port.ts'
import type { ConditionChange } from '../edge/contract/scenario.ts'
import { changeCondition, changeDisruption, fetchCondition, fetchDisruption } from './api.ts'
import { lessonPage } from './lesson.ts'
import { plant, press } from './machines.ts'
import { condition, phase } from './store.ts'

/** Whether the presenter's bar lies under the board. */
export const isOnStage = signal(false)
export const cueIndex = signal(0)
/** The presenter's cues: the page `stage` among the lessons, a step a chapter. */
export const cues = computed(() => lessonPage.value?.lessons.find(({ id }) => id === 'stage')?.steps ?? [])

/** A fault under one key; the same key undoes it. Each press is an event of the service and stands in its audit trail. */
export interface StageFault {
  readonly key: string
  readonly name:
    | 'lamp'
    | 'lens'
    | 'sensor'
    | 'oil'
    | 'focus'
    | 'vibration'
    | 'broker'
    | 'worker'
    | 'load'
    | 'drift'
    | 'novel'
    | 'wear'
  isActing(): boolean
  flip(): Promise<void>
}

/** Where a fault of a machine is shown: its bearing is seen in the picture too. */
const shown = 'mill-spindle'
const machine = () => plant.value?.machines.find((state) => state.machine === shown)

/** What is done to the computer and its network; null: not yet asked. */
export const disruption = signal<DisruptionState | null>(null)

async function disrupt(change: DisruptionChange | null): Promise<void> {
  const answer = await (change ? changeDisruption(change) : fetchDisruption())
  if (answer.kind === 'signed-out') phase.value = 'signed-out'
  if (answer.kind === 'ok') disruption.value = answer.value
}
/** Somebody else may have pressed. */
export const readDisruption = (): Promise<void> => disrupt(null)

const driftStepMs = 1000
/** A drift is told once, when it begins: as long as it lasts, the board asks how far it has come. Returns what ends that. */
export const followDrift = (clock: Clock): (() => void) =>
  effect(() => (condition.value?.drift ? clock.after(driftStepMs, () => void set(null)) : undefined))

/** null: only asks how things stand. */
async function set(change: ConditionChange | null): Promise<void> {
  const answer = await (change ? changeCondition(change) : fetchCondition())
  if (answer.kind === 'signed-out') phase.value = 'signed-out'
  if (answer.kind === 'ok') condition.value = answer.value
}

/** Over how many minutes the light drifts away on cue. */
export const driftMinutes = signal(2)
export const driftChoices = [1, 2, 5, 10, 30]
/** Light output of the lamp that a key dims at once, and a drift in time. */
const dimmed = 0.6

const isDrifting = () => (condition.value?.drift?.lampLevel ?? 1) < 1
const isDim = () => !isDrifting() && (condition.value?.lampLevel ?? 1) < 1
const isNovel = () => condition.value?.hasNovelDefects === true
const isWorn = () => machine()?.isOverloaded === true
const isSmeared = () => (condition.value?.lensSmear ?? 0) > 0
const isBlurred = () => (condition.value?.defocusPx ?? 0) > 0
const isShaken = () => (condition.value?.vibrationPx ?? 0) > 0
const isCut = () => disruption.value?.isBrokerCut === true
const isLoaded = () => disruption.value?.isLoaded === true
const isStuck = () => machine()?.hasStuckSensor === true
const isDry = () => machine()?.isStarved === true

export const stageFaults: readonly StageFault[] = [
  { key: '1', name: 'lamp', isActing: isDim, flip: () => set({ lampLevel: isDim() ? 1 : dimmed }) },
  { key: '2', name: 'lens', isActing: isSmeared, flip: () => set({ lensSmear: isSmeared() ? 0 : 0.4 }) },
  { key: '3', name: 'sensor', isActing: isStuck, flip: () => press(shown, isStuck() ? 'free' : 'stick') },
  { key: '4', name: 'oil', isActing: isDry, flip: () => press(shown, isDry() ? 'serve' : 'starve') },
  { key: '5', name: 'focus', isActing: isBlurred, flip: () => set({ defocusPx: isBlurred() ? 0 : 3 }) },
  { key: '6', name: 'vibration', isActing: isShaken, flip: () => set({ vibrationPx: isShaken() ? 0 : 14 }) },
  { key: '7', name: 'broker', isActing: isCut, flip: () => disrupt({ isBrokerCut: !isCut() }) },
  // Another takes its place at once: there is nothing to undo.
  { key: '8', name: 'worker', isActing: () => false, flip: () => disrupt({ endWorker: true }) },
  { key: '9', name: 'load', isActing: isLoaded, flip: () => disrupt({ isLoaded: !isLoaded() }) },
  {
    key: 'd',
    name: 'drift',
    isActing: isDrifting,
    flip: () => set(isDrifting() ? { lampLevel: 1 } : { lampLevel: dimmed, overS: 60 * driftMinutes.value }),
  },
  { key: 'n', name: 'novel', isActing: isNovel, flip: () => set({ hasNovelDefects: !isNovel() }) },
  { key: 'w', name: 'wear', isActing: isWorn, flip: () => press(shown, isWorn() ? 'replace' : 'wear') },
]

/** The key that undoes them all. */
export const resetKey = '0'
export async function resetStage(): Promise<void> {
  for (const fault of stageFaults) if (fault.isActing()) await fault.flip()
}

export function moveCue(by: number): void {
  cueIndex.value = Math.min(Math.max(0, cues.peek().length - 1), Math.max(0, cueIndex.peek() + by))
}

/** What a key does on stage; false: it is not for the stage. */
export function playKey(key: string): boolean {
  const fault = stageFaults.find((each) => each.key === key)
  if (key === 'p') isOnStage.value = !isOnStage.peek()
  else if (!isOnStage.peek()) return false
  else if (fault) void fault.flip()
  else if (key === resetKey) void resetStage()
  else if (key === 'PageDown') moveCue(1)
  else if (key === 'PageUp') moveCue(-1)
  else return false
  return true
}
