import type { SuspectedMachine } from '../../edge/contract/condition.ts'
import type { ResultData } from '../../edge/contract/event.ts'
import type { Defect } from '../../edge/contract/inspection.ts'
import { millimetres, milliseconds, percent } from '../format.ts'
import { language, nameOf, words } from '../language.ts'
import { outcomes, run } from '../store.ts'
import { Detail } from './detail.tsx'
import { EvaluationGlyph, OutcomeMark } from './glyph.tsx'
import { ScoreScale } from './score-scale.tsx'
import { weightOf } from './weight.ts'

/** The verdict on one part: the word large, why, how near the thresholds, and every mark. */
export function Verdict({ result }: { readonly result: ResultData }) {
  const { verdict, evaluation, reason } = words.value
  return (
    <div class="verdict">
      <h3 class="visually-hidden">{verdict.title}</h3>
      <p class={`evaluation ${result.evaluation}`}>
        <EvaluationGlyph evaluation={result.evaluation} />
        <span>{evaluation[result.evaluation]}</span>
      </p>
      <p class="reason">{reason[result.reason]}</p>
      <p class="detail">
        <Detail text={result.detail} />
      </p>
      <ScoreScale score={result.score} />
      <div class="marks-box">
        <Marks defects={result.defects} />
      </div>
      <Facts result={result} />
    </div>
  )
}

const mostMarks = 4

/** What the model reports on the part, the weightiest first. */
export function Marks({ defects }: { readonly defects: readonly Defect[] }) {
  const word = words.value.verdict
  const limits = run.value?.limitsMm ?? {}
  return (
    <table class="marks">
      <caption class="visually-hidden">{word.marks}</caption>
      <thead>
        <tr>
          <th scope="col">{word.class}</th>
          <th scope="col">{word.size}</th>
          <th scope="col">{word.limit}</th>
          <th scope="col">{word.chance}</th>
        </tr>
      </thead>
      <tbody>
        {defects.slice(0, mostMarks).map((defect, index) => (
          <MarkRow key={index} defect={defect} limitMm={limits[defect.class]} />
        ))}
        {defects.length === 0 && (
          <tr>
            <td colSpan={4} class="none">
              {word.noMarks}
            </td>
          </tr>
        )}
      </tbody>
    </table>
  )
}

function MarkRow({ defect, limitMm }: { readonly defect: Defect; readonly limitMm: number | undefined }) {
  const spoken = language.value
  return (
    <tr class={weightOf(defect)}>
      <th scope="row">{nameOf(defect.class)}</th>
      <td>{millimetres(defect.sizeMm, spoken)}</td>
      <td>{limitMm === undefined ? '–' : millimetres(limitMm, spoken)}</td>
      <td>{percent(defect.score, spoken)}</td>
    </tr>
  )
}

function Facts({ result }: { readonly result: ResultData }) {
  const { verdict, outcome, outcomePending } = words.value
  const known = outcomes.value.get(result.partId)
  return (
    <dl class="facts">
      <div>
        <dt>{verdict.part}</dt>
        <dd class="mono">{result.partId}</dd>
      </div>
      <div>
        <dt>{verdict.latency}</dt>
        <dd>{milliseconds(result.latencyMs, language.value)}&#8239;ms</dd>
      </div>
      {result.suspectedMachine && (
        <div class="suspected">
          <dt>{verdict.suspected}</dt>
          <dd>{sourceOf(result.suspectedMachine)}</dd>
        </div>
      )}
      <div class={`truth ${known ?? ''}`}>
        <dt>{verdict.truth}</dt>
        <dd>
          <OutcomeMark outcome={known} /> {known ? outcome[known] : outcomePending}
        </dd>
      </div>
    </dl>
  )
}

/** `mill spindle · spall on a bearing ring` */
const sourceOf = ({ kind, advice: { cause } }: SuspectedMachine): string =>
  [kind, ...(cause ? [cause.cause] : [])].map(nameOf).join(' · ')
