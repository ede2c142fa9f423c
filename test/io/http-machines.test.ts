import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AlarmData } from '../../edge/contract/alarm.ts'
import { ErrorBody } from '../../edge/contract/api.ts'
import { MachineDetail, MachineState, PlantState } from '../../edge/contract/plant.ts'
import { UpkeepGame } from '../../edge/contract/upkeep-game.ts'
import { nothingHolds } from '../../edge/core/health/machine-alarm.ts'
import { json, type Stand, startStand } from './http-stand.ts'
import { place, sampleCondition, sampleDetail, samplePlant } from './sample-data.ts'
import { sampleGame } from './sample-game.ts'

let stand: Stand
beforeAll(async () => {
  stand = await startStand()
})
afterAll(() => stand.close())

const id = 'mill-spindle.act'
const post = (url: string, body: unknown) => stand.askSignedIn(url, json(body))
const codeOf = async (answer: Response) => [answer.status, ErrorBody.parse(await answer.json()).code]

describe('the machines over HTTP', () => {
  it('tell how they are, one by one and together', async () => {
    const all = await stand.askSignedIn('/api/v1/machines')
    expect(PlantState.parse(await all.json())).toEqual(samplePlant)
    const one = await stand.askSignedIn('/api/v1/machines/mill-spindle')
    expect(MachineDetail.parse(await one.json())).toEqual(sampleDetail)
  })

  it('deal a round of the game of upkeep, of those that there are', async () => {
    const game = await stand.askSignedIn('/api/v1/machines/mill-spindle/game?round=1')
    expect(UpkeepGame.parse(await game.json())).toEqual(sampleGame)
    for (const round of ['0', '11', '1.5', 'first'])
      expect(
        await codeOf(await stand.askSignedIn(`/api/v1/machines/mill-spindle/game?round=${round}`)),
      ).toEqual([400, 'REQUEST_INVALID'])
  })

  it('take what a person does, if it is one of six things and to a machine that there is', async () => {
    const answer = await post('/api/v1/machines/mill-spindle/interventions', { action: 'wear' })
    expect(MachineState.parse(await answer.json()).machine).toBe('mill-spindle')
    for (const [url, body] of [
      ['/api/v1/machines/mill-spindle/interventions', { action: 'explode' }],
      ['/api/v1/machines/mill-spindle/interventions', { action: 'wear', twice: true }],
      ['/api/v1/machines/lathe/interventions', { action: 'wear' }],
    ] as const)
      expect(await codeOf(await post(url, body))).toEqual([400, 'REQUEST_INVALID'])
  })
})

describe('the alarms over HTTP', () => {
  const raise = () => {
    const drafts = stand.alarms.measure(sampleCondition, { ...nothingHolds, act: true })
    stand.book.record([], drafts, place)
  }

  it('are acknowledged and shelved in the name of whoever asks', async () => {
    raise()
    const shelved = await post(`/api/v1/alarms/${id}/shelve`, { minutes: 30 })
    expect(AlarmData.parse(await shelved.json())).toMatchObject({ state: 'Shelved', by: 'viewer' })
    const shown = await post(`/api/v1/alarms/${id}/shelve`, { minutes: 0 })
    expect(AlarmData.parse(await shown.json())).toMatchObject({ state: 'Unacknowledged' })
    const known = await post(`/api/v1/alarms/${id}/acknowledge`, {})
    expect(AlarmData.parse(await known.json())).toMatchObject({ state: 'Acknowledged', by: 'viewer' })
    expect(stand.book.alarms()).toMatchObject([{ alarmId: id, state: 'Acknowledged' }])
  })

  it('that do not stand cannot be acknowledged, and nothing is shelved for ever', async () => {
    expect(await codeOf(await post('/api/v1/alarms/mill-spindle.plan/acknowledge', {}))).toEqual([
      404,
      'NOT_FOUND',
    ])
    for (const minutes of [-1, 481, '30', null])
      expect(await codeOf(await post(`/api/v1/alarms/${id}/shelve`, { minutes }))).toEqual([
        400,
        'REQUEST_INVALID',
      ])
  })
})

describe('strangers', () => {
  it.each([
    ['GET', '/api/v1/machines'],
    ['GET', '/api/v1/machines/mill-spindle'],
    ['POST', '/api/v1/machines/mill-spindle/interventions'],
    ['POST', `/api/v1/alarms/${id}/acknowledge`],
    ['POST', `/api/v1/alarms/${id}/shelve`],
  ])('hear nothing and do nothing: %s %s', async (method, url) => {
    expect((await stand.ask(url, { method })).status).toBe(401)
    const foreign = { method, headers: { origin: 'http://evil.example' } }
    expect((await stand.askSignedIn(url, foreign)).status).toBe(403)
  })
})
