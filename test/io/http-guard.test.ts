import { request } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ErrorBody } from '../../edge/contract/api.ts'
import { basic, json, password, type Stand, startStand } from './http-stand.ts'

let stand: Stand
beforeAll(async () => {
  stand = await startStand()
})
afterAll(() => stand.close())

/** Status and code of a refusal, whose body must have our one form. */
async function refusal(answer: Response): Promise<[number, string]> {
  return [answer.status, ErrorBody.strict().parse(await answer.json()).code]
}

/** A request as no browser and no fetch would send it: the path and the headers go out as they are. */
function askRaw(
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const { port } = stand.door
    request(
      { host: '127.0.0.1', port, path, headers: { connection: 'close', ...headers } },
      async (answer) => {
        resolve({ status: answer.statusCode ?? 0, body: await text(answer) })
      },
    )
      .on('error', reject)
      .end()
  })
}

describe('closed by default', () => {
  it('every route of the API asks for a sign-in', async () => {
    const document = await (await stand.ask('/api/docs/json')).json()
    // A frame asks for its own token: test/service/frame-farm.test.ts. Who joins a group needs its code.
    const open = new Set(['POST /api/v1/session', 'GET /api/v1/frames/{id}', 'POST /api/v1/group/join'])
    const routes = Object.entries<object>(document.paths)
      .flatMap(([url, methods]) =>
        Object.keys(methods).map((method) => ({ url, method: method.toUpperCase() })),
      )
      .filter(({ url, method }) => url.startsWith('/api/v1') && !open.has(`${method} ${url}`))
    expect(routes.length).toBeGreaterThan(12)
    for (const { url, method } of routes) {
      const answer = await stand.ask(url.replace('{partId}', 'strip-1'), { method })
      expect([url, method, ...(await refusal(answer))]).toEqual([url, method, 401, 'NOT_SIGNED_IN'])
      expect(answer.headers.get('www-authenticate')).not.toMatch(/basic/i)
    }
  })

  it('no spelling of a path goes round the sign-in', async () => {
    for (const url of [
      '/api/v1/state/',
      '//api/v1/state',
      '/api/docs/../v1/state',
      '/api/v1/%73tate',
      '/API/v1/state',
      '/x/../api/v1/state',
    ]) {
      expect([url, (await askRaw(url)).status]).toEqual([
        url,
        expect.toSatisfy((status) => [400, 401, 403, 404].includes(status)),
      ])
    }
  })

  it('a wrong token and a wrong password are refused', async () => {
    const wrong = { headers: { cookie: `jidoka_${stand.door.port}=${'x'.repeat(43)}` } }
    expect(await refusal(await stand.ask('/api/v1/state', wrong))).toEqual([401, 'NOT_SIGNED_IN'])
    expect(await refusal(await stand.ask('/api/v1/state', basic('admin', 'guess')))).toEqual([
      401,
      'NOT_SIGNED_IN',
    ])
    expect(await refusal(await stand.ask('/api/v1/state', basic('root', password)))).toEqual([
      401,
      'NOT_SIGNED_IN',
    ])
    expect((await stand.ask('/api/v1/state', basic('admin', password))).status).toBe(200)
  })
})

describe('against other web pages', () => {
  it('a foreign origin may neither write nor read', async () => {
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `http://localhost:${stand.door.port + 1}` },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]
    for (const headers of foreign) {
      const change = json({ lampLevel: 0 }, 'PUT')
      const write = stand.askSignedIn('/api/v1/condition', {
        ...change,
        headers: { ...change.headers, ...headers },
      })
      expect([headers, ...(await refusal(await write))]).toEqual([headers, 403, 'FORBIDDEN'])
      expect(await refusal(await stand.askSignedIn('/api/v1/state', { headers }))).toEqual([403, 'FORBIDDEN'])
    }
    expect(stand.changes).toEqual([])
  })

  it('the board itself may', async () => {
    const headers = {
      origin: stand.door.url,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/json',
    }
    const answer = await stand.askSignedIn('/api/v1/condition', {
      method: 'PUT',
      headers,
      body: '{"lensSmear":0.2}',
    })
    expect(answer.status).toBe(200)
    expect(stand.changes).toEqual([{ lensSmear: 0.2 }])
  })

  it('a name that resolves to us is no name of ours', async () => {
    for (const host of [
      'evil.example',
      `evil.example:${stand.door.port}`,
      '127.0.0.1.evil.example',
      'localhost@evil.example',
    ]) {
      const { status, body } = await askRaw('/livez', { host })
      expect([host, status, ErrorBody.parse(JSON.parse(body)).code]).toEqual([host, 403, 'FORBIDDEN'])
    }
    for (const host of ['localhost', `LOCALHOST:${stand.door.port}`, '[::1]:80', '127.0.0.1']) {
      expect([host, (await askRaw('/livez', { host })).status]).toEqual([host, 200])
    }
  })

  it('every answer carries the headers that keep a browser safe', async () => {
    for (const url of ['/', '/livez', '/api/v1/state', '/absent', '/api/docs/']) {
      const { headers } = await stand.ask(url, { headers: { accept: 'text/html' } })
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).toMatch(/script-src 'self'(;|$)/)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
      expect(headers.get('access-control-allow-origin')).toBeNull()
      expect(headers.get('strict-transport-security')).toBeNull()
    }
    expect((await stand.ask('/')).headers.get('content-security-policy')).not.toContain('unsafe')
  })
})

describe('bad requests get one plain answer', () => {
  const put = (body: string, type = 'application/json') =>
    stand.askSignedIn('/api/v1/condition', { method: 'PUT', headers: { 'content-type': type }, body })

  it('malformed, foreign or oversize bodies', async () => {
    expect(await refusal(await put('{"lampLevel":'))).toEqual([400, 'REQUEST_INVALID'])
    expect(await refusal(await put('{"lampLevel":7}'))).toEqual([400, 'REQUEST_INVALID'])
    expect(await refusal(await put('{"lamp":1}'))).toEqual([400, 'REQUEST_INVALID'])
    expect(await refusal(await put('{"__proto__":{"lampLevel":1}}'))).toEqual([400, 'REQUEST_INVALID'])
    expect(await refusal(await put('lampLevel=1', 'text/plain'))).toEqual([415, 'REQUEST_INVALID'])
    expect(await refusal(await put('lampLevel=1', 'application/x-www-form-urlencoded'))).toEqual([
      415,
      'REQUEST_INVALID',
    ])
    expect(await refusal(await put(`{"lampLevel":1,"x":"${'x'.repeat(65_536)}"}`))).toEqual([
      413,
      'REQUEST_INVALID',
    ])
    expect(await refusal(await stand.askSignedIn('/api/v1/condition', { method: 'PUT' }))).toEqual([
      400,
      'REQUEST_INVALID',
    ])
  })

  it('parameters out of range, named in the answer', async () => {
    for (const query of ['limit=0', 'limit=1e9', 'limit=x', 'afterSequence=-1', 'afterSequence=1.5']) {
      const answer = await stand.askSignedIn(`/api/v1/events?${query}`)
      expect(answer.status).toBe(400)
      expect(ErrorBody.parse(await answer.json()).message).toContain(query.split('=')[0])
    }
  })

  it('unknown routes, methods and broken escapes', async () => {
    expect(await refusal(await stand.askSignedIn('/api/v1/absent'))).toEqual([404, 'NOT_FOUND'])
    expect(await refusal(await stand.askSignedIn('/api/v1/state', { method: 'PATCH' }))).toEqual([
      404,
      'NOT_FOUND',
    ])
    const broken = await askRaw('/api/v1/parts/%E0%A4%A', { cookie: stand.cookie })
    expect([broken.status, ErrorBody.parse(JSON.parse(broken.body)).code]).toEqual([400, 'REQUEST_INVALID'])
  })

  it('paths out of the folder of the board', async () => {
    for (const url of [
      '/../secret.txt',
      '/..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/assets/..%5c..%5csecret.txt',
      '/.hidden',
      '/%00',
    ]) {
      const { status, body } = await askRaw(url)
      expect([url, status]).toEqual([url, expect.toSatisfy((code) => code >= 400 && code < 500)])
      expect(ErrorBody.parse(JSON.parse(body)).code).toMatch(/NOT_FOUND|REQUEST_INVALID|FORBIDDEN/)
    }
  })

  it('what is not HTTP at all', async () => {
    const socket = connect(stand.door.port, '127.0.0.1').end('HELLO\r\n\r\n')
    const answer = await text(socket)
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(ErrorBody.parse(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).code).toBe('REQUEST_INVALID')
  })

  it('a head without end, told by its name', async () => {
    const head = `GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`
    const answer = await text(connect(stand.door.port, '127.0.0.1').end(head))
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(answer).toContain('its head is too large')
  })

  it('a failure of ours, told to the log and not to the client', async () => {
    const broken = await startStand({
      state: () => {
        throw new Error('the path /home/somebody')
      },
    })
    try {
      const answer = await broken.askSignedIn('/api/v1/state')
      const body = await answer.text()
      expect([answer.status, ErrorBody.parse(JSON.parse(body)).code]).toEqual([500, 'INTERNAL'])
      expect(body).not.toContain('somebody')
      expect(broken.logged).toEqual([{ message: 'A request failed', fields: { error: expect.any(Error) } }])
    } finally {
      await broken.close()
    }
  })
})
