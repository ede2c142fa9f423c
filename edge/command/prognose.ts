import { JidokaError } from '../contract/error.ts'
import { prognosisKinds } from '../contract/prognosis.ts'
import { patientWrite } from '../io/patient-write.ts'
import { scoresOf } from './prognose-data.ts'
import { mostTrainRows, prognoseTable } from './prognose-table.ts'

export interface PrognoseOptions {
  readonly csv: string | undefined
  /** `nab:<folder>` or `ai4i:<file or folder>`. */
  readonly data: string | undefined
  readonly trainRows: number | undefined
  readonly isJson: boolean
  readonly out: NodeJS.WritableStream
  readonly err: NodeJS.WritableStream
}

/**
 * Weighs a table of readings row by row, or scores a public data set.
 * @throws {JidokaError} USAGE, or SERIES_INVALID for what cannot be learnt from
 */
export async function prognose({ csv, data, trainRows, isJson, out, err }: PrognoseOptions): Promise<void> {
  const isTerminal = 'isTTY' in out && out.isTTY === true
  if (csv !== undefined && data === undefined) {
    if ((trainRows ?? 0) > mostTrainRows)
      throw new JidokaError('USAGE', `--train-rows goes up to ${mostTrainRows}: they are held in memory.`)
    return prognoseTable({ file: csv, trainRows, isJson: isJson || !isTerminal, out, err })
  }
  if (csv !== undefined) throw new JidokaError('USAGE', 'Give --csv or --data, not both.')
  if (data === undefined) throw new JidokaError('USAGE', 'Neither --csv nor --data was given.')
  if (trainRows !== undefined)
    throw new JidokaError('USAGE', '--train-rows is of --csv: a data set has its own.')
  const [, kind, path] = /^(\w+):(.+)$/.exec(data) ?? []
  const known = prognosisKinds.find((name) => name === kind)
  if (!known || !path)
    throw new JidokaError('USAGE', `${data} is not <kind>:<path>; kinds are ${prognosisKinds.join(', ')}.`)
  for await (const finding of scoresOf[known](path)) await patientWrite(out, `${JSON.stringify(finding)}\n`)
}
