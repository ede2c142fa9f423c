import type { ReviewDecision } from '../../edge/contract/review.ts'
import { canDecide, decide, type Said, said } from '../desk.ts'
import { words } from '../language.ts'
import { EvaluationGlyph } from './glyph.tsx'

/** One key each, far apart on the keyboard. */
export const decisionKeys: Readonly<Record<ReviewDecision, string>> = { OK: 'O', NotOK: 'N' }

/** The question and its two answers. */
export function Ask() {
  const word = words.value.desk
  const { OK, NotOK } = decisionKeys
  return (
    <div class="ask">
      <p class="ask-question" id="ask">
        {word.ask}
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: two buttons, no form */}
      <div class="answers" role="group" aria-labelledby="ask">
        <Answer decision="OK" />
        <Answer decision="NotOK" />
      </div>
      <p class="hint keys-on">{word.keysOn(OK, NotOK)}</p>
      <p class="hint keys-off">{word.keysOff(OK, NotOK)}</p>
      <div class="said" role="status">
        {said.value && <Saying now={said.value} />}
      </div>
    </div>
  )
}

/** Never `disabled`: that would take the focus away between one part and the next, and the keys with it. */
function Answer({ decision }: { readonly decision: ReviewDecision }) {
  const key = decisionKeys[decision]
  return (
    <button
      type="button"
      class={`answer ${decision}`}
      aria-disabled={!canDecide.value}
      aria-keyshortcuts={key}
      onClick={() => decide(decision)}
    >
      <EvaluationGlyph evaluation={decision} />
      <span>{words.value.desk.decision[decision]}</span>
      <kbd aria-hidden>{key}</kbd>
    </button>
  )
}

function Saying({ now }: { readonly now: Said }) {
  const word = words.value.desk
  if (now.kind === 'decided') return <p>{word.said.decided(now.partId, word.decision[now.decision])}</p>
  if (now.kind === 'taken' || now.kind === 'gone') return <p>{word.said[now.kind](now.partId)}</p>
  if (now.kind !== 'refused') return <p class="problem">{word.said[now.kind](now.partId)}</p>
  return (
    <p class="problem">
      {word.refused(now.partId)}{' '}
      <span lang="en">
        {now.error.message} {now.error.remedy}
      </span>
    </p>
  )
}
