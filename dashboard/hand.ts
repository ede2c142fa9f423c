import { batch, computed, effect, signal } from '@preact/signals'
import type { ResultData } from '../edge/contract/event.ts'
import type { LiveFigure } from '../edge/contract/lesson.ts'
import type { Clock } from '../edge/contract/port.ts'
import { type HandTrial, meanSeconds, scoreOf } from './hand-fold.ts'
import { share } from './lesson-fold.ts'
import { sayRound } from './outbox.ts'
import { loadFrame } from './picture.ts'
import { belt, truths } from './store.ts'

/**
 * As many as a lesson asks for, and how long a person has for each: what the assumptions give an inspector. Far more of them are
 * defective than on the line: with one defective part in twenty, twenty parts would say nothing.
 */
const wanted = { defective: 8, good: 12 }
export const handParts = wanted.defective + wanted.good
export const handTaktMs = 6000
/** A second press of a key must not meet the next part. */
const settleMs = 300

interface Waiting {
  readonly result: ResultData
  readonly image: ImageBitmap
  readonly isDefective: boolean
}

/** `gathering`: parts are taken from the belt as they come, before the first is shown. */
export const handState = signal<'idle' | 'gathering' | 'inspecting' | 'done'>('idle')
export const handTrials = signal<readonly HandTrial[]>([])
const queue = signal<readonly Waiting[]>([])
/** How many were gathered so far. */
export const gathered = computed(() => queue.value.length)
export const handPresent = computed(() =>
  handState.value === 'inspecting' ? (queue.value[0] ?? null) : null,
)
let shownAtMs = 0
let cancelTakt = () => {}
let stopGathering = () => {}

export const handByPerson = computed(() => scoreOf(handTrials.value, ({ byHand }) => byHand))
export const handByModel = computed(() => scoreOf(handTrials.value, ({ byModel }) => byModel))

export const handFigures = computed<Partial<Record<LiveFigure, number | null>>>(() => {
  const { escapes, defective, falseRejects, good, kappa } = handByPerson.value
  return {
    handInspected: handTrials.value.length,
    handKappa: kappa,
    handEscapeRate: share(escapes, defective),
    handFalseRejectRate: share(falseRejects, good),
    handSecondsPerPart: meanSeconds(handTrials.value),
    modelKappaOnHand: handByModel.value.kappa,
  }
})

/** Takes parts of known truth from the line until there are enough of either kind, and shows them one by one under takt. */
export function startHand(clock: Clock): void {
  stopHand()
  batch(() => {
    handTrials.value = []
    handState.value = 'gathering'
  })
  const asked = new Set<string>()
  stopGathering = effect(() => {
    for (const result of belt.value) {
      const isDefective = truths.value.get(result.partId)
      if (isDefective === undefined || asked.has(result.partId)) continue
      asked.add(result.partId)
      void take(result, isDefective, clock)
    }
  })
}

const isEnough = (isDefective: boolean): boolean =>
  queue.peek().filter((part) => part.isDefective === isDefective).length >=
  (isDefective ? wanted.defective : wanted.good)

async function take(result: ResultData, isDefective: boolean, clock: Clock): Promise<void> {
  if (isEnough(isDefective)) return
  const image = await loadFrame(result.partId)
  if (!image) return
  if (handState.peek() !== 'gathering' || isEnough(isDefective)) return image.close()
  queue.value = [...queue.peek(), { result, image, isDefective }]
  if (queue.peek().length < handParts) return
  stopGathering()
  batch(() => {
    queue.value = shuffled(queue.peek())
    handState.value = 'inspecting'
  })
  present(clock)
}

/** Good and defective parts come at different times; here their order tells nothing. */
const shuffled = (parts: readonly Waiting[]): readonly Waiting[] => {
  const place = ({ result }: Waiting) => Math.imul(result.sequence + 1, 0x9e3779b1) >>> 0
  return parts.toSorted((a, b) => place(a) - place(b))
}

function present(clock: Clock): void {
  shownAtMs = clock.monotonicMs()
  cancelTakt()
  cancelTakt = clock.after(handTaktMs, () => answer('OK', clock, true))
}

/** What the person says of the part at hand. One that nobody answered in time has passed unseen. */
export function answer(byHand: HandTrial['byHand'], clock: Clock, isLate = false): void {
  const part = handPresent.peek()
  const tookMs = clock.monotonicMs() - shownAtMs
  if (!part || (tookMs < settleMs && !isLate)) return
  const { isDefective, result, image } = part
  const trial = { isDefective, byHand, byModel: result.evaluation, seconds: tookMs / 1000, isLate }
  batch(() => {
    handTrials.value = [...handTrials.peek(), trial]
    queue.value = queue.peek().slice(1)
    if (queue.peek().length === 0) handState.value = 'done'
  })
  image.close()
  cancelTakt()
  if (handState.peek() === 'inspecting') present(clock)
  if (handState.peek() === 'done') tellGroup()
}

/** On a trainee's page: the trainer sees the counts. */
function tellGroup(): void {
  const { escapes, defective, falseRejects, good } = handByPerson.peek()
  const late = handTrials.peek().filter(({ isLate }) => isLate).length
  const secondsPerPart = meanSeconds(handTrials.peek()) ?? 0
  sayRound({ escapes, defective, falseRejects, good, late, secondsPerPart })
}

/** Leaves the station: what was not looked at is given back. */
export function stopHand(): void {
  cancelTakt()
  stopGathering()
  for (const { image } of queue.peek()) image.close()
  batch(() => {
    queue.value = []
    if (handState.peek() !== 'done') handState.value = 'idle'
  })
}
