import type { ResultData } from '../../edge/contract/event.ts'
import { words } from '../language.ts'
import { goLive, held, hold, outcomes, shownBelt, stillBelt } from '../store.ts'
import { EvaluationGlyph, OutcomeMark } from './glyph.tsx'
import { Panel } from './panel.tsx'

const shownParts = 40

/** The belt of the last verdicts. It stands still under a mouse and while a part is held, so that it can be hit. */
export function Strip() {
  const { strip } = words.value
  const parts = shownBelt.value.slice(-shownParts)
  const heldHere = parts.find((part) => part.partId === held.value?.partId)
  const isStill = stillBelt.value !== null && held.value === null
  return (
    <Panel id="strip" title={strip.title} aside={<Legend />}>
      <div
        class="belt"
        role="listbox"
        tabIndex={0}
        aria-labelledby="strip-title"
        aria-describedby="strip-hint"
        aria-orientation="horizontal"
        aria-activedescendant={heldHere && tileId(heldHere)}
        onClick={(event) => holdUnder(event, parts)}
        onKeyDown={(event) => moveBy(event, parts)}
        onPointerEnter={(event) => event.pointerType === 'mouse' && standStill()}
        onPointerDown={standStill}
        onPointerLeave={(event) => event.pointerType === 'mouse' && moveOn()}
        onPointerCancel={moveOn}
      >
        {parts.map((part) => (
          <Tile key={part.partId} part={part} />
        ))}
      </div>
      <p class="hint" id="strip-hint">
        {isStill ? strip.still : strip.hint}
      </p>
    </Panel>
  )
}

const tileId = (part: ResultData): string => `tile-${part.sequence}`

function standStill() {
  stillBelt.value = shownBelt.value
}

function moveOn() {
  if (!held.value) goLive()
}

function holdUnder({ target }: MouseEvent, parts: readonly ResultData[]) {
  const id = target instanceof Element ? target.closest('[role=option]')?.id : undefined
  const part = parts.find((candidate) => tileId(candidate) === id)
  if (part) hold(part)
}

function moveBy(event: KeyboardEvent, parts: readonly ResultData[]) {
  const heldAt = parts.findIndex((part) => part.partId === held.value?.partId)
  const at = heldAt < 0 ? parts.length : heldAt
  const steps: Record<string, number> = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    Home: 0,
    End: parts.length - 1,
    Enter: parts.length - 1,
    ' ': parts.length - 1,
  }
  const to = steps[event.key]
  if (to === undefined) return
  event.preventDefault()
  const part = parts[Math.min(parts.length - 1, Math.max(0, to))]
  if (part) hold(part)
}

function Tile({ part }: { readonly part: ResultData }) {
  const { strip, evaluation, outcome, outcomePending } = words.value
  const known = outcomes.value.get(part.partId)
  const isHeld = held.value?.partId === part.partId
  const label = strip.tile(part.partId, evaluation[part.evaluation], known ? outcome[known] : outcomePending)
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: focus stays on the belt (aria-activedescendant); tiles leave it
    <div
      id={tileId(part)}
      class={`tile ${part.evaluation}`}
      role="option"
      aria-selected={isHeld}
      aria-label={label}
      title={label}
    >
      <span class="face">
        <EvaluationGlyph evaluation={part.evaluation} />
      </span>
      <OutcomeMark outcome={known} />
    </div>
  )
}

function Legend() {
  const { strip, evaluation } = words.value
  return (
    <p class="legend" aria-hidden>
      {(['OK', 'NotOK', 'NotDecidable'] as const).map((kind) => (
        <span key={kind} class={`tile ${kind}`}>
          <span class="face">
            <EvaluationGlyph evaluation={kind} />
          </span>
          {evaluation[kind]}
        </span>
      ))}
      <span>
        <OutcomeMark outcome="escape" /> {strip.escape}
      </span>
      <span>
        <OutcomeMark outcome="false-reject" /> {strip.falseReject}
      </span>
    </p>
  )
}
