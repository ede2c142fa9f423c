import type uPlot from 'uplot'
import type { MachineState } from '../../edge/contract/plant.ts'
import { decimal } from '../format.ts'
import { language } from '../language.ts'
import { chartStyle, drawAcross } from './chart-style.ts'

interface LimitNames {
  readonly plan: string
  readonly act: string
}

/** Hours that a chart shows at least, so that nothing looks steep that is not. */
const leastH = 400

/** A fan of remaining life over running hours: high, median, low, and the truth once it is known. */
export function fanOptions(
  place: HTMLElement,
  limits: MachineState['limits'],
  names: LimitNames,
): uPlot.Options {
  const { base, axis, colour, font } = chartStyle(place)
  const hours = (_: uPlot, splits: number[]) => splits.map((value) => decimal(value, language.peek()))
  const edge = { stroke: 'transparent', width: 0, points: { show: false } }
  const blue = colour('--blue')
  return {
    ...base,
    scales: {
      x: { time: false, range: (_, __, most) => [0, Math.max(leastH, most ?? 0)] },
      y: { range: (_, __, most) => [0, Math.max(leastH, (most ?? 0) * 1.05)] },
    },
    axes: [
      { ...axis, size: 24, gap: 4, space: 60, values: hours },
      { ...axis, size: 48, gap: 6, space: 36, values: hours },
    ],
    series: [
      {},
      edge,
      { stroke: blue, width: 2, points: { show: false } },
      edge,
      { stroke: colour('--ink'), width: 1.5, dash: [5, 4], points: { show: false } },
    ],
    bands: [{ series: [1, 3], fill: pale(blue) }],
    hooks: {
      draw: [
        (chart) => {
          if (!limits) return
          drawLimit(chart, limits.planUnderH, names.plan, colour('--amber'), font)
          drawLimit(chart, limits.actUnderH, names.act, colour('--red'), font)
        },
      ],
    },
  }
}

/** The same colour, mostly transparent: `rgb(1, 2, 3)` as computed styles give it. */
const pale = (colour: string): string => colour.replace('rgb(', 'rgba(').replace(')', ', 0.22)')

function drawLimit(chart: uPlot, value: number, name: string, colour: string, font: string): void {
  drawAcross(chart, value, colour)
  const { ctx, bbox } = chart
  ctx.save()
  ctx.fillStyle = colour
  ctx.font = font.replace('11px', `${11 * devicePixelRatio}px`)
  ctx.textAlign = 'left'
  ctx.textBaseline = 'bottom'
  const gap = 3 * devicePixelRatio
  ctx.fillText(name, bbox.left + gap, chart.valToPos(value, 'y', true) - gap)
  ctx.restore()
}
