import { readingOf } from './sensor-column.ts'

/** Reads rows, and counts what could not be read. */
export interface RowReader {
  /** The readings of a row; NaN is a gap. */
  read(cells: readonly string[]): Float64Array
  /** Told once, at the end; null: nothing was amiss. */
  summary(): string | null
}

/** Reads the `watched` columns of rows of `width` cells; `time`, the column of time, is looked at for its order. */
export function createRowReader(
  {
    width,
    time,
    separator,
  }: { readonly width: number; readonly time: number | null; readonly separator: string },
  watched: readonly number[],
): RowReader {
  const found = { gaps: 0, ragged: 0, backwards: 0 }
  let lastMs = Number.NEGATIVE_INFINITY
  return {
    read(cells) {
      if (cells.length !== width) found.ragged++
      const row = new Float64Array(width).fill(Number.NaN)
      for (const column of watched) {
        const value = readingOf(cells[column] ?? '', separator)
        if (Number.isNaN(value)) found.gaps++
        row[column] = value
      }
      const ms = instantOf(time === null ? '' : (cells[time] ?? ''))
      if (ms < lastMs) found.backwards++
      if (!Number.isNaN(ms)) lastMs = ms
      return row
    },
    summary: () => summaryOf(found, width),
  }
}

const instantOf = (text: string): number =>
  text === '' ? Number.NaN : Number.isFinite(Number(text)) ? Number(text) : Date.parse(text)

function summaryOf(
  { gaps, ragged, backwards }: { readonly gaps: number; readonly ragged: number; readonly backwards: number },
  width: number,
): string | null {
  const parts = [
    gaps > 0 ? `${gaps} gaps (empty cells, or no numbers) in the columns of numbers` : '',
    ragged > 0 ? `${ragged} rows with more or fewer cells than the ${width} of the header` : '',
    backwards > 0
      ? `${backwards} rows whose time runs backwards; rows were taken in the order of the file`
      : '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? null : `The file has ${parts.join('; ')}.`
}
