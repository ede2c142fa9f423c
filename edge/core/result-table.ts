import type { ResultData } from '../contract/event.ts'

const columns = {
  time: (result) => result.creationTime,
  line: ({ line }) => line,
  run: ({ jobId }) => jobId,
  part: ({ partId }) => partId,
  sequence: ({ sequence }) => sequence,
  verdict: ({ evaluation }) => evaluation,
  score: ({ score }) => score,
  reason: ({ reason }) => reason,
  marks: ({ defects }) => defects.map((mark) => `${mark.class} ${mark.sizeMm} mm`).join('; '),
  latencyMs: ({ latencyMs }) => latencyMs,
  isSimulated: ({ isSimulated }) => String(isSimulated),
} satisfies Record<string, (result: ResultData) => string | number | null>

/** The first line of the table (RFC 4180). */
export const resultHead = `${Object.keys(columns).join(',')}\r\n`

/** One part, one line. */
export const resultLine = (result: ResultData): string =>
  `${Object.values(columns)
    .map((of) => cell(of(result)))
    .join(',')}\r\n`

/** Text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection). */
function cell(value: string | number | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value)
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
