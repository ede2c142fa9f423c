import { useMemo } from 'preact/hooks'
import type uPlot from 'uplot'
import type { Curves } from '../../edge/contract/report.ts'
import { millimetres, plainPercent } from '../format.ts'
import { language, nameOf, words } from '../language.ts'
import { detectionColumns } from '../quality-fold.ts'
import { chartStyle, drawUp } from './chart-style.ts'
import { Panel } from './panel.tsx'
import { Plot } from './plot.tsx'

type ClassCurve = Curves['detection'][number]

/** From which size on marks are seen, class by class, with the size that must be seen. */
export function Detection({ detection }: { readonly detection: Curves['detection'] }) {
  const { detection: word } = words.value
  return (
    <Panel id="detection" title={word.title}>
      {detection.length === 0 ? (
        <p class="waiting">{word.empty}</p>
      ) : (
        <>
          <p class="hint keys">
            {word.hint}
            <span class="key fitted">{word.fitted}</span>
            <span class="key lower">{word.lower}</span>
            <span class="key limit">{word.limit}</span>
          </p>
          <div class="small-charts">
            {detection.map((curve) => (
              <ClassChart key={curve.class} curve={curve} />
            ))}
          </div>
        </>
      )}
    </Panel>
  )
}

function ClassChart({ curve }: { readonly curve: ClassCurve }) {
  const { detection: word } = words.value
  const data = useMemo(() => dataOf(curve), [curve])
  const { limitMm } = curve
  return (
    <figure class="chart">
      <figcaption>
        <b>{nameOf(curve.class)}</b>
        {limitMm !== null && (
          <span>
            {word.limit} {millimetres(limitMm, language.value)}
          </span>
        )}
        {curve.points.length === 0 && <span>{word.noCurve}</span>}
      </figcaption>
      <Plot
        label={word.chart(nameOf(curve.class))}
        data={data}
        options={(place) => detectionOptions(place, limitMm)}
        shape={String(limitMm)}
      />
    </figure>
  )
}

function dataOf(curve: ClassCurve): uPlot.AlignedData {
  const { sizes, pod, lower, found, counts } = detectionColumns(curve)
  return [sizes, pod, lower, found, counts]
}

/** As far as twice the limit, where the question is; without a limit, as far as the marks go. */
function detectionOptions(place: HTMLElement, limitMm: number | null): uPlot.Options {
  const { base, axis, colour } = chartStyle(place)
  return {
    ...base,
    padding: [10, 12, 0, 0],
    scales: {
      x: { time: false, range: (_, __, most) => [0, limitMm === null ? (most ?? 1) : 2 * limitMm] },
      y: { range: [0, 1.02] },
    },
    axes: [
      { ...axis, size: 24, gap: 4, space: 36, values: (_, splits) => splits.map((mm) => `${mm}`) },
      {
        ...axis,
        ...{ size: 40, gap: 6 },
        splits: () => [0, 0.5, 0.9, 1],
        values: (_, splits) =>
          splits.map((value) => (value === 1 ? '' : plainPercent(value, language.peek()))),
      },
    ],
    series: [
      {},
      { stroke: colour('--blue'), width: 2, points: { show: false }, spanGaps: true },
      { stroke: colour('--blue'), width: 1.5, dash: [4, 4], points: { show: false }, spanGaps: true },
      { show: false },
      { show: false },
    ],
    hooks: {
      drawAxes: [(chart) => limitMm !== null && drawUp(chart, limitMm, colour('--ink'))],
      draw: [(chart) => drawBins(chart, colour('--ink'))],
    },
  }
}

/** A dot a bin, its area by the marks in it. */
function drawBins(chart: uPlot, colour: string) {
  const [sizes, , , found = [], counts = []] = chart.data
  const { ctx, bbox } = chart
  ctx.save()
  ctx.fillStyle = colour
  ctx.globalAlpha = 0.55
  ctx.beginPath()
  ctx.rect(bbox.left, bbox.top - 8, bbox.width, bbox.height + 16)
  ctx.clip()
  sizes.forEach((size, index) => {
    const share = found[index]
    if (share === null || share === undefined) return
    const radius = Math.min(7, 1.5 + Math.sqrt(counts[index] ?? 0) / 2) * devicePixelRatio
    ctx.beginPath()
    ctx.arc(chart.valToPos(size, 'x', true), chart.valToPos(share, 'y', true), radius, 0, 2 * Math.PI)
    ctx.fill()
  })
  ctx.restore()
}
