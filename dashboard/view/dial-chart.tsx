import { useMemo } from 'preact/hooks'
import type uPlot from 'uplot'
import type { DialStep } from '../../edge/contract/report.ts'
import { plainPercent } from '../format.ts'
import { language, words } from '../language.ts'
import { chartStyle, drawUp } from './chart-style.ts'
import { Plot } from './plot.tsx'

interface DialChartProps {
  readonly dial: readonly DialStep[]
  readonly at: number
  readonly inUse: number
}

/** Escapes and false rejects over the share that goes to review: what a person's time buys. */
export function DialChart({ dial, at, inUse }: DialChartProps) {
  const { dial: word } = words.value
  const data = useMemo(() => dataOf(dial, at, inUse), [dial, at, inUse])
  return (
    <figure class="chart">
      <figcaption>
        {word.chart}
        <span class="key escape">{word.escapes}</span>
        <span class="key reject">{word.falseRejects}</span>
        <span class="key chosen">{word.chosen}</span>
        <span class="key present">{word.inUse}</span>
      </figcaption>
      <Plot label={word.chart} data={data} options={dialOptions} />
    </figure>
  )
}

/** Review share, escapes, false rejects, both again at the chosen step only, and a mark at the step in use. */
function dataOf(dial: readonly DialStep[], at: number, inUse: number): uPlot.AlignedData {
  const only = (step: number, value: (of: DialStep) => number | null) =>
    dial.map((one, index) => (index === step ? value(one) : null))
  return [
    dial.map(({ reviewRate }) => reviewRate),
    dial.map(({ escapeRate }) => escapeRate),
    dial.map(({ falseRejectRate }) => falseRejectRate),
    only(at, ({ escapeRate }) => escapeRate),
    only(at, ({ falseRejectRate }) => falseRejectRate),
    only(inUse, () => 0),
  ]
}

const [chosenColumn, inUseColumn] = [3, 5] as const
const reviewSplits = [0, 0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1] as const
const leastTop = 0.02

function dialOptions(place: HTMLElement): uPlot.Options {
  const { base, axis, colour } = chartStyle(place)
  const percents = (_: uPlot, splits: number[]) => splits.map((value) => plainPercent(value, language.peek()))
  const dot = (token: string): uPlot.Series => ({
    stroke: colour(token),
    points: { show: true, size: 10, width: 2, fill: colour(token), stroke: colour('--surface') },
  })
  const line = { width: 2, points: { show: false } }
  return {
    ...base,
    scales: {
      // The square root spreads the small shares, where the choice is.
      x: { time: false, range: [0, 1], distr: 100, fwd: Math.sqrt, bwd: (root) => root * root },
      y: { range: (_, __, most) => [0, Math.max(leastTop, (most ?? 0) * 1.08)] },
    },
    axes: [
      {
        ...axis,
        ...{ size: 24, gap: 4, values: percents },
        splits: () => [...reviewSplits],
        filter: (_, splits) => splits,
      },
      { ...axis, size: 44, gap: 6, space: 32, values: percents },
    ],
    series: [
      {},
      { ...line, stroke: colour('--red') },
      { ...line, stroke: colour('--ink'), dash: [6, 3] },
      dot('--red'),
      dot('--ink'),
      { show: false },
    ],
    hooks: {
      drawAxes: [
        (chart) => {
          drawUp(chart, placeOf(chart, inUseColumn), colour('--faint'), [3, 3])
          drawUp(chart, placeOf(chart, chosenColumn), colour('--blue'))
        },
      ],
    },
  }
}

/** The review share at which a column has its only value. */
function placeOf(chart: uPlot, column: number): number {
  const at = (chart.data[column] ?? []).findIndex((value) => value !== null)
  return chart.data[0][at] ?? 0
}
