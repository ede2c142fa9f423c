import type { EngineCycle } from '../../edge/contract/prognosis.ts'
import { numberOf, refuseSeries } from './series-fault.ts'

const cells = { engine: 0, cycle: 1, settings: 2, sensors: 5, end: 26 } as const

/**
 * `train_FD00x.txt` or `test_FD00x.txt` of C-MAPSS (Saxena et al., PHM 2008): 26 columns between blanks, no header, each
 * engine in one piece with its cycles counted from 1. @throws {JidokaError} SERIES_INVALID with the row
 */
export function readCmapss(text: string, file: string): EngineCycle[] {
  const rows: EngineCycle[] = []
  for (const [index, line] of linesOf(text).entries()) {
    const numbers = line.split(/\s+/).map((cell) => numberOf(cell, file, index + 1))
    if (numbers.length !== cells.end)
      refuseSeries(file, `row ${index + 1} has ${numbers.length} columns, not ${cells.end}`)
    const [engine = 0, cycle = 0] = numbers
    const last = rows.at(-1)
    const expected = last?.engine === engine ? last.cycle + 1 : 1
    if (cycle !== expected) refuseSeries(file, `row ${index + 1} has cycle ${cycle}, not ${expected}`)
    rows.push({
      engine,
      cycle,
      settings: numbers.slice(cells.settings, cells.sensors),
      sensors: numbers.slice(cells.sensors),
    })
  }
  return rows
}

/** `RUL_FD00x.txt`: the cycles that each test engine had left. @throws {JidokaError} SERIES_INVALID with the row */
export const readCmapssRul = (text: string, file: string): number[] =>
  linesOf(text).map((line, index) => numberOf(line, file, index + 1))

const linesOf = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
