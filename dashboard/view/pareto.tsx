import { useMemo } from 'preact/hooks'
import uPlot from 'uplot'
import type { Curves } from '../../edge/contract/report.ts'
import { decimal, plainPercent } from '../format.ts'
import { language, nameOf, words } from '../language.ts'
import { type ParetoBar, paretoBars } from '../quality-fold.ts'
import { chartStyle } from './chart-style.ts'
import { Panel } from './panel.tsx'
import { Plot } from './plot.tsx'

/** Refused good parts have a class of their own. */
const classText = (name: string): string => (name === 'good' ? words.value.pareto.good : nameOf(name))

/** Why parts were refused, the most frequent reason first, with the share that they come to together. */
export function Pareto({ pareto }: { readonly pareto: Curves['pareto'] }) {
  const { pareto: word } = words.value
  const bars = useMemo(() => paretoBars(pareto), [pareto])
  return (
    <Panel id="pareto" title={word.title}>
      {bars.length === 0 ? <p class="waiting">{word.empty}</p> : <Chart bars={bars} />}
    </Panel>
  )
}

function Chart({ bars }: { readonly bars: readonly ParetoBar[] }) {
  const { pareto: word } = words.value
  const data = useMemo(() => dataOf(bars), [bars])
  const names = bars.map((bar) => classText(bar.class))
  const told = bars.map((bar, index) => {
    const [count, upTo] = [
      decimal(bar.count, language.value),
      plainPercent(rounded(bar.upTo), language.value),
    ]
    return word.one(names[index] ?? '', count, upTo)
  })
  return (
    <figure class="chart">
      <figcaption>
        {word.chart}
        <span class="key bars">{word.bars}</span>
        <span class="key together">{word.line}</span>
      </figcaption>
      <Plot
        label={`${word.chart}: ${told.join('; ')}`}
        data={data}
        options={(place) => paretoOptions(place, names)}
        shape={names.join()}
      />
    </figure>
  )
}

const rounded = (value: number): number => Math.round(value * 100) / 100
const totalOf = (chart: uPlot): number =>
  [...(chart.data[1] ?? [])].reduce<number>((sum, n) => sum + (n ?? 0), 0)

const dataOf = (bars: readonly ParetoBar[]): uPlot.AlignedData => [
  bars.map((_, index) => index),
  bars.map(({ count }) => count),
  bars.map(({ upTo }) => upTo),
]

/** Both axes end at the whole: a count stands as high as its share. */
function paretoOptions(place: HTMLElement, names: readonly string[]): uPlot.Options {
  const { base, axis, colour } = chartStyle(place)
  const bars = uPlot.paths.bars?.({ size: [0.62, 72] })
  return {
    ...base,
    padding: [8, 0, 0, 0],
    scales: {
      x: { time: false, range: [-0.5, names.length - 0.5] },
      y: { range: (chart) => [0, Math.max(1, totalOf(chart))] },
      share: { range: [0, 1] },
    },
    axes: [
      {
        ...axis,
        size: 24,
        gap: 6,
        grid: { show: false },
        splits: () => names.map((_, index) => index),
        values: (_, splits) => splits.map((index) => names[index] ?? ''),
      },
      { ...axis, size: 40, gap: 6, space: 32, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] },
      {
        ...axis,
        ...{ scale: 'share', side: 1, size: 44, gap: 6, grid: { show: false } },
        splits: () => [0, 0.25, 0.5, 0.75, 1],
        values: (_, splits) => splits.map((value) => plainPercent(value, language.peek())),
      },
    ],
    series: [
      {},
      { ...(bars && { paths: bars }), fill: colour('--faint'), width: 0, points: { show: false } },
      {
        ...{ scale: 'share', stroke: colour('--blue'), width: 2 },
        points: { show: true, size: 7, width: 0, fill: colour('--blue') },
      },
    ],
  }
}
