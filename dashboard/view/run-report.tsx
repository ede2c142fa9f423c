import { decimal, percent, plainPercent } from '../format.ts'
import { language, nameOf, words } from '../language.ts'
import { condition, run, thresholds, verification } from '../store.ts'
import { type Pair, Pairs } from './pairs.tsx'
import { Panel } from './panel.tsx'

/** What the run has shown until now, to print and to sign; on the screen only the way there. */
export function RunReport({ atMs }: { readonly atMs: number }) {
  const { report } = words.value
  const known = run.value
  if (!known) return null
  return (
    <Panel
      id="report"
      title={report.title}
      aside={
        <button type="button" onClick={() => print()}>
          {report.print}
        </button>
      }
    >
      <p class="hint">
        {report.about}{' '}
        <code>
          npx jidoka verify {known.isSimulated ? `--line ${known.line}` : `--dataset "${known.source}"`}{' '}
          --report report.html
        </code>
      </p>
      <div class="on-paper">
        <Identity atMs={atMs} />
        <Evidence />
        <Signatures />
      </div>
    </Panel>
  )
}

/** All that tells this run from any other, and makes it again. */
function Identity({ atMs }: { readonly atMs: number }) {
  const { report, verdict, simulated } = words.value
  const known = run.value
  if (!known) return null
  const { model } = known
  const by = thresholds.value?.by ?? null
  const limit = (value: number) => decimal(value, language.value, 4)
  const rows: Pair[] = [
    [report.at, new Date(atMs).toISOString()],
    [report.line, known.isSimulated ? `${nameOf(known.line)} · ${simulated}` : nameOf(known.line)],
    [report.run, <code key="run">{known.runId}</code>],
    [report.model, <code key="model">{`${model.name} ${model.sha256}`}</code>],
    [
      report.thresholds,
      `${verdict.acceptBelow} ${limit(model.acceptBelow)}, ${verdict.rejectAtLeast} ${limit(model.rejectAtLeast)}${by ? ` (${by})` : ''}`,
    ],
    [report.lamp, plainPercent(condition.value?.lampLevel ?? 1, language.value)],
    [report.again, <code key="again">{known.replayCommand}</code>],
  ]
  return <Pairs rows={rows} />
}

function Evidence() {
  const { report, claim, count } = words.value
  const said = verification.value
  if (!said) return null
  const share = (value: number) => percent(value, language.value)
  const whole = (value: number) => decimal(value, language.value)
  const { tally, falseReject, evidence } = said
  const bounded = ({ count: errors, n, upper95 }: typeof falseReject, of: (n: string) => string) =>
    `${whole(errors)} ${of(whole(n))}, ${count.atMost} ${share(upper95)}`
  const rows: Pair[] = [
    [
      claim.text(plainPercent(1 - evidence.claimedErrorRate, language.value)),
      <b key="verdict">{claim.verdict[evidence.verdict]}</b>,
    ],
    [report.errors, claim.errors(whole(evidence.errors), whole(evidence.decided))],
    [count.escapes, bounded(said.escape, count.ofDefective)],
    [count.falseRejects, bounded(falseReject, count.ofGood)],
    [report.undecided, whole(tally.undecidedDefective + tally.undecidedGood)],
  ]
  return (
    <>
      <Pairs rows={rows} />
      <p class="hint">{count.bound}</p>
    </>
  )
}

function Signatures() {
  const { report } = words.value
  return (
    <table class="signatures">
      <thead>
        <tr>
          {report.columns.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {report.roles.map((role) => (
          <tr key={role}>
            <th scope="row">{role}</th>
            <td />
            <td />
            <td />
          </tr>
        ))}
      </tbody>
    </table>
  )
}
