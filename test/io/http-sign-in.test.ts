import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ErrorBody } from '../../edge/contract/api.ts'
import { basic, json, password, type Stand, startStand } from './http-stand.ts'

let stand: Stand
beforeEach(async () => {
  stand = await startStand()
})
afterEach(() => stand.close())

const signIn = (user: string, guess: string) => stand.ask('/api/v1/session', json({ user, password: guess }))
const cookieOf = (answer: Response) => answer.headers.get('set-cookie')?.split(';')[0] ?? ''
const stateWith = (cookie: string) => stand.ask('/api/v1/state', { headers: { cookie } })

describe('the link with a ticket', () => {
  it('signs a viewer in with a cookie that scripts and other sites cannot use', async () => {
    const answer = await stand.ask(`/sign-in?ticket=${stand.signIn.issueTicket()}`)
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/'])
    expect(answer.headers.get('set-cookie')).toMatch(
      /^jidoka_\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    )
    const session = await stand.ask('/api/v1/session', { headers: { cookie: cookieOf(answer) } })
    expect(await session.json()).toEqual({ user: 'viewer', role: 'viewer' })
  })

  it('works once', async () => {
    const link = `/sign-in?ticket=${stand.signIn.issueTicket()}`
    await stand.ask(link)
    const again = await stand.ask(link)
    expect([again.status, again.headers.get('location')]).toEqual([302, '/?sign-in=failed'])
    expect(again.headers.get('set-cookie')).toBeNull()
  })

  it('works for an hour', async () => {
    const ticket = stand.signIn.issueTicket()
    stand.clock.advanceTo(stand.clock.nowMs() + 3_600_000)
    expect((await stand.ask(`/sign-in?ticket=${ticket}`)).headers.get('location')).toBe('/?sign-in=failed')
  })

  it('needs a ticket that we made', async () => {
    for (const query of ['', '?ticket=', '?ticket=guess', '?ticket=a&ticket=b']) {
      const answer = await stand.ask(`/sign-in${query}`)
      expect(answer.headers.get('set-cookie')).toBeNull()
      expect([302, 400]).toContain(answer.status)
    }
  })
})

describe('the password', () => {
  it('opens a session that ends by signing out', async () => {
    const answer = await signIn('admin', password)
    expect([answer.status, await answer.json()]).toEqual([200, { user: 'admin', role: 'admin' }])
    const cookie = cookieOf(answer)
    expect((await stateWith(cookie)).status).toBe(200)
    const out = await stand.ask('/api/v1/session', { method: 'DELETE', headers: { cookie } })
    expect([out.status, cookieOf(out)]).toEqual([204, `jidoka_${stand.door.port}=`])
    expect((await stateWith(cookie)).status).toBe(401)
  })

  it('opens a session that ends after twelve hours', async () => {
    const cookie = cookieOf(await signIn('admin', password))
    stand.clock.advanceTo(stand.clock.nowMs() + 12 * 3_600_000)
    expect((await stateWith(cookie)).status).toBe(401)
  })

  it('is throttled after five wrong ones, the right one too, until a minute has passed', async () => {
    const guesses = await Promise.all(
      Array.from({ length: 8 }, (_, index) => signIn('admin', `guess ${index}`)),
    )
    expect(guesses.map((answer) => answer.status)).toEqual([401, 401, 401, 401, 401, 429, 429, 429])
    const right = await signIn('admin', password)
    expect([right.status, ErrorBody.parse(await right.json()).code]).toEqual([429, 'TOO_MANY_REQUESTS'])
    expect((await stand.ask('/api/v1/state', basic('admin', password))).status).toBe(429)
    expect((await stand.askSignedIn('/api/v1/state')).status).toBe(200)
    stand.clock.advanceTo(stand.clock.nowMs() + 60_000)
    expect((await signIn('admin', password)).status).toBe(200)
  })

  it('counts the wrong ones of each address apart, and remembers no unknown user', async () => {
    for (let attempt = 0; attempt < 5; attempt++)
      expect(await stand.signIn.checkPassword('nobody', password, '192.0.2.1')).toBeNull()
    await expect(stand.signIn.checkPassword('admin', password, '192.0.2.1')).rejects.toMatchObject({
      code: 'TOO_MANY_REQUESTS',
    })
    expect(await stand.signIn.checkPassword('admin', password, '192.0.2.2')).toMatchObject({ role: 'admin' })
  })

  it('ends every session that began with another password or role', async () => {
    const before = stand.accounts.get('operator')
    const cookie = `jidoka_${stand.door.port}=${stand.sessionOf('operator')}`
    expect((await stateWith(cookie)).status).toBe(200)
    for (const change of [{ hash: 'another' }, { role: 'viewer' as const }]) {
      if (before) stand.accounts.set('operator', { ...before, ...change })
      expect((await stateWith(cookie)).status).toBe(401)
    }
    stand.accounts.delete('operator')
    expect((await stateWith(cookie)).status).toBe(401)
    expect(await stand.signIn.checkPassword('operator', password, '127.0.0.1')).toBeNull()
  })

  it('may come with many requests at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => stand.ask('/api/v1/state', basic('admin', password))),
    )
    expect(answers.map((answer) => answer.status)).toEqual(Array(12).fill(200))
  })

  it('cannot be asked for without end', async () => {
    const statuses = new Set<number>()
    for (let attempt = 0; attempt < 61; attempt++)
      statuses.add((await stand.ask('/sign-in?ticket=guess')).status)
    expect([...statuses]).toEqual([302, 429])
  })

  it('and no other secret stands in any answer or in the log', async () => {
    const ticket = stand.signIn.issueTicket()
    const texts = [JSON.stringify(stand.logged)]
    for (const url of [
      '/api/v1/settings',
      '/api/v1/state',
      '/api/v1/session',
      '/metrics',
      '/readyz',
      '/livez',
      '/api/docs/json',
      '/api/v1/absent',
    ]) {
      texts.push(await (await stand.askSignedIn(url)).text())
    }
    texts.push(
      await (await signIn('admin', `${password}!`)).text(),
      await (await stand.ask(`/sign-in?ticket=${ticket}`)).text(),
    )
    for (const secret of [password, stand.token, ticket]) expect(texts.join('\n')).not.toContain(secret)
  })
})
