import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { ErrorBody } from '../../edge/contract/api.ts'
import { GroupExport, GroupView, TraineeState } from '../../edge/contract/group.ts'
import { groupPath, openGroupFile } from '../../edge/io/group-file.ts'
import { json, type Stand, startStand } from './http-stand.ts'

let stand: Stand
beforeEach(async () => {
  stand = await startStand()
})
afterEach(() => stand.close())

const group = '/api/v1/group'
/** As the trainer, who came by the link of this computer. */
const teach = (url: string, init: RequestInit = {}) => stand.askSignedIn(`${group}${url}`, init)
const view = async () => GroupView.parse(await (await teach('')).json())
const openGroup = async (hours = 1) => {
  expect((await teach('', json({ hours }))).status).toBe(204)
  return (await view()).code ?? ''
}
const join = (code: string, nickname = 'Ana') => stand.ask(`${group}/join`, json({ code, nickname }))
const cookieOf = (answer: Response) => answer.headers.get('set-cookie')?.split(';')[0] ?? ''
/** Joins; the trainee’s own way of asking. */
async function trainee(code: string, nickname = 'Ana') {
  const answer = await join(code, nickname)
  expect(answer.status).toBe(200)
  const cookie = cookieOf(answer)
  return (url: string, init: RequestInit = {}) =>
    stand.ask(url, { ...init, headers: { cookie, ...init.headers } })
}
const refusal = async (answer: Response) => [
  answer.status,
  ErrorBody.strict().parse(await answer.json()).code,
]
const choice = { lesson: 'base-rate', step: 0, block: 0, wanted: null }
const round = { defective: 8, escapes: 2, good: 12, falseRejects: 1, late: 0, secondsPerPart: 4 }
const game = {
  ...{ machine: 'mill-spindle', round: 3 },
  stops: [0, 1, 2, 3, 4].map((life) => ({ ranH: 900, isFailure: life === 0 })),
}
const body = async <Schema extends z.ZodType>(answer: Response, schema: Schema) =>
  schema.parse(await answer.json()) as z.infer<Schema>

describe('joining', () => {
  it('takes the code as people type it, and gives a cookie that scripts and other sites cannot use', async () => {
    const code = await openGroup()
    const answer = await join(` ${code.toLowerCase().slice(0, 3)}-${code.slice(3)}`)
    expect(answer.headers.get('set-cookie')).toMatch(
      /^jidoka_group_\d+=[\w-]{43}; Max-Age=3600; Path=\/api\/v1; HttpOnly; SameSite=Strict$/,
    )
    expect(await body(answer, TraineeState)).toMatchObject({ nickname: 'Ana', isOpen: true })
  })

  it('refuses a wrong code, any code without a group, and whoever guesses on', async () => {
    expect(await refusal(await join('7K3M9Q'))).toEqual([403, 'GROUP_CODE_WRONG'])
    const code = await openGroup()
    for (let guess = 1; guess < 20; guess++)
      expect(await refusal(await join('000000'))).toEqual([403, 'GROUP_CODE_WRONG'])
    expect(await refusal(await join(code))).toEqual([429, 'TOO_MANY_REQUESTS'])
    stand.clock.advanceTo(stand.clock.nowMs() + 60_001)
    expect((await join(code)).status).toBe(200)
  })

  it('refuses names that are none, and gives the second of a name a number', async () => {
    const code = await openGroup()
    for (const nickname of ['', ' \n', 'x'.repeat(21), '\u200B', 7])
      expect(await refusal(await stand.ask(`${group}/join`, json({ code, nickname })))).toEqual([
        400,
        'REQUEST_INVALID',
      ])
    await trainee(code)
    const second = await trainee(code)
    expect((await body(await second(`${group}/me`), TraineeState)).nickname).toBe('Ana 2')
  })

  it('ends at 200 trainees', async () => {
    const code = await openGroup()
    for (let number = 1; number <= 200; number++) expect((await join(code)).status).toBe(200)
    expect(await refusal(await join(code))).toEqual([409, 'GROUP_FULL'])
    expect((await view()).table.trainees).toHaveLength(200)
  }, 30_000)
})

describe('a trainee', () => {
  it('sees the classroom and nothing else, and changes nothing', async () => {
    const ask = await trainee(await openGroup())
    for (const url of ['state', 'lessons', 'quality', 'desk', 'machines', 'parts/strip-1/image', 'group/me'])
      expect([url, (await ask(`/api/v1/${url}`)).status]).toEqual([url, 200])
    for (const url of ['parts', 'events', 'settings', 'claims', 'audit', 'session', 'group', 'group/export'])
      expect([url, ...(await refusal(await ask(`/api/v1/${url}`)))]).toEqual([url, 403, 'ROLE_TOO_LOW'])
    const changes = [
      ['/api/v1/condition', json({ lampLevel: 0 }, 'PUT')],
      [`${group}/close`, json({})],
      [group, { method: 'DELETE' }],
    ] as const
    for (const [url, init] of changes)
      expect(await refusal(await ask(url, init))).toEqual([403, 'ROLE_TOO_LOW'])
    expect(stand.changes).toEqual([])
  })

  it('hears once a second what lessons ask for', async () => {
    const ask = await trainee(await openGroup())
    const reader = (await ask('/api/v1/live')).body?.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader?.read())?.value).toBe('retry: 2000\n\n')
    stand.tell('audit', { hash: 'x' })
    stand.tell('result', { id: 1 })
    stand.clock.advanceTo(stand.clock.nowMs() + 1000)
    expect((await reader?.read())?.value).toBe('event: result\ndata: [{"id":1}]\n\n')
    await reader?.cancel()
  })

  it('is told what is right, and counted once for each id', async () => {
    const ask = await trainee(await openGroup())
    const answer = async (id: string, given: number, more: object = {}) =>
      (await ask(`${group}/answers`, json({ id, ...choice, given, ...more }))).json()
    expect(await answer('a', 0)).toEqual({ isRight: false })
    expect(await answer('a', 1)).toEqual({ isRight: false })
    expect(await answer('b', 1)).toEqual({ isRight: true })
    expect(await answer('c', 99, { block: 2, wanted: 98.5 })).toEqual({ isRight: true })
    for (const id of ['r', 'r', 's'])
      expect((await ask(`${group}/hands`, json({ id, ...round }))).status).toBe(200)
    const { table } = await view()
    expect(table.trainees[0]).toMatchObject({ answered: 2, rightAtFirst: 1, right: 2, tries: 3, rounds: 2 })
    expect(table.hands?.escapes).toMatchObject({ errors: 2, parts: 8 })
    for (const id of ['g', 'g'])
      expect(await (await ask(`${group}/games`, json({ id, ...game }))).json()).toEqual({ games: 1 })
    expect((await view()).table.trainees[0]?.upkeep).toEqual({ lives: 5, failures: 1, cost: 2 })
  })

  it('gets one plain answer to what is no answer', async () => {
    const ask = await trainee(await openGroup())
    const send = async (route: string, sent: object) => refusal(await ask(`${group}/${route}`, json(sent)))
    const good = { id: 'a', ...choice, given: 0 }
    for (const bad of [
      { given: 'x' },
      { id: '' },
      { id: 'a b' },
      { step: -1 },
      { isRight: true },
      { lesson: '../x' },
    ])
      expect(await send('answers', { ...good, ...bad })).toEqual([400, 'REQUEST_INVALID'])
    for (const none of [{ given: 9 }, { block: 7 }, { lesson: 'absent' }, { block: 2 }])
      expect(await send('answers', { ...good, ...none })).toEqual([404, 'NOT_FOUND'])
    for (const bad of [
      { escapes: 9 },
      { falseRejects: 13 },
      { defective: 0, good: 0 },
      { secondsPerPart: -1 },
    ])
      expect(await send('hands', { id: 'h', ...round, ...bad })).toEqual([400, 'REQUEST_INVALID'])
    for (const bad of [{ machine: 'lathe' }, { round: 11 }, { stops: [] }, { stops: [{ ranH: 0 }] }])
      expect(await send('games', { id: 'g', ...game, ...bad })).toEqual([400, 'REQUEST_INVALID'])
    expect((await view()).table.trainees[0]).toMatchObject({ tries: 0, rounds: 0, upkeep: null })
  })

  it('who leaves is out, and their answers stay', async () => {
    const ask = await trainee(await openGroup())
    await ask(`${group}/answers`, json({ id: 'a', ...choice, given: 1 }))
    expect((await ask(`${group}/me`, { method: 'DELETE' })).status).toBe(204)
    expect(await refusal(await ask(`${group}/me`))).toEqual([401, 'NOT_SIGNED_IN'])
    expect((await view()).table.trainees[0]).toMatchObject({ nickname: 'Ana', hasLeft: true, tries: 1 })
  })
})

describe('a trainer', () => {
  it('opens one group at a time, closes it, and resets it: nothing is left', async () => {
    const ask = await trainee(await openGroup())
    await ask(`${group}/answers`, json({ id: 'a', ...choice, given: 1 }))
    expect(await refusal(await teach('', json({})))).toEqual([409, 'GROUP_EXISTS'])
    expect((await teach('/close', json({}))).status).toBe(204)
    expect(await view()).toMatchObject({ state: 'closed', code: null })
    const late = json({ id: 'b', ...choice, given: 1 })
    expect(await refusal(await ask(`${group}/answers`, late))).toEqual([409, 'GROUP_CLOSED'])
    expect(await refusal(await ask('/api/v1/state'))).toEqual([409, 'GROUP_CLOSED'])
    expect((await ask(`${group}/answers`, json({ id: 'a', ...choice, given: 1 }))).status).toBe(200)
    expect((await teach('', { method: 'DELETE' })).status).toBe(204)
    expect(await view()).toMatchObject({ state: 'none', table: { trainees: [], questions: [], hands: null } })
    expect(await refusal(await ask(`${group}/me`))).toEqual([401, 'NOT_SIGNED_IN'])
    expect(readFileSync(groupPath(path.join(stand.folder, 'data')), 'utf8')).toBe('')
    expect(await refusal(await teach('/close', json({})))).toEqual([404, 'NOT_FOUND'])
  })

  it('needs no hurry: a group ends by itself', async () => {
    const code = await openGroup(1)
    stand.clock.advanceTo(stand.clock.nowMs() + 3_600_000)
    expect(await refusal(await join(code))).toEqual([403, 'GROUP_CODE_WRONG'])
    expect((await view()).state).toBe('closed')
  })

  it('takes the results along, as they were said', async () => {
    const ask = await trainee(await openGroup())
    const sent = { id: 'a', ...choice, given: 1 }
    await ask(`${group}/answers`, json(sent))
    await ask(`${group}/hands`, json({ id: 'r', ...round }))
    await ask(`${group}/games`, json({ id: 'g', ...game }))
    const answer = await teach('/export')
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="jidoka-group.json"')
    expect((await body(answer, GroupExport)).trainees).toEqual([
      {
        nickname: 'Ana',
        answers: [{ ...sent, isRight: true, judgedBy: 'service' }],
        hands: [{ id: 'r', ...round }],
        games: [{ id: 'g', ...game }],
      },
    ])
    const csv = await teach('/export?format=csv')
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect((await csv.text()).split('\r\n')).toHaveLength(9)
  })

  it('joined as well, stays a trainer', async () => {
    const cookie = `${stand.cookie}; ${cookieOf(await join(await openGroup()))}`
    for (const url of [`${group}/me`, group, '/api/v1/parts'])
      expect([url, (await stand.ask(url, { headers: { cookie } })).status]).toEqual([url, 200])
  })
})

describe('the file of a group', () => {
  it('holds the nickname, and neither address nor cookie', async () => {
    const code = await openGroup()
    const answer = await join(code)
    const file = groupPath(path.join(stand.folder, 'data'))
    const text = readFileSync(file, 'utf8')
    expect(text).toContain('"nickname":"Ana"')
    expect(text).not.toContain(cookieOf(answer).split('=')[1])
    expect(text).not.toContain('127.0.0.1')
  })

  it('gives back what was said; what a crash cut off is gone, and what is no event is passed over', async () => {
    await stand.group.open(1, 'ann')
    await stand.group.close()
    const folder = path.join(stand.folder, 'data')
    const { appendFile } = await import('node:fs/promises')
    await appendFile(groupPath(folder), '{"kind":"nonsense"}\n{"kind":"closed"}\n{"kind":"jo')
    const again = await openGroupFile(folder)
    expect([again.past.map(({ kind }) => kind), again.unreadable]).toEqual([['opened', 'closed'], 1])
    await again.add({ kind: 'left', trainee: 1 })
    await again.close()
    expect(readFileSync(groupPath(folder), 'utf8')).toMatch(/"closed"}\n\{"kind":"left","trainee":1}\n$/)
  })
})
