import { JidokaError } from '../contract/error.ts'
import type { MachineKind } from '../contract/machine.ts'
import { prognosisKinds } from '../contract/prognosis.ts'
import { patientWrite } from '../io/patient-write.ts'
import type { Shell } from '../io/shell.ts'
import { scoresOf } from './prognose-data.ts'
import { scoreMachines } from './prognose-machine.ts'
import { mostTrainRows, prognoseTable } from './prognose-table.ts'

export interface PrognoseOptions {
  readonly csv: string | undefined
  /** `nab:<folder>`, `ai4i:<file or folder>` or `cmapss:<folder>`. */
  readonly data: string | undefined
  readonly trainRows: number | undefined
  readonly machine: MachineKind | 'all' | undefined
  readonly lives: number
  readonly seed: number
  readonly isJson: boolean
  readonly shell: Shell
}

/**
 * Weighs a table of readings row by row, scores a public data set, or scores the forecasts of simulated lives.
 * @throws {JidokaError} USAGE, or SERIES_INVALID for what cannot be learnt from
 */
export async function prognose(options: PrognoseOptions): Promise<void> {
  const { csv, data, trainRows, machine, isJson, shell } = options
  const { out, err } = shell
  if ([csv, data, machine].filter((given) => given !== undefined).length !== 1)
    throw new JidokaError('USAGE', 'Give one of --csv, --data and --machine.')
  const say = (finding: object) => patientWrite(out, `${JSON.stringify(finding)}\n`)
  const isTerminal = 'isTTY' in out && out.isTTY === true
  if (csv !== undefined) {
    if ((trainRows ?? 0) > mostTrainRows)
      throw new JidokaError('USAGE', `--train-rows goes up to ${mostTrainRows}: they are held in memory.`)
    return prognoseTable({ file: csv, trainRows, isJson: isJson || !isTerminal, out, err })
  }
  if (trainRows !== undefined)
    throw new JidokaError('USAGE', '--train-rows is of --csv: all else has its own.')
  if (machine !== undefined) {
    for await (const finding of scoreMachines({ ...options, machine })) await say(finding)
    return
  }
  const [, kind, path] = /^(\w+):(.+)$/.exec(data ?? '') ?? []
  const known = prognosisKinds.find((name) => name === kind)
  if (!known || !path)
    throw new JidokaError('USAGE', `${data} is not <kind>:<path>; kinds are ${prognosisKinds.join(', ')}.`)
  for await (const finding of scoresOf[known](path, err)) await say(finding)
}
