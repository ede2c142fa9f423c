import { useMemo } from 'preact/hooks'
import type uPlot from 'uplot'
import type { Curves as CurvesData } from '../../edge/contract/report.ts'
import { plainPercent } from '../format.ts'
import { language, words } from '../language.ts'
import { reliabilityColumns, riskColumns, rocColumns } from '../quality-fold.ts'
import { verification } from '../store.ts'
import { chartStyle, drawAcross } from './chart-style.ts'
import { Panel } from './panel.tsx'
import { Plot } from './plot.tsx'

/** How well the score ranks, what deciding more would cost, and whether it means what it says. */
export function Curves({ curves }: { readonly curves: CurvesData }) {
  const { curves: word } = words.value
  const claimed = verification.value?.evidence.claimedErrorRate ?? null
  const roc = useMemo(() => rocColumns(curves.roc), [curves])
  const risk = useMemo(() => riskColumns(curves.riskCoverage), [curves])
  const reliability = useMemo(() => reliabilityColumns(curves.reliability), [curves])
  return (
    <Panel id="curves" title={word.title}>
      <div class="small-charts wide">
        <Chart title={word.roc} about={word.rocAbout} data={roc} options={rocOptions} />
        <Chart
          title={word.risk}
          about={claimed === null ? word.riskAbout : word.riskClaim(plainPercent(claimed, language.value))}
          data={risk}
          options={(place) => riskOptions(place, claimed)}
          shape={String(claimed)}
        />
        <Chart
          title={word.reliability}
          about={word.reliabilityAbout}
          data={reliability}
          options={reliabilityOptions}
        />
      </div>
    </Panel>
  )
}

interface ChartProps {
  readonly title: string
  readonly about: string
  readonly data: uPlot.AlignedData
  readonly options: (place: HTMLElement) => uPlot.Options
  readonly shape?: string
}

const Chart = ({ title, about, ...plot }: ChartProps) => (
  <figure class="chart">
    <figcaption>
      <b>{title}</b>
    </figcaption>
    {plot.data[0].length === 0 ? (
      <p class="waiting">{words.value.curves.empty}</p>
    ) : (
      <Plot label={`${title}: ${about}`} {...plot} />
    )}
    <p class="hint">{about}</p>
  </figure>
)

const percents = (_: uPlot, splits: (number | null)[]) =>
  splits.map((value) => (value === null ? '' : plainPercent(value, language.peek())))
const quarters = (_: uPlot, __: number, least: number) =>
  least >= 0.5 ? [0.5, 0.6, 0.7, 0.8, 0.9, 1] : [0, 0.25, 0.5, 0.75, 1]

/** Share against share. */
function shareOptions(place: HTMLElement): uPlot.Options {
  const { base, axis, colour } = chartStyle(place)
  return {
    ...base,
    padding: [10, 18, 0, 0],
    scales: { x: { time: false, range: [0, 1] }, y: { range: [0, 1.02] } },
    axes: [
      { ...axis, size: 24, gap: 4, splits: quarters, values: percents },
      { ...axis, size: 44, gap: 6, splits: quarters, values: percents },
    ],
    series: [{}, { stroke: colour('--blue'), width: 2, points: { show: false } }],
  }
}

/** False rejects on a log axis: what matters lies under one per cent. */
function rocOptions(place: HTMLElement): uPlot.Options {
  const options = shareOptions(place)
  const [x, y] = options.axes ?? []
  const decades = () => [0.001, 0.01, 0.1, 1]
  return {
    ...options,
    scales: { ...options.scales, x: { time: false, distr: 3, range: [0.0005, 1] } },
    axes: [{ ...x, splits: decades, filter: (_, splits) => splits }, { ...y }],
  }
}

function riskOptions(place: HTMLElement, claimed: number | null): uPlot.Options {
  const options = shareOptions(place)
  const [x, y] = options.axes ?? []
  const { colour } = chartStyle(place)
  const top = (_: uPlot, __: number, most: number | null): [number, number] => [
    0,
    Math.max((claimed ?? 0) * 2, (most ?? 0) * 1.08, 0.004),
  ]
  const { splits: _, ...free } = { ...y }
  return {
    ...options,
    scales: { ...options.scales, y: { range: top } },
    axes: [{ ...x }, { ...free, space: 32 }],
    hooks: { drawAxes: [(chart) => claimed !== null && drawAcross(chart, claimed, colour('--ink'))] },
  }
}

const upperHalf = (_: uPlot, least: number | null): [number, number] => [(least ?? 0) >= 0.5 ? 0.5 : 0, 1.02]

/** Dots, and the diagonal on which a score means what it says. */
function reliabilityOptions(place: HTMLElement): uPlot.Options {
  const { colour } = chartStyle(place)
  return {
    ...shareOptions(place),
    scales: { x: { time: false, range: upperHalf }, y: { range: upperHalf } },
    series: [
      {},
      { stroke: colour('--blue'), width: 1, points: { show: true, size: 7, fill: colour('--blue') } },
      { stroke: colour('--faint'), width: 1.5, dash: [4, 4], points: { show: false } },
    ],
  }
}
