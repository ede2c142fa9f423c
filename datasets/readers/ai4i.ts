import type { MillingRow } from '../../edge/contract/prognosis.ts'
import { numberOf, refuseSeries } from './series-fault.ts'

/** The columns that are read; the failure modes TWF, HDF, PWF, OSF, RNF are parts of the label and stay unread. */
const columns = {
  udi: 'UDI',
  type: 'Type',
  airK: 'Air temperature [K]',
  processK: 'Process temperature [K]',
  speedRpm: 'Rotational speed [rpm]',
  torqueNm: 'Torque [Nm]',
  wearMin: 'Tool wear [min]',
  isFailure: 'Machine failure',
} as const

/** AI4I 2020 (Matzka, doi:10.24432/C5HS5C), a simulated milling machine. @throws {JidokaError} SERIES_INVALID */
export function readAi4i(text: string, file: string): MillingRow[] {
  const [header = '', ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  const names = header.split(',').map((name) => name.trim())
  const places = Object.fromEntries(
    Object.entries(columns).map(([key, name]) => {
      const place = names.indexOf(name)
      return place < 0 ? refuseSeries(file, `the column ${name} is missing`) : [key, place]
    }),
  ) as Record<keyof typeof columns, number>
  return lines.map((line, index) => {
    const cells = line.split(',')
    const number = (column: keyof typeof columns) => numberOf(cells[places[column]], file, index + 1)
    return {
      udi: number('udi'),
      type: typeOf(cells[places.type], file, index + 1),
      airK: number('airK'),
      processK: number('processK'),
      speedRpm: number('speedRpm'),
      torqueNm: number('torqueNm'),
      wearMin: number('wearMin'),
      isFailure: number('isFailure') === 1,
    }
  })
}

function typeOf(text: string | undefined, file: string, row: number): MillingRow['type'] {
  const type = text?.trim()
  if (type === 'L' || type === 'M' || type === 'H') return type
  return refuseSeries(file, `row ${row} has the type "${type ?? ''}", which is none of L, M, H`)
}
