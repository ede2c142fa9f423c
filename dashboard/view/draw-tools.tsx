import {
  brush,
  clearStrokes,
  drawnOn,
  drawProblem,
  inspectDrawing,
  isSending,
  lastDrawn,
  type Said,
  sizedClasses,
  stopDrawing,
  strokes,
} from '../draw.ts'
import { decimal, millimetres, percent } from '../format.ts'
import { language, nameOf, words } from '../language.ts'
import { held, run } from '../store.ts'

/** The brush while somebody draws; afterwards, what came of it. */
export function DrawTools() {
  const { draw } = words.value
  const said = lastDrawn.value
  if (drawnOn.value !== null) return <Brush />
  if (said && held.value?.partId === said.result.partId)
    return (
      <p class="drawn-said" role="status">
        {draw.said(...figuresOf(said))} {said.pod !== null && draw.pod(percent(said.pod, language.value))}{' '}
        <span class="hint">{draw.notCounted}</span>
      </p>
    )
  return null
}

function figuresOf({
  class: name,
  marks,
}: Said): [name: string, size: string, ratio: string, isFound: boolean] {
  const largest = marks.toSorted((a, b) => b.sizeMm - a.sizeMm)[0]
  const spoken = language.value
  return [
    nameOf(name),
    millimetres(largest?.sizeMm ?? 0, spoken),
    decimal(largest?.sizeOverLimit ?? 0, spoken, 2),
    marks.some(({ isReported }) => isReported),
  ]
}

const set = (change: Partial<typeof brush.value>) => {
  brush.value = { ...brush.peek(), ...change }
}

function Brush() {
  const { draw } = words.value
  const now = brush.value
  const limitMm = run.value?.limitsMm[now.class] ?? 1
  return (
    <div class="draw-tools">
      <label>
        <span>{draw.class}</span>
        <select value={now.class} onChange={(event) => set({ class: event.currentTarget.value })}>
          {sizedClasses.value.map((name) => (
            <option key={name} value={name}>
              {nameOf(name)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{draw.width(millimetres(now.widthMm, language.value))}</span>
        <input
          type="range"
          min={0.1}
          max={Math.max(1, limitMm)}
          step={0.1}
          value={now.widthMm}
          onInput={(event) => set({ widthMm: event.currentTarget.valueAsNumber })}
        />
      </label>
      <Buttons isBright={now.tone === 'bright'} />
      <p class="hint">{draw.hint(nameOf(now.class), millimetres(limitMm, language.value))}</p>
      <p class="problem" role="alert" lang="en">
        {drawProblem.value === '' ? draw.failed : drawProblem.value}
      </p>
    </div>
  )
}

function Buttons({ isBright }: { readonly isBright: boolean }) {
  const { draw } = words.value
  const isIdle = strokes.value.length === 0 || isSending.value
  return (
    <>
      <button
        type="button"
        class="quiet"
        aria-pressed={isBright}
        onClick={() => set({ tone: isBright ? 'dark' : 'bright' })}
      >
        {draw.bright}
      </button>
      <button type="button" class="quiet" onClick={clearStrokes}>
        {draw.clear}
      </button>
      <button type="button" class="main" aria-disabled={isIdle} onClick={inspectDrawing}>
        {draw.inspect}
      </button>
      <button type="button" class="quiet" onClick={stopDrawing}>
        {draw.cancel}
      </button>
    </>
  )
}
