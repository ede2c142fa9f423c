import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GroupExport, GroupView } from '../../edge/contract/group.ts'
import { LessonPage } from '../../edge/contract/lesson.ts'
import { joinGroup, type Question, questionsOf, type SimulatedTrainee } from '../classroom/trainee.ts'
import { type Running, removeFolder, startJidoka, temporaryFolder } from './running.ts'

const trainees = 30
const asked = 6

let data = ''
let service: Running
let questions: readonly Question[] = []
let room: SimulatedTrainee[] = []
beforeAll(async () => {
  data = await temporaryFolder('group')
  service = await startJidoka({ data, args: ['--seed', '7'] })
  const page = LessonPage.parse(await (await service.get('/api/v1/lessons')).json())
  questions = questionsOf(page.lessons)
})
afterAll(async () => {
  await service?.kill()
  await removeFolder(data)
})

const teach = (url: string, body: unknown) =>
  fetch(`${service.url}/api/v1/group${url}`, {
    ...{ method: 'POST', body: JSON.stringify(body) },
    headers: { cookie: service.cookie, 'content-type': 'application/json' },
  })
const view = async () => GroupView.parse(await (await service.get('/api/v1/group')).json())
const exported = async () => {
  const all = GroupExport.parse(await (await service.get('/api/v1/group/export')).json())
  return new Map(all.trainees.map(({ nickname, answers }) => [nickname, answers]))
}
/** What somebody sent and the service has answered must be in the export as it was, once. */
async function expectNothingLost(): Promise<void> {
  const found = await exported()
  for (const { nickname, sent, acknowledged } of room) {
    const answers = found.get(nickname) ?? []
    const plain = answers.map(({ isRight: _, judgedBy: __, ...said }) => said)
    expect(new Set(plain.map(({ id }) => id)).size).toBe(plain.length)
    expect(plain).toEqual(plain.map(({ id }) => sent.get(id)))
    expect([...acknowledged].filter((id) => !plain.some((said) => said.id === id))).toEqual([])
  }
}

/** Six questions, each wrong and then right; now and then the connection drops, and the same is sent once more. */
async function walk(trainee: SimulatedTrainee, number: number): Promise<void> {
  const own = Array.from({ length: asked }, (_, index) => questions[(number + 7 * index) % questions.length])
  for (const [index, question] of own.entries()) {
    if (!question) throw new Error('no question')
    const wrong = trainee.write(question, false)
    if ((number + index) % 3 === 0) await trainee.sendAndHangUp(wrong)
    expect(await trainee.send(wrong)).toBe(false)
    expect(await trainee.send(wrong)).toBe(false)
    if ((number + index) % 4 === 0) await trainee.comeBack(service.url)
    expect(await trainee.send(trainee.write(question, true))).toBe(true)
  }
}

describe('thirty trainees on one line', () => {
  it('join, answer twice, lose their connections and come back: no answer is lost, none is counted twice', async () => {
    expect((await teach('', { hours: 1 })).status).toBe(204)
    const { code } = await view()
    const numbers = Array.from({ length: trainees }, (_, index) => index)
    room = await Promise.all(
      numbers.map((number) => joinGroup(service.url, code ?? '', `Ana ${number % 20}`)),
    )
    expect(new Set(room.map(({ nickname }) => nickname)).size).toBe(trainees)
    await Promise.all(room.map(walk))
    await expectNothingLost()
    const { table } = await view()
    for (const row of table.trainees)
      expect(row).toMatchObject({ answered: asked, rightAtFirst: 0, right: asked, tries: 2 * asked })
    expect(table.questions.reduce((sum, row) => sum + row.tries, 0)).toBe(2 * asked * trainees)
  })

  it('lose nothing that was acknowledged when the service is killed among their answers', async () => {
    const [question] = questions
    if (!question) throw new Error('no question')
    let killing: Promise<void> | null = null
    let taken = 0
    await Promise.all(
      room.map(async (trainee) => {
        await trainee.send(trainee.write(question, true)).catch(() => undefined)
        taken += 1
        if (taken === trainees / 2) killing = service.kill()
      }),
    )
    await killing
    service = await startJidoka({ data, args: ['--seed', '7'] })
    await expectNothingLost()
    for (const trainee of room) await trainee.comeBack(service.url)
    for (const trainee of room)
      for (const [id, answer] of trainee.sent) if (!trainee.acknowledged.has(id)) await trainee.send(answer)
    expect((await view()).table.trainees.map(({ tries }) => tries)).toEqual(
      Array(trainees).fill(2 * asked + 1),
    )
    await expectNothingLost()
  })
})
