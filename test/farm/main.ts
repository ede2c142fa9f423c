import { parseArgs } from 'node:util'
import { buildEdge, root } from '../../edge/build.mjs'
import { mosquitto } from '../broker/mosquitto.ts'
import { measureFarm, readable } from './measure.ts'

/** `npm run farm -- --seconds 20 --json`: workers over Mosquitto against as many bare loops; exit code 1 under the wanted ratio. */
const { values } = parseArgs({
  options: {
    line: { type: 'string', default: 'steel-strip' },
    workers: { type: 'string', default: '2' },
    seconds: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
})
const wanted = 0.9
if (!mosquitto) {
  process.stderr.write('`mosquitto` is not installed here.\n')
  process.exit(2)
}
const report = await measureFarm({
  ...{ root, edge: await buildEdge(), line: values.line, workers: Number(values.workers) },
  ...{ seconds: Number(values.seconds), rounds: Number(values.rounds) },
})
process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : readable(report, wanted))
process.exitCode = report.ratio >= wanted ? 0 : 1
