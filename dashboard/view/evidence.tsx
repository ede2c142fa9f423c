import { useMemo } from 'preact/hooks'
import type uPlot from 'uplot'
import type { MachineCondition } from '../../edge/contract/condition.ts'
import type { EnvelopeEvidence, MachineDetail, MachineState } from '../../edge/contract/plant.ts'
import { decimal } from '../format.ts'
import { language, nameOf, words } from '../language.ts'
import { envelopeColumns, sigmaBars } from '../machine-fold.ts'
import { envelopeOptions } from './envelope-option.ts'
import { Panel } from './panel.tsx'
import { Plot } from './plot.tsx'

interface EvidenceProps {
  readonly machine: MachineState
  readonly detail: MachineDetail | null
}

/** Why the forecast says what it says: how far each indicator lies from healthy, and what the bearing sounds like. */
export function EvidencePanel({ machine, detail }: EvidenceProps) {
  const word = words.value.evidence
  const { condition, zoneLimits } = machine
  return (
    <Panel id="evidence" title={word.title}>
      <div class="evidence">
        <div>
          <h3>{word.contributors}</h3>
          {condition && condition.contributors.length > 0 ? (
            <Contributors condition={condition} />
          ) : (
            <p class="hint">{word.none}</p>
          )}
          <p class="hint">{word.unit}</p>
        </div>
        {zoneLimits && <EnvelopeChart envelope={detail?.envelope ?? null} />}
      </div>
    </Panel>
  )
}

/** From so many standard deviations on, something is noticed (edge/core/health/cause.ts). */
const noticedFrom = 3

function Contributors({ condition }: { readonly condition: MachineCondition }) {
  const word = words.value.evidence
  return (
    <ul class="sigmas">
      {sigmaBars(condition).map(({ indicator, sigmas, share }) => (
        <li key={indicator} class={Math.abs(sigmas) >= noticedFrom ? 'noticed' : ''}>
          <span>{nameOf(indicator)}</span>
          <span class="sigma-value">
            {sigmas < 0 ? '−' : '+'}
            {word.sigmas(decimal(Math.abs(sigmas), language.value, 1))}
          </span>
          <span class="sigma-track" aria-hidden>
            <i class={`sigma-bar ${sigmas < 0 ? 'under' : 'over'}`} style={{ width: `${50 * share}%` }} />
          </span>
        </li>
      ))}
    </ul>
  )
}

function EnvelopeChart({ envelope }: { readonly envelope: EnvelopeEvidence | null }) {
  const word = words.value.evidence
  const data = useMemo(
    () => (envelope ? (envelopeColumns(envelope) as unknown as uPlot.AlignedData) : null),
    [envelope],
  )
  if (!envelope || !data) return <p class="hint">{word.noEnvelope}</p>
  return (
    <figure class="chart envelope">
      <figcaption>
        {word.envelope}
        <span>{word.orders}</span>
        <span class="key bpfo">{word.bpfo}</span>
        <span class="key bpfi">{word.bpfi}</span>
      </figcaption>
      <Plot
        label={word.envelope}
        data={data}
        options={(place) => envelopeOptions(place, envelope.ordersHz)}
        shape={JSON.stringify(envelope.ordersHz)}
      />
    </figure>
  )
}
