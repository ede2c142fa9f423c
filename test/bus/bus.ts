import { parseArgs } from 'node:util'
import { measureDurable } from './durable.ts'
import { measureFanOut } from './fan-out.ts'
import { measureFramePath } from './frame-path.ts'
import { soak } from './soak.ts'

/** `npm run bus -- --seconds 60`: one line a measurement, JSON. With `--soak 60` the service runs for an hour instead. */
const text = (of: string) => ({ type: 'string', default: of }) as const
const { values } = parseArgs({
  options: {
    ...{ seconds: text('60'), subscribers: text('200'), rate: text('40'), only: text(''), soak: text('') },
    ...{ edge: text(''), scripts: text('') },
  },
})
const { edge, scripts, only } = values
const seconds = Number(values.seconds)
const tell = (measured: object) => process.stdout.write(`${JSON.stringify(measured)}\n`)
const isAsked = (name: string) => values.soak === '' && (only === '' || only.split(',').includes(name))

if (isAsked('fan-out')) {
  const subscribers = Number(values.subscribers)
  tell(await measureFanOut({ edge, scripts, subscribers, eventsPerS: Number(values.rate), seconds }))
}
if (isAsked('durable'))
  for (const line of await measureDurable({ edge, groups: [1, 8, 32], rounds: 9, seconds })) tell(line)
if (isAsked('frame-path')) tell(await measureFramePath({ edge, rounds: 9, seconds }))
if (values.soak) tell(await soak(Number(values.soak)))
