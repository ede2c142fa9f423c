import { useSignal } from '@preact/signals'
import type { DialStep } from '../../edge/contract/report.ts'
import type { ThresholdChange } from '../../edge/contract/threshold.ts'
import { chooseThresholds } from '../api.ts'
import { words } from '../language.ts'
import { hearThresholds, phase, thresholds } from '../store.ts'

interface DialChoiceProps {
  /** null: the dial stands where the line does. */
  readonly step: DialStep | null
  onDone(): void
}

/** Makes the line decide by what the dial shows, or by the card again. */
export function DialChoice({ step, onDone }: DialChoiceProps) {
  const { dial: word } = words.value
  const problem = useSignal<string | null>(null)
  const now = thresholds.value
  const choose = async (change: ThresholdChange | null) => {
    const answer = await chooseThresholds(change)
    problem.value = null
    if (answer.kind === 'signed-out') phase.value = 'signed-out'
    else if (answer.kind === 'refused') problem.value = `${answer.error.message} ${answer.error.remedy}`
    else if (answer.kind !== 'ok') problem.value = word.failed
    else {
      hearThresholds(answer.value)
      onDone()
    }
  }
  return (
    <div class="dial-choice">
      {step && (
        <button
          type="button"
          onClick={() => choose({ acceptBelow: step.acceptBelow, rejectAtLeast: step.rejectAtLeast })}
        >
          {word.use}
        </button>
      )}
      {now && !now.isOfCard && (
        <>
          <button type="button" class="quiet" onClick={() => choose(null)}>
            {word.useCard}
          </button>
          <span class="hint">{word.chosenBy(now.by ?? '–')}</span>
        </>
      )}
      <p class="problem" role="alert" lang="en">
        {problem.value}
      </p>
    </div>
  )
}
