import { decimal } from '../format.ts'
import { language, words } from '../language.ts'
import { run } from '../store.ts'

const place = (value: number): string => `${100 * Math.min(1, Math.max(0, value))}%`

/** The score between 0 and 1 with the two thresholds: left passes, right is refused, the gap is undecided. */
export function ScoreScale({ score }: { readonly score: number | null }) {
  const word = words.value.verdict
  const model = run.value?.model
  if (!model) return null
  const { acceptBelow, rejectAtLeast } = model
  const isRefused = score !== null && score >= rejectAtLeast
  const isDoubtful = score !== null && score >= acceptBelow && !isRefused
  const says = score === null ? word.noScore : decimal(score, language.value, 3)
  return (
    <div class="score">
      <p>
        <span>{word.score}</span> <b>{says}</b>
      </p>
      <div class="score-track" aria-hidden>
        <i
          class={`zone undecided ${isDoubtful ? 'here' : ''}`}
          style={{ left: place(acceptBelow), right: place(1 - rejectAtLeast) }}
        />
        <i class={`zone refused ${isRefused ? 'here' : ''}`} style={{ left: place(rejectAtLeast) }} />
        {score !== null && <i class="needle" style={{ left: place(score) }} />}
      </div>
      <p class="score-limits">
        <span>
          {word.acceptBelow} {decimal(acceptBelow, language.value, 4)}
        </span>
        <span>
          {word.rejectAtLeast} {decimal(rejectAtLeast, language.value, 4)}
        </span>
      </p>
    </div>
  )
}
