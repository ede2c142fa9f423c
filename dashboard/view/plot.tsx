import { useEffect, useRef } from 'preact/hooks'
import uPlot from 'uplot'
import { language, words } from '../language.ts'
import { saveCanvas } from '../save.ts'
import { isDark, isProjected } from '../theme.ts'

interface PlotProps {
  /** What the chart says, for those who do not see it. */
  readonly label: string
  readonly data: uPlot.AlignedData
  readonly options: (place: HTMLElement) => uPlot.Options
  /** What the options rest on besides theme and language: a change draws the chart anew. */
  readonly shape?: string
}

/** A chart that fits its place, follows theme and language, and takes new data without a flicker. */
export function Plot({ label, data, options, shape }: PlotProps) {
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  useEffect(() => {
    const target = place.current
    if (!target) return
    const chart = new uPlot(options(target), data, target)
    const fit = new ResizeObserver(() =>
      chart.setSize({ width: target.clientWidth, height: target.clientHeight }),
    )
    fit.observe(target)
    plot.current = chart
    return () => {
      fit.disconnect()
      chart.destroy()
    }
  }, [language.value, isDark.value, isProjected.value, shape])
  useEffect(() => plot.current?.setData(data), [data])
  return (
    <>
      <div class="plot" ref={place} role="img" aria-label={label} />
      <button
        type="button"
        class="save-chart"
        aria-label={words.value.saveChart(label)}
        title={words.value.saveChart(label)}
        onClick={() => plot.current && saveCanvas(plot.current.ctx.canvas, label)}
      >
        PNG
      </button>
    </>
  )
}
