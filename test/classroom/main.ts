import os from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { ResultData } from '../../edge/contract/event.ts'
import { GroupExport, GroupView } from '../../edge/contract/group.ts'
import { LessonPage } from '../../edge/contract/lesson.ts'
import { percentilesOf } from '../../edge/core/bench/percentiles.ts'
import { removeFolder, startJidoka, temporaryFolder } from '../flow/running.ts'
import { usePhone } from './phone.ts'
import { joinGroup, questionsOf } from './trainee.ts'

/** `npm run classroom`: what a class of phones does to the line, in turn without and with them. The last line is JSON. */
const { values } = parseArgs({
  options: {
    ...{ trainees: { type: 'string', default: '30' }, seconds: { type: 'string', default: '30' } },
    ...{ rounds: { type: 'string', default: '2' }, edge: { type: 'string' }, scripts: { type: 'string' } },
  },
})
const [trainees, seconds, rounds] = [values.trainees, values.seconds, values.rounds].map(Number) as [
  number,
  number,
  number,
]
const say = (text: string) => process.stderr.write(`${text}\n`)

const data = await temporaryFolder('class')
const service = await startJidoka({ data, args: ['--seed', '7'] })
// Phones have processors of their own; these share the line's, and give way to it.
os.setPriority(os.constants.priority.PRIORITY_LOW)
const heard: ResultData[] = []
const hearing = hear()
const get = async (route: string) => (await service.get(route)).json()
await fetch(`${service.url}/api/v1/group`, {
  ...{ method: 'POST', body: '{}' },
  headers: { cookie: service.cookie, 'content-type': 'application/json' },
})
const { code } = GroupView.parse(await get('/api/v1/group'))
const questions = questionsOf(LessonPage.parse(await get('/api/v1/lessons')).lessons)
const numbers = Array.from({ length: trainees }, (_, index) => index)
const room = await Promise.all(
  numbers.map((number) => joinGroup(service.url, code ?? '', `trainee ${number}`)),
)
// Caches fill and code is compiled before anything counts.
await wait(10_000)

const latencies: Record<'without' | 'with', number[][]> = { without: [], with: [] }
let slowestAnswerMs = 0
for (let round = 1; round <= rounds; round++) {
  latencies.without.push(await during(wait(1000 * seconds)))
  latencies.with.push(await during(aClass()))
  const [bare, taught] = [latencies.without.at(-1) ?? [], latencies.with.at(-1) ?? []].map(percentilesOf)
  say(`round ${round}: p99 ${bare?.p99} ms without, ${taught?.p99} ms with ${trainees} trainees`)
}
const kept = GroupExport.parse(await get('/api/v1/group/export'))
await service.stop()
await hearing
await removeFolder(data)

const [without, withThem] = [latencies.without, latencies.with].map((all) => percentilesOf(all.flat()))
const acknowledged = room.flatMap(({ nickname, acknowledged: ids }) =>
  [...ids].map((id) => `${nickname} ${id}`),
)
const exported = new Set(
  kept.trainees.flatMap(({ nickname, answers }) => answers.map(({ id }) => `${nickname} ${id}`)),
)
const ratio = (of: 'p50' | 'p99') => Math.round((100 * (withThem?.[of] ?? 0)) / (without?.[of] ?? 1)) / 100
console.log(
  JSON.stringify({
    ...{ trainees, secondsEach: seconds, rounds, latencyMs: { without, with: withThem } },
    ratio: { p50: ratio('p50'), p99: ratio('p99') },
    p99MsByRound: latencies.without.map((all, round) => [
      percentilesOf(all).p99,
      percentilesOf(latencies.with[round] ?? []).p99,
    ]),
    answers: acknowledged.length,
    lost: acknowledged.filter((id) => !exported.has(id)).length,
    slowestAnswerMs: Math.round(slowestAnswerMs),
  }),
)

async function hear(): Promise<void> {
  try {
    for await (const { topic, data: said } of service.results())
      if (topic === 'result') heard.push(ResultData.parse(said))
  } catch {
    // The service was stopped.
  }
}

/** Frame to verdict of the parts that came meanwhile, milliseconds. */
async function during(work: Promise<unknown>): Promise<number[]> {
  const before = heard.length
  await work
  return heard.slice(before).map(({ latencyMs }) => latencyMs)
}

async function aClass(): Promise<void> {
  const abort = new AbortController()
  const phones = room.map((trainee, number) =>
    usePhone(trainee, number, questions, () => heard, abort.signal),
  )
  await wait(1000 * seconds)
  abort.abort()
  for (const { slowestMs } of await Promise.all(phones))
    slowestAnswerMs = Math.max(slowestAnswerMs, slowestMs)
}
