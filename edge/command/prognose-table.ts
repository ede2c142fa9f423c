import { JidokaError } from '../contract/error.ts'
import type { Prognosis } from '../contract/prognosis.ts'
import { type ConditionMonitor, createConditionMonitor } from '../core/health/condition-monitor.ts'
import { createRowReader, type RowReader } from '../core/health/gap-count.ts'
import { learnBehaviour } from '../core/health/normal-behaviour.ts'
import { type ColumnPlan, planColumns } from '../core/health/sensor-column.ts'
import { leastTrainRows } from '../core/health/sensor-scale.ts'
import { patientWrite } from '../io/patient-write.ts'
import { type RowBatch, sensorRows } from '../io/sensor-table.ts'
import { createSpanPage } from './prognose-page.ts'

export interface TableOrder {
  readonly file: string
  /** Undefined: `usualTrainRows`, or the first half of a file that is shorter than twice that. */
  readonly trainRows: number | undefined
  /** One JSON object a row, else the alarms as spans for a person. */
  readonly isJson: boolean
  readonly out: NodeJS.WritableStream
  readonly err: NodeJS.WritableStream
}

export const usualTrainRows = 400
/** They are held in memory, unlike all later rows. */
export const mostTrainRows = 100_000
const mostColumns = 500

/** Learnt, and ready for the rows that follow. */
interface Watch {
  readonly monitor: ConditionMonitor
  readonly plan: ColumnPlan
  readonly reader: RowReader
  /** Said on stderr before the first row. */
  readonly note: string
}

/**
 * Learns normal behaviour from the first rows of a table of readings and weighs every later row, in constant memory.
 * @throws {JidokaError} SERIES_INVALID when there is too little to learn from
 */
export async function prognoseTable({ file, trainRows, isJson, out, err }: TableOrder): Promise<void> {
  const batches = sensorRows(file)
  const { head, rows } = await firstRows(batches, trainRows ?? 2 * usualTrainRows, file)
  const count = trainRows ?? Math.min(usualTrainRows, Math.floor(rows.length / 2))
  const refuse = (cause: string): never => {
    throw new JidokaError('SERIES_INVALID', `${file} ${cause}.`)
  }
  const least = trainRows ?? 2 * leastTrainRows
  if (rows.length < least) refuse(`has ${rows.length} data rows, and ${least} are needed`)
  const watch = learn(head, rows.slice(0, count), refuse)
  err.write(`${watch.note}\n`)
  const page = createSpanPage(count)
  let row = count
  const weigh = (cells: readonly string[]): string => {
    const prognosis = prognosisOf(cells, ++row, watch)
    return isJson ? `${JSON.stringify(prognosis)}\n` : page.add(prognosis)
  }
  await patientWrite(out, rows.slice(count).map(weigh).join(''))
  for await (const batch of batches) await patientWrite(out, batch.rows.map(weigh).join(''))
  if (!isJson) await patientWrite(out, page.end())
  const amiss = watch.reader.summary()
  if (row === count) err.write(`${file} has no row after the ${count} that were learnt from.\n`)
  if (amiss !== null) err.write(`${amiss}\n`)
}

/** Reads until `wanted` rows are there, or the file is at its end. */
async function firstRows(batches: AsyncGenerator<RowBatch>, wanted: number, file: string) {
  const rows: (readonly string[])[] = []
  let head: RowBatch | null = null
  while (rows.length < wanted) {
    const { value, done } = await batches.next()
    if (done) break
    head ??= value
    for (const row of value.rows) rows.push(row)
  }
  if (!head) throw new JidokaError('SERIES_INVALID', `${file} is empty.`)
  return { head, rows }
}

function learn(
  { names, separator }: RowBatch,
  cells: readonly (readonly string[])[],
  refuse: (cause: string) => never,
): Watch {
  const plan = planColumns(names, cells, separator)
  if (plan.numeric.length === 0) refuse(`has no column of numbers; there are ${names.slice(0, 9).join(', ')}`)
  if (plan.numeric.length > mostColumns)
    refuse(`has ${plan.numeric.length} columns of numbers, and ${mostColumns} can be watched`)
  const reader = createRowReader({ width: names.length, time: plan.time, separator }, plan.numeric)
  const rows = cells.map((row) => reader.read(row))
  const behaviour = learnBehaviour(rows, plan.numeric)
  const watched = behaviour.scales.map(({ column }) => column)
  if (watched.length === 0) refuse(`has no column of numbers that moves in the ${rows.length} training rows`)
  const still = plan.numeric.filter((column) => !watched.includes(column))
  const nameOf = (columns: readonly number[]) => columns.map((column) => names[column]).join(', ')
  const passedOver = still.length > 0 ? ` Constant there, so not watched: ${nameOf(still)}.` : ''
  const labels =
    plan.labels.length > 0 ? ` Labels by their name, so not looked at: ${nameOf(plan.labels)}.` : ''
  const note = `Learnt from rows 1 to ${rows.length}: ${watched.length} columns.${passedOver}${labels}`
  return { monitor: createConditionMonitor(behaviour, rows), plan, reader, note }
}

function prognosisOf(cells: readonly string[], row: number, { monitor, plan, reader }: Watch): Prognosis {
  const { score, isAlarm, contributors } = monitor.observe(reader.read(cells))
  return {
    row,
    time: plan.time === null ? null : (cells[plan.time] ?? null),
    score: Math.round(score * 1e4) / 1e4,
    alarm: isAlarm,
    contributors: contributors.map(({ column, share }) => ({
      column: plan.names[column] ?? '',
      share: Math.round(share * 1e3) / 1e3,
    })),
  }
}
