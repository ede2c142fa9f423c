import { parseArgs } from 'node:util'
import { faultsOf, readable } from './report.ts'
import { runHostile } from './suite.ts'

/** `npm run hostile -- --inputs 100000 --connections 10000 --seed 1`; exit code 1 when the service did not stand. */
const number = (of: string) => ({ type: 'string', default: of }) as const
const { values } = parseArgs({
  options: { inputs: number('100000'), connections: number('10000'), seed: number('1') },
})
const report = await runHostile({
  ...{ seed: Number(values.seed), inputs: Number(values.inputs), connections: Number(values.connections) },
  hasBombs: true,
  onOutcome: ({ name, found }) => process.stderr.write(`${name}: ${found}\n`),
})
process.stdout.write(readable(report))
process.exitCode = faultsOf(report).length === 0 ? 0 : 1
