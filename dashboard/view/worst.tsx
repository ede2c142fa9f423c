import { useSignal } from '@preact/signals'
import type { QualityState } from '../../edge/contract/review.ts'
import { fetchPart } from '../api.ts'
import { decimal } from '../format.ts'
import { language, words } from '../language.ts'
import { belt, hold, phase } from '../store.ts'
import { openTab } from '../tab.ts'
import { Detail } from './detail.tsx'
import { EvaluationGlyph, OutcomeMark } from './glyph.tsx'
import { Panel } from './panel.tsx'
import { Thumb } from './thumb.tsx'

type WorstPart = QualityState['worst'][number]

/** The parts that a person should look at: the surest errors first, then the greatest doubts. */
export function Worst({ worst }: { readonly worst: QualityState['worst'] }) {
  const { worst: word } = words.value
  const problem = useSignal(false)
  const show = async (partId: string) => {
    problem.value = !(await holdPart(partId))
  }
  return (
    <Panel id="worst" title={word.title} aside={<span class="hint">{word.hint}</span>}>
      <p class="problem" role="alert">
        {problem.value && word.missing}
      </p>
      {worst.length === 0 && <p class="waiting">{word.empty}</p>}
      <ul class="worst">
        {worst.map((part) => (
          <li key={part.partId}>
            <Card part={part} onPress={() => show(part.partId)} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

/** Holds the part on the line view, from the belt or from the book; false if neither knows it. */
async function holdPart(partId: string): Promise<boolean> {
  const onBelt = belt.peek().find((result) => result.partId === partId)
  const answer = onBelt ? ({ kind: 'ok', value: onBelt } as const) : await fetchPart(partId)
  if (answer.kind === 'signed-out') phase.value = 'signed-out'
  if (answer.kind !== 'ok') return false
  hold(answer.value)
  openTab('line')
  document.getElementById('content')?.focus()
  return true
}

function Card({ part, onPress }: { readonly part: WorstPart; readonly onPress: () => Promise<void> }) {
  const { worst: word, outcome, verdict } = words.value
  return (
    <button type="button" class={`worst-part ${part.outcome}`} onClick={onPress}>
      <Thumb partId={part.partId} />
      <span class="worst-head">
        {part.outcome === 'undecided' ? (
          <EvaluationGlyph evaluation="NotDecidable" />
        ) : (
          <OutcomeMark outcome={part.outcome} />
        )}
        <b>{word.outcome[part.outcome] ?? outcome[part.outcome]}</b>
        <span>
          <span class="visually-hidden">{verdict.score}</span>{' '}
          {part.score === null ? verdict.noScore : decimal(part.score, language.value, 3)}
        </span>
      </span>
      <span class="worst-detail">
        <Detail text={part.detail} />
      </span>
      <span class="mono">{part.partId}</span>
    </button>
  )
}
