import type { Verification } from '../../edge/contract/claim.ts'
import type { Evaluation } from '../../edge/contract/inspection.ts'
import { countsOf, totalOf } from '../fold.ts'
import { decimal, percent } from '../format.ts'
import { language, words } from '../language.ts'
import { countsSinceOpened, verification } from '../store.ts'
import { ErrorRate } from './error-rate.tsx'
import { EvaluationGlyph } from './glyph.tsx'
import { Panel } from './panel.tsx'

/** How many parts, how evaluated, and the two ways of being wrong: always apart (law 5). */
export function Count() {
  const { count, claim } = words.value
  const said = verification.value
  const isUnknown = said !== null && said.tally.unknownTruth > 0
  return (
    <Panel id="count" title={count.title}>
      <Totals said={said} isUnknown={isUnknown} />
      {isUnknown && <p class="hint">{count.sinceOpened}</p>}
      {said ? <ErrorRates said={said} /> : <p class="waiting">{claim.waiting}</p>}
    </Panel>
  )
}

function Totals({ said, isUnknown }: { readonly said: Verification | null; readonly isUnknown: boolean }) {
  const { count, evaluation } = words.value
  const counts = said && !isUnknown ? countsOf(said.tally) : countsSinceOpened.value
  const total = totalOf(counts)
  return (
    <dl class="totals">
      <div>
        <dt>{count.parts}</dt>
        <dd>{decimal(total, language.value)}</dd>
      </div>
      {(Object.keys(counts) as Evaluation[]).map((kind) => (
        <div key={kind} class={kind}>
          <dt>
            <EvaluationGlyph evaluation={kind} /> {evaluation[kind]}
          </dt>
          <dd>{decimal(counts[kind], language.value)}</dd>
          <dd class="share">{total > 0 ? percent(counts[kind] / total, language.value) : '–'}</dd>
        </div>
      ))}
    </dl>
  )
}

function ErrorRates({ said }: { readonly said: Verification }) {
  const { count } = words.value
  return (
    <>
      <div class="error-rates">
        <ErrorRate
          outcome="escape"
          name={count.escapes}
          about={count.escapesHint}
          of={count.ofDefective}
          rate={said.escape}
        />
        <ErrorRate
          outcome="false-reject"
          name={count.falseRejects}
          about={count.falseRejectsHint}
          of={count.ofGood}
          rate={said.falseReject}
        />
      </div>
      <p class="hint">{count.bound}</p>
    </>
  )
}
