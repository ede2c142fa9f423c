import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { measureBacklog } from './backlog.ts'
import { mosquitto } from './broker-actor.ts'
import { type Built, playEdge } from './edge-stage.ts'
import type { Judgement } from './judge.ts'
import { type BrokerKind, faultsOf, type Schedule, scheduleOf } from './schedule.ts'
import { playService } from './service-stage.ts'
import { canMount } from './site.ts'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    'at-once': { type: 'string', default: '2' },
    backlog: { type: 'string', default: '' },
    broker: { type: 'string', default: 'house' },
    edge: { type: 'string', default: '' },
    scripts: { type: 'string', default: '' },
  },
})
const built: Built = { edge: values.edge, scripts: values.scripts }
const first = Number(values.seed)
const runs = Number(values.runs)

const count = new Map<string, number>()
const add = (name: string, by: number) => count.set(name, (count.get(name) ?? 0) + by)
const failures: string[] = []
function fail(seed: number, said: string): void {
  failures.push(`FAILED seed ${seed}: ${said}\n  replay: npm run swarm -- --runs 1 --seed ${seed}`)
  console.error(failures.at(-1))
}

/** What this computer cannot play, it says. */
function playable(schedule: Schedule): Schedule {
  const broker = schedule.broker === 'mosquitto' && !mosquitto ? 'strict' : schedule.broker
  if (broker !== schedule.broker) add('skipped: mosquitto is not installed, strict instead', 1)
  const steps = schedule.steps.map((step) => ({
    ...step,
    faults: step.faults.filter((fault) => {
      const isSkipped = fault === 'disk-full' && !canMount
      if (isSkipped) add('skipped: disk-full, since no small disk may be mounted here', 1)
      return !isSkipped
    }),
  }))
  return { ...schedule, broker, steps }
}

function take(schedule: Schedule, { faults, ...counts }: Judgement): void {
  add(`actor ${schedule.actor}`, 1)
  if (schedule.actor === 'edge') add(`broker ${schedule.broker}`, 1)
  for (const fault of faultsOf(schedule)) add(`fault ${fault}`, 1)
  for (const [name, value] of Object.entries(counts)) add(`events ${name}`, value)
  for (const [name, found] of Object.entries(faults)) {
    add(`events ${name}`, found.length)
    if (found.length > 0)
      fail(schedule.seed, `${found.length} ${name}, such as ${found.slice(0, 3).join(', ')}`)
  }
}

/** Longer than any schedule takes on a busy computer. */
const hangingMs = 400_000
const hanging = (): Promise<never> =>
  wait(hangingMs, undefined, { ref: false }).then(() => {
    throw new Error('it hangs')
  })

let played = 0
async function play(seed: number): Promise<void> {
  played += 1
  const schedule = playable(scheduleOf(seed))
  try {
    const playing = (schedule.actor === 'edge' ? playEdge : playService)(schedule, built)
    take(schedule, await Promise.race([playing, hanging()]))
  } catch (error) {
    fail(seed, `the schedule broke off: ${error instanceof Error ? error.stack : error}`)
  }
  if (played % 10 === 0) console.error(`${played} of ${runs}, ${failures.length} failures`)
}

if (values.backlog) {
  console.log(
    JSON.stringify(await measureBacklog(Number(values.backlog), values.broker as BrokerKind, built)),
  )
  process.exit(0)
}

let next = first
/** What is under way heals first: nothing stays behind. */
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    next = Number.POSITIVE_INFINITY
  })
await Promise.all(
  Array.from({ length: Number(values['at-once']) }, async () => {
    while (next < first + runs) await play(next++)
  }),
)
console.log(`${'schedules'.padEnd(40)} ${played}`)
for (const [name, value] of [...count].sort()) console.log(`${name.padEnd(40)} ${value}`)
for (const failure of failures) console.log(failure)
process.exit(failures.length > 0 ? 1 : 0)
