import type { LabelledSeries, Reading } from '../../edge/contract/prognosis.ts'
import { numberOf, refuseSeries } from './series-fault.ts'

/** Where the labels of NAB (numenta/NAB, `combined_windows`) lie in the folder. */
export const nabLabels = 'labels.json'

/** Windows by series, as `realKnownCause/name.csv`. */
export type NabWindows = ReadonlyMap<string, LabelledSeries['windows']>

/**
 * The windows of `labels.json`: NAB's `combined_windows.json`, or an object that holds it as `combined_windows`.
 * @throws {JidokaError} SERIES_INVALID
 */
export function readNabWindows(text: string, file: string): NabWindows {
  const whole = parsed(text, file)
  const inner = isRecord(whole) && isRecord(whole.combined_windows) ? whole.combined_windows : whole
  if (!isRecord(inner)) return refuseSeries(file, 'this is no object of windows by series')
  return new Map(Object.entries(inner).map(([series, windows]) => [series, windowsOf(windows, series, file)]))
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return refuseSeries(file, 'this is no JSON')
  }
}

function windowsOf(windows: unknown, series: string, file: string) {
  if (!Array.isArray(windows)) return refuseSeries(file, `the windows of ${series} are no list`)
  return windows.map((window: unknown) => {
    const [fromMs, toMs] = Array.isArray(window) ? window.map((time) => instantOf(String(time))) : []
    if (fromMs === undefined || toMs === undefined || !(fromMs <= toMs))
      return refuseSeries(file, `a window of ${series} is no pair of times`)
    return { fromMs, toMs }
  })
}

/** NAB's times carry no zone and are compared with each other only: taken for UTC. */
const instantOf = (text: string): number => Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`)

/** The readings of a series: `timestamp,value`. @throws {JidokaError} SERIES_INVALID */
export function readNabSeries(text: string, file: string): Reading[] {
  const [header, ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  if (header?.trim() !== 'timestamp,value') refuseSeries(file, 'the header is not timestamp,value')
  return lines.map((line, index) => {
    const [time = '', value] = line.split(',')
    const timeMs = instantOf(time)
    if (Number.isNaN(timeMs)) refuseSeries(file, `row ${index + 1} has "${time}" where a time belongs`)
    return { time, timeMs, value: numberOf(value, file, index + 1) }
  })
}
