import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ErrorBody } from '../../edge/contract/api.ts'
import { acts, isAtLeast, Role } from '../../edge/contract/role.ts'
import { json, type Stand, startStand } from './http-stand.ts'

let stand: Stand
beforeAll(async () => {
  stand = await startStand()
})
afterAll(() => stand.close())

/** What each act is asked by; the answer of who may is never 403. */
const asked = {
  look: ['/api/v1/parts', {}],
  learn: ['/api/v1/state', {}],
  teach: ['/api/v1/group', {}],
  attend: ['/api/v1/group/me', {}],
  simulate: ['/api/v1/condition', json({ lampLevel: 1 }, 'PUT')],
  review: ['/api/v1/parts/absent/review', json({ decision: 'OK' })],
  thresholds: ['/api/v1/thresholds', json({ acceptBelow: 0.2, rejectAtLeast: 0.8 }, 'PUT')],
  acknowledge: ['/api/v1/alarms/absent/acknowledge', json({})],
} as const

const statusAs = async (cookie: string, [url, init]: readonly [string, RequestInit]) => {
  const answer = await stand.ask(url, { ...init, headers: { cookie, ...init.headers } })
  const code = answer.ok ? '' : ErrorBody.parse(await answer.json()).code
  return answer.status === 403 ? code : 'allowed'
}

describe('each role may do what the table says', () => {
  for (const [act, request] of Object.entries(asked))
    for (const role of Role.options)
      it(`${role}: ${act}`, async () => {
        const cookie = `jidoka_${stand.door.port}=${stand.sessionOf(role)}`
        const least = acts[act as keyof typeof asked]
        expect(await statusAs(cookie, request)).toBe(isAtLeast(role, least) ? 'allowed' : 'ROLE_TOO_LOW')
      })

  it('who came by the link of this computer may press what an operator may', async () => {
    for (const [act, request] of Object.entries(asked))
      expect(await statusAs(stand.cookie, request)).toBe(act === 'thresholds' ? 'ROLE_TOO_LOW' : 'allowed')
  })

  it('a viewer may sign out, which changes nothing but their own session', async () => {
    const cookie = `jidoka_${stand.door.port}=${stand.sessionOf('viewer')}`
    expect((await stand.ask('/api/v1/session', { method: 'DELETE', headers: { cookie } })).status).toBe(204)
  })

  it('every route that changes anything names its act', async () => {
    const document = await (await stand.ask('/api/docs/json')).json()
    const writing = Object.entries<object>(document.paths).flatMap(([url, methods]) =>
      Object.keys(methods)
        .filter((method) => method !== 'get' && url !== '/api/v1/session')
        .map(
          (method) => [url.replace(/\{\w+\}/g, 'x'), { ...json({}), method: method.toUpperCase() }] as const,
        ),
    )
    expect(writing.length).toBeGreaterThan(4)
    const cookie = `jidoka_${stand.door.port}=${stand.sessionOf('engineer')}`
    for (const request of writing)
      expect([request[0], await statusAs(cookie, request)]).toEqual([request[0], 'allowed'])
  })
})
