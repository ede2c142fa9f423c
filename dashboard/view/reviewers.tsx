import { desk } from '../desk.ts'
import { reviewersOf } from '../desk-fold.ts'
import { decimal, percent } from '../format.ts'
import { language, words } from '../language.ts'
import { Panel } from './panel.tsx'

/** How the people at the desk did, where the truth is known. */
export function Reviewers() {
  const { reviewers: word } = words.value
  const now = desk.value
  if (!now) return null
  const spoken = language.value
  const { known, right, passed, refused } = reviewersOf(now.reviewTally)
  const of = (count: number, n: number) =>
    n === 0 ? '–' : `${word.of(decimal(count, spoken), decimal(n, spoken))} (${percent(count / n, spoken)})`
  const figures = [
    [word.reviewed, decimal(now.reviewed, spoken)],
    [word.right, of(right, known)],
    [word.passed, of(passed.count, passed.n)],
    [word.refused, of(refused.count, refused.n)],
  ]
  return (
    <Panel id="reviewers" title={word.title}>
      <dl class="pairs">
        {(known > 0 ? figures : figures.slice(0, 1)).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {known === 0 && <p class="hint">{word.none}</p>}
      <p class="hint">{word.err}</p>
    </Panel>
  )
}
