import { type FileHandle, open } from 'node:fs/promises'
import { JidokaError } from '../contract/error.ts'
import {
  readTruth,
  readVerdict,
  type TableColumn,
  type TableRow,
  tableColumns,
} from '../contract/table-word.ts'
import { createSeen } from '../core/seen.ts'
import { cellsOf, separatorOf } from './csv.ts'

/** Where a column stands; null: it does not. */
type Header = Readonly<Record<TableColumn, number | null>> & { readonly separator: string }

/** Gives up on a row: it is the only thing a person hears. */
type Refuse = (cause: string) => never

/**
 * The rows of a table of results, one by one: CSV in UTF-8 with commas, semicolons or tabs, the columns in any order.
 * Empty lines are skipped, other columns ignored.
 * @throws {JidokaError} TABLE_INVALID with the row of the first fault
 */
export async function* readTable(file: string): AsyncGenerator<TableRow> {
  const seen = createSeen()
  let header: Header | null = null
  let count = 0
  for await (const { text, row } of linesOf(file)) {
    const refuse: Refuse = (cause) => {
      throw new JidokaError('TABLE_INVALID', `${file}, row ${row}: ${cause}.`)
    }
    if (!header) {
      header = headerOf(text, refuse)
      continue
    }
    const found = rowOf(text, row, header, refuse)
    if (seen.add(found.part)) {
      const first = await rowBefore(file, found, header)
      if (first !== null) refuse(`part ${found.part} was there already, in row ${first}; a part counts once`)
    }
    count++
    yield found
  }
  if (count === 0) throw new JidokaError('TABLE_INVALID', `${file} holds no ${header ? 'parts' : 'header'}.`)
}

/** The lines that hold anything, without the byte order mark. */
async function* linesOf(file: string): AsyncGenerator<{ text: string; row: number }> {
  const handle = await openFile(file)
  let row = 0
  try {
    for await (const line of handle.readLines({ encoding: 'utf8' })) {
      const text = row++ === 0 ? line.replace(/^\uFEFF/, '') : line
      // Control characters would reach the terminal with the names.
      if (/\uFFFD|[^\P{Cc}\t]/u.test(text)) {
        const cause = `${file}, row ${row}: this is not text in UTF-8; save it as CSV UTF-8.`
        throw new JidokaError('TABLE_INVALID', cause)
      }
      if (text.trim() !== '') yield { text, row }
    }
  } finally {
    await handle.close()
  }
}

async function openFile(file: string): Promise<FileHandle> {
  try {
    const handle = await open(file)
    if ((await handle.stat()).isFile()) return handle
    await handle.close()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : 'unknown'
    throw new JidokaError('TABLE_INVALID', `${file} cannot be read (${code}).`)
  }
  throw new JidokaError('TABLE_INVALID', `${file} is not a file.`)
}

function headerOf(text: string, refuse: Refuse): Header {
  const separator = separatorOf(text)
  const names = cellsOf(text, separator)?.map((name) => name.toLowerCase()) ?? []
  const place = (column: TableColumn): number | null => {
    const index = names.indexOf(column)
    if (index !== names.lastIndexOf(column)) refuse(`the column ${column} is there twice`)
    return index < 0 ? null : index
  }
  const [part, truth, verdict] = [place('part'), place('truth'), place('verdict')]
  const missing = tableColumns.slice(0, 3).filter((column) => !names.includes(column))
  if (missing.length > 0)
    refuse(`the header has no column ${missing.join(', ')}; there are ${names.join(', ')}`)
  return {
    separator,
    part,
    truth,
    verdict,
    class: place('class'),
    size: place('size'),
    score: place('score'),
  }
}

function rowOf(text: string, row: number, header: Header, refuse: Refuse): TableRow {
  const cells = cellsOf(text, header.separator)
  if (!cells) return refuse('a quote is left open')
  const cell = (column: TableColumn): string => {
    const index = header[column]
    if (index === null) return ''
    return cells[index] ?? refuse(`it has ${cells.length} cells and none for ${column}`)
  }
  const part = cell('part') || refuse('the part has no name')
  const isDefective =
    readTruth(cell('truth')) ?? refuse(`truth "${cell('truth')}" is neither good nor defective`)
  const evaluation =
    readVerdict(cell('verdict')) ?? refuse(`verdict "${cell('verdict')}" is none of OK, NotOK, NotDecidable`)
  const size = numberIn(cell('size'), 'size', header, refuse)
  if (size !== null && (size < 0 || (isDefective && size === 0))) refuse(`a size of ${size} is none`)
  return {
    row,
    part,
    isDefective,
    evaluation,
    class: cell('class') || null,
    size,
    score: numberIn(cell('score'), 'score', header, refuse),
  }
}

/** Where semicolons separate, a comma is a decimal point. */
function numberIn(text: string, column: string, { separator }: Header, refuse: Refuse): number | null {
  if (text === '') return null
  const value = Number(separator === ';' ? text.replace(',', '.') : text)
  return Number.isFinite(value) ? value : refuse(`${column} "${text}" is not a number`)
}

/** The earlier row of the same part, by a second reading; null if there is none. */
async function rowBefore(file: string, { part, row }: TableRow, header: Header): Promise<number | null> {
  let isHeader = true
  for await (const line of linesOf(file)) {
    if (line.row >= row) break
    const name = cellsOf(line.text, header.separator)?.[header.part ?? 0]
    if (name === part && !isHeader) return line.row
    isHeader = false
  }
  return null
}
