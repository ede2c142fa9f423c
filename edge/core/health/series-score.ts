import type { LabelledSeries, Reading, SeriesFinding } from '../../contract/prognosis.ts'
import { createLevelAlarm, levelLimit } from './level-alarm.ts'

/** Flagged rows less than this apart are one alarm. */
const mergeMs = 12 * 3_600_000

/** NAB's probation period: 15 % of the series, at most of 5,000 rows (numenta/NAB, `getProbationPeriod`). */
export const probationOf = (rows: number): number => Math.min(Math.floor(0.15 * rows), 750)

/** Watches a series from its first reading to its last, then compares the alarms with the labelled windows. */
export function scoreSeries({ series, readings, windows }: LabelledSeries): SeriesFinding {
  const probationRows = probationOf(readings.length)
  const alarm = createLevelAlarm(probationRows)
  const flagged = readings.filter((reading) => Math.abs(alarm.push(reading) ?? 0) > levelLimit)
  const scored = windows.filter(({ toMs }) => toMs >= (readings[probationRows]?.timeMs ?? Infinity))
  const firsts = scored.map(({ fromMs, toMs }) =>
    flagged.find(({ timeMs }) => timeMs >= fromMs && timeMs <= toMs),
  )
  const alarms = mergedSpans(flagged)
  const outside = alarms.filter(
    (span) => !windows.some(({ fromMs, toMs }) => span.fromMs <= toMs && span.toMs >= fromMs),
  )
  return {
    dataset: 'nab',
    series,
    rows: readings.length,
    probationRows,
    windows: scored.length,
    found: firsts.filter((first) => first !== undefined).length,
    alarms: alarms.length,
    alarmsOutside: outside.length,
    firstAlarms: firsts.map((first) => first?.time ?? null),
  }
}

/** Spans of flagged readings, those close together as one. */
function mergedSpans(flagged: readonly Reading[]): { fromMs: number; toMs: number }[] {
  const spans: { fromMs: number; toMs: number }[] = []
  for (const { timeMs } of flagged) {
    const last = spans.at(-1)
    if (last && timeMs - last.toMs <= mergeMs) last.toMs = timeMs
    else spans.push({ fromMs: timeMs, toMs: timeMs })
  }
  return spans
}
