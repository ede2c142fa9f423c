import { useEffect, useRef } from 'preact/hooks'
import { Assumptions } from '../../edge/contract/assumption.ts'
import type { Clock } from '../../edge/contract/port.ts'
import { decimal, percent } from '../format.ts'
import {
  answer,
  gathered,
  handByModel,
  handByPerson,
  handFigures,
  handParts,
  handPresent,
  handState,
  handTaktMs,
  handTrials,
  startHand,
  stopHand,
} from '../hand.ts'
import { assistedSeconds, type Score } from '../hand-fold.ts'
import { language, words } from '../language.ts'
import { verification } from '../store.ts'
import { EvaluationGlyph } from './glyph.tsx'
import { Panel } from './panel.tsx'

const keys = { O: 'OK', N: 'NotOK' } as const

/** Where a trainee inspects parts of the line by hand, under takt; what the model said is shown afterwards. */
export function HandStation({ clock }: { readonly clock: Clock }) {
  useEffect(() => stopHand, [])
  const word = words.value.classroom.hand
  const decideByKey = ({ key, repeat, ctrlKey, altKey, metaKey }: KeyboardEvent) => {
    const said = keys[key.toUpperCase() as keyof typeof keys]
    if (said && !repeat && !ctrlKey && !altKey && !metaKey) answer(said, clock)
  }
  return (
    <Panel id="hand" title={word.title}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it hears the keys of what lies within */}
      <div class="hand" onKeyDown={decideByKey}>
        {handState.value === 'inspecting' ? <Inspecting clock={clock} /> : <Start clock={clock} />}
      </div>
      {handState.value === 'done' && <Result />}
    </Panel>
  )
}

function Start({ clock }: { readonly clock: Clock }) {
  const word = words.value.classroom.hand
  const isGathering = handState.value === 'gathering'
  return (
    <>
      <p>{word.intro(decimal(handParts, language.value), decimal(handTaktMs / 1000, language.value))}</p>
      <p class="hint">{word.keys}</p>
      <p>
        <button
          type="button"
          class="main"
          aria-disabled={isGathering}
          onClick={() => !isGathering && startHand(clock)}
        >
          {isGathering
            ? word.gathering(decimal(gathered.value, language.value))
            : handState.value === 'done'
              ? word.again
              : word.start}
        </button>
      </p>
    </>
  )
}

function Inspecting({ clock }: { readonly clock: Clock }) {
  const word = words.value.classroom.hand
  const canvas = useRef<HTMLCanvasElement>(null)
  const first = useRef<HTMLButtonElement>(null)
  const part = handPresent.value
  useEffect(() => first.current?.focus(), [])
  useEffect(() => {
    if (!canvas.current || !part) return
    canvas.current.width = part.image.width
    canvas.current.height = part.image.height
    canvas.current.getContext('2d')?.drawImage(part.image, 0, 0)
  }, [part])
  const at = decimal(handTrials.value.length + 1, language.value)
  return (
    <>
      <p class="hint" role="status">
        {word.part(at, decimal(handParts, language.value))}
      </p>
      <canvas ref={canvas} class="hand-picture" role="img" aria-label={word.picture} />
      {/* A new bar for each part: it runs out with the takt. */}
      <div key={part?.result.partId} class="takt" aria-hidden>
        <i />
      </div>
      <p class="ask-question">{word.ask}</p>
      <div class="answers">
        {(['OK', 'NotOK'] as const).map((said, index) => (
          <button
            key={said}
            ref={index === 0 ? first : null}
            type="button"
            class={`answer ${said}`}
            onClick={() => answer(said, clock)}
          >
            <EvaluationGlyph evaluation={said} />
            <span>{words.value.desk.decision[said]}</span>
            <kbd aria-hidden>{said === 'OK' ? 'O' : 'N'}</kbd>
          </button>
        ))}
      </div>
      <p>
        <button type="button" class="quiet" onClick={stopHand}>
          {word.stop}
        </button>
      </p>
    </>
  )
}

function Result() {
  const word = words.value.classroom.hand
  const [you, model] = [handByPerson.value, handByModel.value]
  const number = (value: number, digits = 0) => decimal(value, language.value, digits)
  const seconds = handFigures.value.handSecondsPerPart ?? null
  const late = handTrials.value.filter(({ isLate }) => isLate).length
  const kappa = ({ kappa: value }: Score) => (value === null ? '–' : number(value, 2))
  const rows: readonly (readonly [string, string, string])[] = [
    [
      word.escapes,
      word.of(number(you.escapes), number(you.defective)),
      word.of(number(model.escapes), number(model.defective)),
    ],
    [
      word.falseRejects,
      word.of(number(you.falseRejects), number(you.good)),
      word.of(number(model.falseRejects), number(model.good)),
    ],
    [word.undecided, number(you.undecided), number(model.undecided)],
    [word.kappa, kappa(you), kappa(model)],
    [word.late, number(late), '–'],
    [word.seconds, seconds === null ? '–' : number(seconds, 1), '–'],
  ]
  return (
    <div class="hand-result">
      <h3>{word.result}</h3>
      <table class="lesson-table">
        <thead>
          <tr>
            <td />
            <th scope="col">{word.you}</th>
            <th scope="col">{word.model}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, index) => (
                <td key={index}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Hours seconds={seconds} />
      <p class="hint">{word.few}</p>
    </div>
  )
}

/** The labour of this line at the pace of the person at hand. */
function Hours({ seconds }: { readonly seconds: number | null }) {
  const tally = verification.value?.tally
  const assisted = tally && seconds !== null && assistedSeconds(tally, Assumptions.parse({}), seconds)
  if (!assisted || !seconds) return null
  return <p>{words.value.classroom.hand.hours(percent(1 - assisted / seconds, language.value))}</p>
}
