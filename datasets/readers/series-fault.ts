import { JidokaError } from '../../edge/contract/error.ts'

/** Gives up on a public data set, with the file and what is wrong in it. */
export function refuseSeries(file: string, cause: string): never {
  throw new JidokaError('SERIES_INVALID', `${file}: ${cause}.`)
}

/** A number of a public data set. @throws {JidokaError} SERIES_INVALID with file and row */
export function numberOf(text: string | undefined, file: string, row: number): number {
  const value = Number(text)
  return text?.trim() && Number.isFinite(value)
    ? value
    : refuseSeries(file, `row ${row} has "${text ?? ''}" where a number belongs`)
}
