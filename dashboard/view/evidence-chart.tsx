import { useMemo } from 'preact/hooks'
import type uPlot from 'uplot'
import type { Evidence } from '../../edge/contract/claim.ts'
import { type EvidencePoint, log10Evidence } from '../fold.ts'
import { decimal } from '../format.ts'
import { language, words } from '../language.ts'
import { evidencePath } from '../store.ts'
import { chartOptions, settledLog10 } from './chart-option.ts'
import { Plot } from './plot.tsx'

/** The evidence's path with the way that is left, dashed, if no more errors come. */
function dataOf(path: readonly EvidencePoint[], evidence: Evidence): uPlot.AlignedData {
  const ahead = evidence.partsLeft ?? 0
  const xs = path.map((point) => point.decided)
  const gap = path.map(() => null)
  const toGo = ahead > 0 ? [settledLog10] : []
  return [
    ahead > 0 ? [...xs, evidence.decided + ahead] : xs,
    [...path.map((point) => point.demonstrate), ...toGo.map(() => null)],
    [...path.map((point) => point.refute), ...toGo.map(() => null)],
    ahead > 0 ? [...gap.slice(1), log10Evidence(evidence.eDemonstrate), ...toGo] : gap,
  ]
}

/** log10 E over decided parts, with the line at 20 that settles the claim. */
export function EvidenceChart({ evidence }: { readonly evidence: Evidence }) {
  const { claim } = words.value
  const spoken = language.value
  const path = evidencePath.value
  const data = useMemo(() => dataOf(path, evidence), [path])
  return (
    <figure class="chart">
      <figcaption>
        {claim.chart}
        <span class="key demonstrate">{claim.chartFor}</span>
        <span class="key refute">{claim.chartAgainst}</span>
        {evidence.partsLeft !== null && evidence.partsLeft > 0 && (
          <span class="key ahead">{claim.chartAhead}</span>
        )}
      </figcaption>
      <Plot
        label={claim.chart}
        data={data}
        options={(place) => chartOptions(place, (count) => decimal(count, spoken))}
      />
    </figure>
  )
}
