/** What the columns of a table of readings are. */
export interface ColumnPlan {
  readonly names: readonly string[]
  /** Of the column of time; null: there is none. */
  readonly time: number | null
  /** Columns of numbers, without time and row counters. */
  readonly numeric: readonly number[]
  /** Columns of numbers that hold the answer, by their name: never looked at. */
  readonly labels: readonly number[]
}

const timeName =
  /^(date|time|datetime|date[ _-]?time|time[ _-]?stamp|ts|t|zeit|zeitstempel|datum|时间|日期|时间戳)\b/i
const counterName = /^(#|id|idx|index|row|nr|no\.?|udi|unnamed: 0|序号)$/i
const labelName =
  /^((is[ _-]?)?(anomaly|outlier|fault|failure|attack)|machine failure|change[ _-]?point|labels?|target|class|标签|异常|故障)$/i
/** 2020-03-09 10:14:33, 09.03.2020, 10:14:33, 20200309T101433. */
const timeText = /^(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}:\d{2}|\d{8}T\d{4})/

/** Reads a cell; NaN: a gap, or no number. Where semicolons separate, a comma is a decimal point. */
export function readingOf(text: string, separator: string): number {
  if (text === '') return Number.NaN
  const value = Number(separator === ';' ? text.replace(',', '.') : text)
  return Number.isFinite(value) ? value : Number.NaN
}

/** Whether a first line is data already: all numbers and times, at least one number. */
export function isHeaderless(cells: readonly string[], separator: string): boolean {
  const isNumber = (cell: string) => !Number.isNaN(readingOf(cell, separator))
  return cells.some(isNumber) && cells.every((cell) => cell === '' || isNumber(cell) || timeText.test(cell))
}

/** Names that can be told apart: an empty one says where it stands, a repeated one how often it came before. */
export function namesOf(cells: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return cells.map((cell, index) => {
    const name = cell || `column ${index + 1}`
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return count === 1 ? name : `${name} (${count})`
  })
}

/** Finds out what the columns are from their names and their cells in the training rows. */
export function planColumns(
  names: readonly string[],
  rows: readonly (readonly string[])[],
  separator: string,
): ColumnPlan {
  const columns = names.map((name, index) => ({ name, index, ...contentOf(rows, index, separator) }))
  const time =
    columns.find(({ isTime }) => isTime) ??
    columns.find(({ name, isNumeric, rises }) => timeName.test(name) && isNumeric && rises) ??
    columns.find(({ isEpoch }) => isEpoch)
  const isCounter = ({ name, isCount, rises }: (typeof columns)[number]) =>
    isCount || (counterName.test(name) && rises)
  const readings = columns.filter(
    (column) => column.isNumeric && column.index !== time?.index && !isCounter(column),
  )
  const indices = (ofLabels: boolean) =>
    readings.filter(({ name }) => labelName.test(name) === ofLabels).map(({ index }) => index)
  return { names, time: time?.index ?? null, numeric: indices(false), labels: indices(true) }
}

function contentOf(rows: readonly (readonly string[])[], index: number, separator: string) {
  const texts = rows.map((row) => row[index] ?? '').filter((text) => text !== '')
  const values = texts.map((text) => readingOf(text, separator)).filter((value) => !Number.isNaN(value))
  const steps = values.slice(1).map((value, i) => value - (values[i] ?? 0))
  const isNumeric = values.length >= rows.length / 2 && values.length > 0
  const rises = steps.length > 0 && steps.every((step) => step >= 0) && steps.some((step) => step > 0)
  return {
    isNumeric,
    isTime: !isNumeric && texts.filter((text) => timeText.test(text)).length > rows.length / 2,
    rises,
    /** 1, 2, 3 …: counts rows and measures nothing. */
    isCount: isNumeric && steps.length > 0 && steps.every((step) => step === 1),
    /** Seconds or milliseconds since 1970. */
    isEpoch: isNumeric && rises && values.every((value) => value > 9e8 && value < 1e13),
  }
}
