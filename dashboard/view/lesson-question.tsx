import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { BlockOf } from '../../edge/contract/lesson.ts'
import { decimal } from '../format.ts'
import { language, words } from '../language.ts'
import { doneBlocks, markDone } from '../lesson.ts'
import { numberIn, wantedOf } from '../lesson-fold.ts'
import { figureNow } from '../live-figure.ts'
import { sayAnswer } from '../outbox.ts'

interface QuestionProps<Kind extends 'choice' | 'number'> {
  readonly block: BlockOf<Kind>
  readonly name: string
}

/** Any option may be tried; each says why it is right or not. */
export function ChoiceQuestion({ block, name }: QuestionProps<'choice'>) {
  const word = words.value.classroom
  const group = useId()
  const rightAt = block.options.findIndex(({ isRight }) => isRight)
  const chosen = useSignal(doneBlocks.value.has(name) ? rightAt : -1)
  const choose = (index: number) => {
    chosen.value = index
    sayAnswer(name, index, null)
    if (index === rightAt) markDone(name)
  }
  const option = block.options[chosen.value]
  return (
    <fieldset class="question">
      <legend>{block.question}</legend>
      {block.options.map(({ text }, index) => (
        <label key={index}>
          <input type="radio" name={group} checked={chosen.value === index} onChange={() => choose(index)} />
          <span>{text}</span>
        </label>
      ))}
      <div role="status">
        {option && (
          <p class={option.isRight ? 'judged right' : 'judged wrong'}>
            <b>{option.isRight ? word.right : word.wrong}</b> {option.because}
          </p>
        )}
      </div>
    </fieldset>
  )
}

/** After so many wrong numbers the right one is shown: a lesson is no trap. */
const mostTries = 2

/** What was found of a number; `wanted` once it may be told. */
type Judged =
  | { readonly kind: 'right' | 'told'; readonly wanted: number }
  | { readonly kind: 'noNumber' | 'unknownYet' | 'tryAgain'; readonly wanted: null }

export function NumberQuestion({ block, name }: QuestionProps<'number'>) {
  const word = words.value.classroom
  const field = useId()
  const given = useSignal('')
  const tries = useSignal(0)
  const judged = useSignal<Judged | null>(null)
  const check = (event: Event) => {
    event.preventDefault()
    judged.value = judge(block, given.value, () => ++tries.value > mostTries - 1)
    const value = numberIn(given.value)
    const wanted = wantedOf(block, figureNow)
    if (value !== null && wanted !== null)
      sayAnswer(name, value, typeof block.answer === 'number' ? null : wanted)
    if (judged.value.wanted !== null) markDone(name)
  }
  return (
    <form class="question" onSubmit={check}>
      <label for={field}>{block.question}</label>
      <p class="number-answer">
        <input
          id={field}
          type="text"
          inputMode="decimal"
          autocomplete="off"
          value={given.value}
          onInput={({ currentTarget }) => {
            given.value = currentTarget.value
          }}
        />
        <span>{block.unit}</span>
        <button type="submit">{word.check}</button>
        {doneBlocks.value.has(name) && !judged.value && <span class="hint">✓ {word.done}</span>}
      </p>
      <div role="status">{judged.value && <Judgement block={block} judged={judged.value} />}</div>
    </form>
  )
}

function judge(block: BlockOf<'number'>, text: string, isLastTry: () => boolean): Judged {
  const value = numberIn(text)
  if (value === null) return { kind: 'noNumber', wanted: null }
  const wanted = wantedOf(block, figureNow)
  if (wanted === null) return { kind: 'unknownYet', wanted: null }
  // A hair more, since 0.1 + 0.2 is not 0.3.
  if (Math.abs(value - wanted) <= block.within + 1e-9) return { kind: 'right', wanted }
  return isLastTry() ? { kind: 'told', wanted } : { kind: 'tryAgain', wanted: null }
}

function Judgement({ block, judged }: { readonly block: BlockOf<'number'>; readonly judged: Judged }) {
  const word = words.value.classroom
  if (judged.wanted === null) return <p class="judged wrong">{word[judged.kind]}</p>
  const digits = Math.abs(judged.wanted) < 10 ? 2 : Math.abs(judged.wanted) < 1000 ? 1 : 0
  const unit = block.unit === '' || block.unit === '%' ? block.unit : ` ${block.unit}`
  const shown = decimal(judged.wanted, language.value, Number.isInteger(judged.wanted) ? 0 : digits)
  return (
    <p class={judged.kind === 'right' ? 'judged right' : 'judged wrong'}>
      <b>{judged.kind === 'right' ? word.right : word.wrong}</b> {word.itIs(shown, unit)} {block.because}
    </p>
  )
}
