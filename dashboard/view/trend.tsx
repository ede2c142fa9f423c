import { useMemo } from 'preact/hooks'
import type uPlot from 'uplot'
import { decimal } from '../format.ts'
import { language, words } from '../language.ts'
import { kpiPath } from '../system.ts'
import { type Trend, trendColumns, trends } from '../system-fold.ts'
import { chartStyle } from './chart-style.ts'
import { Panel } from './panel.tsx'
import { Plot } from './plot.tsx'

/** The last minutes of the service, since this board was opened. */
export function Trends() {
  const { service } = words.value
  return (
    <Panel id="trends" title={service.trends} aside={<span class="hint">{service.trendsHint}</span>}>
      <div class="small-charts wide">
        {(Object.keys(trends) as Trend[]).map((trend) => (
          <TrendChart key={trend} trend={trend} />
        ))}
      </div>
    </Panel>
  )
}

function TrendChart({ trend }: { readonly trend: Trend }) {
  const title = words.value.service.trend[trend]
  const path = kpiPath.value
  const data = useMemo((): uPlot.AlignedData => trendColumns(path, trend), [path, trend])
  return (
    <figure class="chart">
      <figcaption>
        <b>{title}</b>
      </figcaption>
      <Plot label={title} data={data} options={trendOptions} />
    </figure>
  )
}

const leastMinutes = 1

function trendOptions(place: HTMLElement): uPlot.Options {
  const { base, axis, colour } = chartStyle(place)
  const number = (_: uPlot, splits: number[]) =>
    splits.map((value) => decimal(value, language.peek(), Number.isInteger(value) ? 0 : 1))
  return {
    ...base,
    padding: [10, 14, 0, 0],
    scales: {
      x: { time: false, range: (_, least) => [Math.min(-leastMinutes, least ?? 0), 0] },
      y: { range: (_, __, most) => [0, Math.max(1, (most ?? 0) * 1.15)] },
    },
    axes: [
      { ...axis, size: 24, gap: 4, space: 48, values: number },
      { ...axis, size: 48, gap: 6, space: 32, values: number },
    ],
    series: [{}, { stroke: colour('--blue'), width: 1.5, points: { show: false } }],
  }
}
