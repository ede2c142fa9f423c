import type { Evidence } from '../../edge/contract/claim.ts'
import { decimal, duration, plainPercent } from '../format.ts'
import { language, words } from '../language.ts'
import { run, verification } from '../store.ts'
import { EvidenceChart } from './evidence-chart.tsx'
import { EvidenceMeter } from './evidence-meter.tsx'
import { Panel } from './panel.tsx'

/** The claim and what the evidence says of it now: three values, never two (law 6). */
export function Claim() {
  const { claim } = words.value
  const said = verification.value
  return (
    <Panel id="claim" title={claim.title}>
      {said ? <Body evidence={said.evidence} /> : <p class="waiting">{claim.waiting}</p>}
    </Panel>
  )
}

function Body({ evidence }: { readonly evidence: Evidence }) {
  const { claim, simulatedHint } = words.value
  const spoken = language.value
  const { claimedErrorRate, errors, decided, verdict } = evidence
  return (
    <>
      <p class="claim-text">{claim.text(plainPercent(1 - claimedErrorRate, spoken))}</p>
      <p class={`claim-verdict ${verdict}`}>{claim.verdict[verdict]}</p>
      <p class="claim-left">{whatIsLeft(evidence)}</p>
      <p class="claim-errors">{claim.errors(decimal(errors, spoken), decimal(decided, spoken))}</p>
      <EvidenceMeter name={claim.evidenceFor} kind="demonstrate" e={evidence.eDemonstrate} />
      <EvidenceMeter name={claim.evidenceAgainst} kind="refute" e={evidence.eRefute} />
      <EvidenceChart evidence={evidence} />
      <p class="hint">
        {claim.anytime} {run.value?.isSimulated && simulatedHint}
      </p>
    </>
  )
}

function whatIsLeft({ verdict, partsLeft, secondsLeft, decided }: Evidence): string {
  const { claim } = words.value
  if (verdict === 'demonstrated') return claim.settledDemonstrated
  if (verdict === 'refuted') return claim.settledRefuted
  if (decided === 0 && (verification.value?.tally.unknownTruth ?? 0) > 0) return claim.unknownTruth
  const time = secondsLeft === null ? null : duration(secondsLeft, language.value)
  return claim.left(decimal(partsLeft ?? 0, language.value), time)
}
