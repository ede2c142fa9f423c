import type { Prognosis } from '../contract/prognosis.ts'
import { many, whole } from '../core/quality/sentence.ts'

/** The alarms of a table as a page for a person, a span of rows at a time. */
export interface SpanPage {
  /** @returns the line of a span that has just ended, else nothing */
  add(prognosis: Prognosis): string
  /** The span still open, and the totals. */
  end(): string
}

interface Span {
  readonly first: Prognosis
  last: Prognosis
  peak: Prognosis
}

export function createSpanPage(trainRows: number): SpanPage {
  const counts = { rows: 0, alarmRows: 0, spans: 0 }
  let span: Span | null = null
  const close = (): string => {
    const line = span ? lineOf(span) : ''
    span = null
    return line
  }
  return {
    add(prognosis) {
      counts.rows++
      if (!prognosis.alarm) return close()
      counts.alarmRows++
      if (!span) counts.spans++
      span ??= { first: prognosis, last: prognosis, peak: prognosis }
      span.last = prognosis
      if (prognosis.score > span.peak.score) span.peak = prognosis
      return ''
    },
    end() {
      const { rows, alarmRows, spans } = counts
      const share = rows > 0 ? ` (${((100 * alarmRows) / rows).toFixed(1)} %)` : ''
      const total = `${many(spans, 'alarm')}: ${whole(alarmRows)} of ${many(rows, 'row')}${share}, after ${whole(trainRows)} to learn from.`
      return `${close()}${total}\n`
    },
  }
}

function lineOf({ first, last, peak }: Span): string {
  const rows = `rows ${first.row}-${last.row}`.padEnd(20)
  const times = first.time === null ? '' : `  ${visible(first.time)} to ${visible(last.time ?? '')}`
  const causes = peak.contributors.map(({ column, share }) => `${column} ${Math.round(100 * share)} %`)
  return `${rows} score ${peak.score.toFixed(1).padStart(5)}${times}  ${causes.join(', ')}\n`
}

/** What a file says may reach a terminal without its control characters only. */
const visible = (text: string): string => text.replace(/\p{Cc}/gu, ' ').slice(0, 40)
