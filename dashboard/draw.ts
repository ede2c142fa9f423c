import { computed, signal } from '@preact/signals'
import type { DrawnPart, Stroke } from '../edge/contract/drawing.ts'
import { drawOn, fetchQuality } from './api.ts'
import { extended, podAt } from './draw-fold.ts'
import { belt, hold, outcomes, phase, run } from './store.ts'

/** The part that is drawn on; null: nobody draws. */
export const drawnOn = signal<string | null>(null)
export const strokes = signal<readonly Stroke[]>([])
export const brush = signal<{
  readonly class: string
  readonly widthMm: number
  readonly tone: Stroke['tone']
}>({
  class: '',
  widthMm: 1,
  tone: 'dark',
})
export const isSending = signal(false)
/** What the service refused, in its words; empty: it did not answer. */
export const drawProblem = signal<string | null>(null)

export interface Said extends DrawnPart {
  readonly class: string
  /** How likely the longest mark is seen, by the curve of its class on this line; null: not yet known. */
  readonly pod: number | null
}
export const lastDrawn = signal<Said | null>(null)

export const sizedClasses = computed(() => Object.keys(run.value?.limitsMm ?? {}))
export const brushPx = computed(() => brush.value.widthMm * (run.value?.frame.pxPerMm ?? 1))

/** Holds the last part that was passed, and puts a brush into the viewer's hand. */
export function startDrawing(): void {
  const now = belt.peek().findLast(({ evaluation }) => evaluation === 'OK')
  if (!now) return
  hold(now)
  const [first = ''] = sizedClasses.peek()
  const limitMm = run.peek()?.limitsMm[brush.peek().class || first] ?? 1
  if (!sizedClasses.peek().includes(brush.peek().class))
    brush.value = { ...brush.peek(), class: first, widthMm: Math.max(0.1, Math.round(limitMm) / 10) }
  strokes.value = []
  drawProblem.value = null
  lastDrawn.value = null
  drawnOn.value = now.partId
}

export function clearStrokes(): void {
  strokes.value = []
}

export function stopDrawing(): void {
  drawnOn.value = null
  clearStrokes()
}

export function beginStroke(point: Stroke['points'][number]): void {
  if (strokes.peek().length >= 8) return
  const { tone } = brush.peek()
  const widthPx = Math.min(64, Math.max(0.5, brushPx.peek()))
  strokes.value = [...strokes.peek(), { points: [point], widthPx, tone }]
}

export function extendStroke(point: Stroke['points'][number]): void {
  const last = strokes.peek().at(-1)
  if (last)
    strokes.value = [...strokes.peek().slice(0, -1), { ...last, points: extended(last.points, point) }]
}

/** Has the part inspected as it is now, through the same light, lens, noise and model. */
export async function inspectDrawing(): Promise<void> {
  const partId = drawnOn.peek()
  if (partId === null || strokes.peek().length === 0 || isSending.peek()) return
  isSending.value = true
  const drawing = { class: brush.peek().class, strokes: [...strokes.peek()] }
  const answer = await drawOn(partId, drawing)
  isSending.value = false
  if (answer.kind === 'signed-out') phase.value = 'signed-out'
  drawProblem.value = answer.kind === 'refused' ? `${answer.error.message} ${answer.error.remedy}` : ''
  if (answer.kind !== 'ok') return
  drawProblem.value = null
  const { result, outcome } = answer.value
  outcomes.value = new Map([...outcomes.peek(), [result.partId, outcome]])
  stopDrawing()
  hold(result)
  lastDrawn.value = { ...answer.value, class: drawing.class, pod: null }
  await placeOnCurve()
}

async function placeOnCurve(): Promise<void> {
  const said = lastDrawn.peek()
  const quality = await fetchQuality()
  if (quality.kind !== 'ok' || said === null || lastDrawn.peek() !== said) return
  const curve = quality.value.curves.detection.find((each) => each.class === said.class)
  const sizeMm = Math.max(0, ...said.marks.map((mark) => mark.sizeMm))
  lastDrawn.value = { ...said, pod: podAt(curve, sizeMm) }
}
