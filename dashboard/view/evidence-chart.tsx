import { useEffect, useRef } from 'preact/hooks'
import uPlot from 'uplot'
import type { Evidence } from '../../edge/contract/claim.ts'
import { type EvidencePoint, log10Evidence } from '../fold.ts'
import { decimal } from '../format.ts'
import { language, words } from '../language.ts'
import { evidencePath } from '../store.ts'
import { isDark } from '../theme.ts'
import { chartOptions, settledLog10 } from './chart-option.ts'

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
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const path = evidencePath.value
  const spoken = language.value
  const dark = isDark.value

  useEffect(() => {
    const target = place.current
    if (!target) return
    const options = chartOptions(target, (count) => decimal(count, spoken))
    const chart = new uPlot(options, dataOf(evidencePath.peek(), evidence), target)
    const fit = new ResizeObserver(() =>
      chart.setSize({ width: target.clientWidth, height: target.clientHeight }),
    )
    fit.observe(target)
    plot.current = chart
    return () => {
      fit.disconnect()
      chart.destroy()
    }
  }, [spoken, dark])

  useEffect(() => plot.current?.setData(dataOf(path, evidence)), [path])

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
      <div class="plot" ref={place} role="img" aria-label={claim.chart} />
    </figure>
  )
}
