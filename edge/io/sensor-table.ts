import { JidokaError } from '../contract/error.ts'
import { isHeaderless, namesOf } from '../core/health/sensor-column.ts'
import { cellsOf, separatorOf } from './csv.ts'
import { textLines } from './text-line.ts'

/** A few rows of a table of readings, as they are written. */
export interface RowBatch {
  readonly names: readonly string[]
  readonly separator: string
  readonly rows: readonly (readonly string[])[]
}

/**
 * The rows of any CSV in UTF-8 with commas, semicolons or tabs, some at a time. A first line of numbers is no header, and
 * the columns then have numbers for names. Empty lines are skipped. A row of another length comes as it is, and one with
 * an open quote comes as one cell.
 * @throws {JidokaError} SERIES_INVALID when the file cannot be read, is no text or holds nothing
 */
export async function* sensorRows(file: string): AsyncGenerator<RowBatch> {
  let header: Omit<RowBatch, 'rows'> | null = null
  for await (const lines of textLines(file)) {
    const rows: string[][] = []
    for (const line of lines) {
      if (line.trim() === '') continue
      const separator: string = header?.separator ?? separatorOf(line)
      const cells: string[] = cellsOf(line, separator) ?? [line]
      if (header) rows.push(cells)
      else if (isHeaderless(cells, separator)) {
        header = { separator, names: namesOf(cells.map(() => '')) }
        rows.push(cells)
      } else header = { separator, names: namesOf(cells.map(printable)) }
    }
    if (header) yield { ...header, rows }
  }
  if (!header) throw new JidokaError('SERIES_INVALID', `${file} is empty.`)
}

/** Control characters would reach the terminal with the names. */
const printable = (name: string): string => name.replace(/\p{Cc}/gu, ' ').slice(0, 200)
