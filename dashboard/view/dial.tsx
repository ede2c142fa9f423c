import { useSignal } from '@preact/signals'
import type { DialStep } from '../../edge/contract/report.ts'
import type { QualityState } from '../../edge/contract/review.ts'
import { decimal, percent, saving } from '../format.ts'
import { language, words } from '../language.ts'
import { inUseOf, shownStep } from '../quality-fold.ts'
import { run } from '../store.ts'
import { DialChart } from './dial-chart.tsx'
import { DialChoice } from './dial-choice.tsx'
import { Panel } from './panel.tsx'

const share = (value: number | null): string => (value === null ? '–' : percent(value, language.value))
const saved = (value: number | null): string => (value === null ? '–' : saving(value, language.value))

/** Moves the thresholds over the stored scores of the last parts: a question, until an engineer makes it a setting. */
export function Dial({ quality }: { readonly quality: QualityState }) {
  const { dial: word } = words.value
  const moved = useSignal<number | null>(null)
  const { dial, chosenStep } = quality.curves
  const at = shownStep(quality.curves, moved.value)
  const step = at === null ? undefined : dial[at]
  const inUse = inUseOf(quality)
  if (at === null || !step || !inUse) return null
  // Where the dial stands at the thresholds in use, it tells what they come to, not what their neighbours would.
  const shown = at === chosenStep ? inUse.step : step
  return (
    <Panel id="dial" title={word.title}>
      <p>{word.whatIf(decimal(quality.parts, language.value))}</p>
      <div class="dial">
        <div>
          <Slider
            at={at}
            steps={dial.length}
            inUse={chosenStep}
            says={word.speaks(share(shown.escapeRate), share(shown.falseRejectRate), share(shown.reviewRate))}
            onMove={(to) => {
              moved.value = to
            }}
          />
          <Figures step={shown} inUse={inUse} isMoved={at !== chosenStep} />
          <DialChoice
            step={at === chosenStep ? null : step}
            onDone={() => {
              moved.value = null
            }}
          />
        </div>
        <DialChart dial={dial} at={at} inUse={chosenStep} />
      </div>
      <p class="hint">{word.lesson}</p>
    </Panel>
  )
}

interface SliderProps {
  readonly at: number
  readonly steps: number
  readonly inUse: number
  readonly says: string
  readonly onMove: (to: number | null) => void
}

function Slider({ at, steps, inUse, says, onMove }: SliderProps) {
  const { dial: word } = words.value
  return (
    <div class="slider">
      <label for="dial-slider">{word.slider}</label>
      <button type="button" class="quiet" aria-disabled={at === inUse} onClick={() => onMove(null)}>
        {word.reset}
      </button>
      <div class="slider-track">
        <input
          id="dial-slider"
          type="range"
          min={0}
          max={steps - 1}
          step={1}
          value={at}
          aria-valuetext={says}
          onInput={(event) => onMove(event.currentTarget.valueAsNumber)}
        />
        <i class="in-use" style={{ '--at': inUse / Math.max(1, steps - 1) }} aria-hidden />
      </div>
      <p class="slider-ends" aria-hidden>
        <span>{word.decideAll}</span>
        <span class="in-use-key">{word.inUse}</span>
        <span>{word.reviewAll}</span>
      </p>
    </div>
  )
}

interface FiguresProps {
  readonly step: DialStep
  readonly inUse: { readonly step: DialStep; readonly isNear: boolean }
  readonly isMoved: boolean
}

/** What the chosen thresholds would have come to, each beside what those in use do. */
function Figures({ step, inUse, isMoved }: FiguresProps) {
  const { dial: word } = words.value
  const now = inUse.step
  const limits = ({ acceptBelow, rejectAtLeast }: Pick<DialStep, 'acceptBelow' | 'rejectAtLeast'>) =>
    [acceptBelow, rejectAtLeast].map((value) => decimal(value, language.value, 4)).join(' · ')
  // The thresholds themselves are known exactly, whatever the dial holds.
  const limitsNow = run.value ? limits(run.value.model) : '–'
  const rows: readonly (readonly [id: string, name: string, about: string, value: string, now: string])[] = [
    ['escape', word.escapes, word.ofDefective, share(step.escapeRate), share(now.escapeRate)],
    ['reject', word.falseRejects, word.ofGood, share(step.falseRejectRate), share(now.falseRejectRate)],
    ['review', word.review, word.ofAll, share(step.reviewRate), share(now.reviewRate)],
    ['hours', word.hours, word.againstHand, saved(step.hoursReduction), saved(now.hoursReduction)],
    ['wages', word.wages, word.againstHand, saved(step.costReduction), saved(now.costReduction)],
    ['limits', word.slider, word.limits, limits(step), limitsNow],
  ]
  const textNow = (id: string, present: string) => {
    if (id === 'limits' && (isMoved || inUse.isNear)) return word.now(present, false)
    return isMoved ? word.now(present, inUse.isNear) : '\u00a0'
  }
  return (
    <dl class="dial-figures">
      {rows.map(([id, name, about, value, present]) => (
        <div key={id} class={id}>
          <dt>
            {name} <small>{about}</small>
          </dt>
          <dd>{value}</dd>
          <dd class="now">{textNow(id, present)}</dd>
        </div>
      ))}
    </dl>
  )
}
