import type uPlot from 'uplot'
import { chartStyle, drawAcross } from './chart-style.ts'

/** log10 of the evidence that settles a claim. */
export const settledLog10 = Math.log10(20)
/** Every power of ten that a path may reach (`log10Evidence`). */
const labels: Readonly<Record<string, string>> = {
  '-3': '0.001',
  '-2': '0.01',
  '-1': '0.1',
  '0': '1',
  '1': '10',
  '2': '100',
  '3': '1000',
  '4': '10⁴',
  '5': '10⁵',
  '6': '10⁶',
}

/** How the evidence is drawn in `place`: axes in parts and in E, one quiet line a series. */
export function chartOptions(place: HTMLElement, countText: (count: number) => string): uPlot.Options {
  const { base, axis, colour } = chartStyle(place)
  return {
    ...base,
    scales: {
      x: { time: false, range: (_, least, most) => [least ?? 0, Math.max(most ?? 0, (least ?? 0) + 100)] },
      y: { range: rangeOfEvidence },
    },
    axes: [
      { ...axis, size: 24, gap: 4, space: 64, values: (_, splits) => splits.map(countText) },
      {
        ...axis,
        size: 40,
        gap: 6,
        splits: (_, __, low, high) => splitsOfEvidence(low, high),
        values: (_, splits) => splits.map(evidenceText),
      },
    ],
    series: [
      {},
      { stroke: colour('--blue'), width: 2, points: { show: isAlone } },
      { stroke: colour('--red'), width: 1.5, points: { show: isAlone } },
      { stroke: colour('--blue'), width: 1.5, dash: [3, 4], points: { show: false }, spanGaps: true },
    ],
    hooks: { draw: [(chart) => drawAcross(chart, settledLog10, colour('--ink'))] },
  }
}

/** A lone point makes no line: it is drawn as a dot. */
const isAlone = (chart: uPlot): boolean =>
  [...(chart.data[1] ?? [])].filter((value) => value !== null).length < 2

const rangeOfEvidence = (_: uPlot, low: number | null, high: number | null): [number, number] => [
  Math.floor(Math.min(low ?? -1, -1)),
  Math.max(high ?? 0, settledLog10) + 0.35,
]

/** 20, and powers of ten that keep away from it; every second one when there are many. */
function splitsOfEvidence(low: number, high: number): number[] {
  const step = high - low > 5 ? 2 : 1
  const powers = Object.keys(labels).map(Number)
  const splits = powers.filter((power) => power >= low && power <= high && power % step === 0)
  return [...splits.filter((power) => Math.abs(power - settledLog10) > (high - low) / 9), settledLog10]
}

const evidenceText = (log10: number): string =>
  log10 === settledLog10 ? '20' : (labels[String(log10)] ?? '')
