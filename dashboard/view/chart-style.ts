import type uPlot from 'uplot'

/** The present value of a colour token: canvas knows no custom properties. */
function colourOf(place: HTMLElement, token: string): string {
  const probe = document.createElement('i')
  probe.style.color = `var(${token})`
  place.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}

/** What all charts in `place` share: its size, a quiet grid, small labels, no legend of their own. */
export function chartStyle(place: HTMLElement) {
  const colour = (token: string) => colourOf(place, token)
  const grid = { stroke: colour('--line'), width: 1 }
  const font = `11px ${getComputedStyle(place).fontFamily}`
  return {
    colour,
    font,
    base: {
      width: place.clientWidth,
      height: place.clientHeight,
      legend: { show: false },
      cursor: { show: false },
      padding: [8, 22, 0, 0],
    } satisfies Partial<uPlot.Options>,
    axis: { stroke: colour('--muted'), font, grid, ticks: { show: false } } satisfies uPlot.Axis,
  }
}

/** A line over the whole width at `value` of the y axis. */
export function drawAcross(chart: uPlot, value: number, colour: string): void {
  const y = chart.valToPos(value, 'y', true)
  const { left, width } = chart.bbox
  draw(chart, colour, [left, y], [left + width, y])
}

/** A line over the whole height at `value` of the x axis. */
export function drawUp(chart: uPlot, value: number, colour: string, dash: readonly number[] = []): void {
  const x = chart.valToPos(value, 'x', true)
  const { top, height } = chart.bbox
  draw(chart, colour, [x, top], [x, top + height], dash)
}

type Point = readonly [x: number, y: number]

function draw({ ctx }: uPlot, colour: string, from: Point, to: Point, dash: readonly number[] = []) {
  ctx.save()
  ctx.strokeStyle = colour
  ctx.setLineDash(dash.map((length) => length * devicePixelRatio))
  ctx.lineWidth = devicePixelRatio
  ctx.beginPath()
  ctx.moveTo(...from)
  ctx.lineTo(...to)
  ctx.stroke()
  ctx.restore()
}
