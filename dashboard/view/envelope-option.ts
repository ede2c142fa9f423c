import type uPlot from 'uplot'
import type { EnvelopeEvidence } from '../../edge/contract/plant.ts'
import { chartStyle, drawUp } from './chart-style.ts'

/** Noise floors that a chart shows at least: what rises over them is no chance. */
const leastFloors = 12
const harmonics = [1, 2, 3]

/** An envelope spectrum with the frequencies of the two rings marked. */
export function envelopeOptions(
  place: HTMLElement,
  { bpfo, bpfi }: EnvelopeEvidence['ordersHz'],
): uPlot.Options {
  const { base, axis, colour } = chartStyle(place)
  return {
    ...base,
    scales: {
      x: { time: false },
      y: { range: (_, __, most) => [0, Math.max(leastFloors, (most ?? 0) * 1.08)] },
    },
    axes: [
      { ...axis, size: 24, gap: 4, space: 60, values: (_, splits) => splits.map(String) },
      { ...axis, size: 36, gap: 6, space: 32, values: (_, splits) => splits.map(String) },
    ],
    series: [{}, { stroke: colour('--ink'), width: 1.25, points: { show: false } }],
    hooks: {
      drawAxes: [
        (chart) => {
          const within = (hz: number) => hz <= (chart.scales.x?.max ?? 0)
          for (const harmonic of harmonics) {
            if (within(harmonic * bpfo)) drawUp(chart, harmonic * bpfo, colour('--blue'))
            if (within(harmonic * bpfi)) drawUp(chart, harmonic * bpfi, colour('--amber'), [4, 3])
          }
        },
      ],
    },
  }
}
