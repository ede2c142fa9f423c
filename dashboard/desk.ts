import { batch, computed, effect, signal } from '@preact/signals'
import type { ErrorBody } from '../edge/contract/api.ts'
import type { Clock } from '../edge/contract/port.ts'
import type { DeskState, ReviewData, ReviewDecision } from '../edge/contract/review.ts'
import { type Answer, fetchDesk, fetchPart, review } from './api.ts'
import { partAfter, presentPart, withoutDecided } from './desk-fold.ts'
import { isTraineePage } from './page.ts'
import { loadShown, type Shown } from './picture.ts'
import { belt, deskNews, phase, run } from './store.ts'
import { throttled } from './throttle.ts'

/** A class of phones asks less often. */
const newsEveryMs = isTraineePage ? 5000 : 1000
/** A picture is looked at before it is decided: a second press of a key never meets the next part. */
const settleMs = 400

export const desk = signal<DeskState | null>(null)
export const isDeskAway = signal(false)
/** The part that the viewer chose; null: the oldest. */
export const chosenId = signal<string | null>(null)
export const present = computed(() => presentPart(desk.value?.waiting ?? [], chosenId.value))

/** The present part's picture; `isSettled` once it was seen for a moment. */
export const looked = signal<{ readonly shown: Shown; readonly isSettled: boolean } | null>(null)
export const isSending = signal(false)
/** What became of the last wish: a decision that was taken, or why not; `unseen`: a picture that did not come. */
export type Said =
  | { readonly kind: 'decided'; readonly partId: string; readonly decision: ReviewDecision }
  | { readonly kind: 'taken' | 'gone' | 'away' | 'unseen'; readonly partId: string }
  | { readonly kind: 'refused'; readonly partId: string; readonly error: ErrorBody }
export const said = signal<Said | null>(null)

/** Answers that were on their way while a part was decided must not bring it back. */
const decided = new Set<string>()

/** Whether a decision would be about the part that the eyes are on. */
export const canDecide = computed(
  () =>
    !isSending.value &&
    looked.value?.isSettled === true &&
    looked.value.shown.result.partId === present.value?.partId,
)

/** Keeps the desk up to date: bare for a new run, and read again with the news. */
export function followDesk(clock: Clock): void {
  const readSoon = throttled(clock, newsEveryMs, () => void readDesk())
  const runId = computed(() => run.value?.runId)
  effect(() => {
    if (runId.value !== undefined) readSoon()
    clear()
  })
  effect(() => {
    if (deskNews.value > 0) readSoon()
  })
}

/** Parts of another run may bear the same names. */
function clear(): void {
  decided.clear()
  batch(() => {
    desk.value = null
    chosenId.value = null
    looked.value = null
    said.value = null
  })
}

export async function readDesk(): Promise<void> {
  const runId = run.peek()?.runId
  const answer = await fetchDesk()
  if (runId !== run.peek()?.runId) return
  if (answer.kind === 'signed-out') phase.value = 'signed-out'
  else isDeskAway.value = answer.kind !== 'ok'
  if (answer.kind === 'ok') desk.value = withoutDecided(answer.value, decided)
}

/** Shows the present part's picture and each that follows; returns the function that stops it. */
export function followPresent(clock: Clock): () => void {
  let loading: string | null = null
  let cancelSettling = () => {}
  const settle = (shown: Shown) => {
    cancelSettling()
    cancelSettling = clock.after(settleMs, () => {
      if (looked.value?.shown === shown) looked.value = { shown, isSettled: true }
    })
  }
  const look = async (partId: string) => {
    loading = partId
    const shown = await loadPart(partId)
    if (loading !== partId) return shown?.image?.close()
    loading = null
    if (!shown) said.value = { kind: 'unseen', partId }
    else show(shown, settle)
  }
  const stop = effect(() => {
    const partId = present.value?.partId
    const before = looked.peek()
    // Runs with every news of the desk: a picture that did not come is asked for again.
    if (partId === undefined || partId === loading) return
    if (before?.shown.result.partId !== partId) void look(partId)
    else if (!before.isSettled) settle(before.shown)
  })
  return () => {
    stop()
    loading = null
    cancelSettling()
  }
}

function show(shown: Shown, settle: (shown: Shown) => void): void {
  const before = looked.peek()?.shown
  batch(() => {
    looked.value = { shown, isSettled: false }
    if (said.peek()?.kind === 'unseen') said.value = null
  })
  before?.image?.close()
  settle(shown)
}

async function loadPart(partId: string): Promise<Shown | null> {
  const onBelt = belt.peek().find((result) => result.partId === partId)
  if (onBelt) return loadShown(onBelt)
  const answer = await fetchPart(partId)
  return answer.kind === 'ok' ? loadShown(answer.value) : null
}

/** Sends the decision on the present part. It leaves the queue with the service's answer, not before. */
export async function decide(decision: ReviewDecision): Promise<void> {
  const part = present.peek()
  if (!part || !canDecide.peek()) return
  isSending.value = true
  const answer = await review(part.partId, decision)
  isSending.value = false
  if (answer.kind === 'signed-out') phase.value = 'signed-out'
  else hear(saidOf(part.partId, decision, answer))
  deskNews.value += 1
}

function saidOf(partId: string, decision: ReviewDecision, answer: Answer<ReviewData>): Said {
  if (answer.kind === 'ok') return { kind: 'decided', partId, decision }
  if (answer.kind !== 'refused') return { kind: 'away', partId }
  const { error } = answer
  if (error.code === 'REVIEW_TAKEN') return { kind: 'taken', partId }
  return error.code === 'NOT_FOUND' ? { kind: 'gone', partId } : { kind: 'refused', partId, error }
}

/** A part that was decided, by whomever, leaves the queue; one that could not be stays. */
function hear(now: Said): void {
  batch(() => {
    said.value = now
    if (!desk.value || now.kind === 'away' || now.kind === 'refused') return
    decided.add(now.partId)
    chosenId.value = partAfter(desk.value.waiting, now.partId)
    desk.value = withoutDecided(desk.value, decided)
  })
}
