import { connect, type Socket } from 'node:net'
import type { Running } from '../flow/running.ts'
import type { Outcome } from './report.ts'

const hostOf = (service: Running): string => new URL(service.url).host
const dial = (service: Running): Socket =>
  connect(Number(new URL(service.url).port), '127.0.0.1').on('error', () => undefined)

/** All that comes back for bytes that no HTTP library would send; '' when the connection is just closed. */
function raw(service: Running, head: string, body: string | Buffer = ''): Promise<string> {
  const socket = dial(service)
  let heard = ''
  socket.setEncoding('latin1').on('data', (text) => {
    heard += text
  })
  socket.write(head)
  if (body.length > 0) socket.write(body)
  return new Promise((resolve) => socket.once('close', () => resolve(heard)))
}

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)
const get = (service: Running, path: string, headers = ''): Promise<string> =>
  raw(service, `GET ${path} HTTP/1.1\r\nHost: ${hostOf(service)}\r\nConnection: close\r\n${headers}\r\n`)

const summed = (name: string, wrong: readonly string[], count: number): Outcome => ({
  ...{ name, isHeld: wrong.length === 0 },
  found: wrong.length === 0 ? `all ${count} refused` : wrong.join('; '),
})

const outside = ['etc/passwd', 'package.json', 'users.json', 'audit.jsonl', 'book.sqlite', 'run.json']
const ways = [
  '/../',
  '/..%2f',
  '/%2e%2e/',
  '/..%5c',
  '/assets/../../',
  '/%252e%252e/',
  '//',
  '/.%00/',
  '/api/docs/static/../../../../',
]

/** Files outside the board, by every way that servers have been fooled. */
export async function traversal(service: Running): Promise<Outcome> {
  const wrong: string[] = []
  for (const way of ways)
    for (const file of outside) {
      const answer = await get(service, `${way}${'../'.repeat(6)}${file}`)
      if (statusOf(answer) < 400 || statusOf(answer) >= 500 || /root:x:|"hash"|viewerPassword/.test(answer))
        wrong.push(`${way}${file}: ${statusOf(answer)}`)
    }
  return summed('HTTP path traversal', wrong, ways.length * outside.length)
}

/** Bodies and heads that are too large, never end, contradict themselves, or are no JSON that anybody would want. */
export async function bodies(service: Running): Promise<Outcome> {
  const put = (headers: string) =>
    `PUT /api/v1/condition HTTP/1.1\r\nHost: ${hostOf(service)}\r\nCookie: ${service.cookie}\r\nConnection: close\r\nContent-Type: application/json\r\n${headers}\r\n\r\n`
  const json = (body: string) => raw(service, put(`Content-Length: ${Buffer.byteLength(body)}`), body)
  const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`
  const answers = {
    'a length of 100 MB': await raw(service, put('Content-Length: 100000000'), Buffer.alloc(1_000_000)),
    'chunks without end': await raw(service, put('Transfer-Encoding: chunked'), chunk.repeat(20)),
    'two lengths': await raw(service, put('Content-Length: 4\r\nContent-Length: 5'), '{}{}'),
    'length and chunks': await raw(
      service,
      put('Content-Length: 4\r\nTransfer-Encoding: chunked'),
      '0\r\n\r\n',
    ),
    'a head of 1 MB': await get(service, '/livez', `X: ${'a'.repeat(1_000_000)}\r\n`),
    'a thousand heads': await get(service, '/livez', 'X: 1\r\n'.repeat(20_000)),
    'deep JSON': await json('['.repeat(60_000)),
    'a prototype': await json('{"__proto__":{"lampLevel":0},"constructor":{"prototype":{}}}'),
    'a number of 60,000 digits': await json(`{"lampLevel":${'9'.repeat(60_000)}}`),
  }
  const wrong = Object.entries(answers).filter(
    ([, answer]) => statusOf(answer) !== 0 && (statusOf(answer) < 400 || statusOf(answer) >= 500),
  )
  return summed(
    'HTTP bodies',
    wrong.map(([name, answer]) => `${name}: ${statusOf(answer)}`),
    Object.keys(answers).length,
  )
}

/** Other pages in the same browser, used tickets, guessed cookies and passwords, and a WebSocket. */
export async function impostors(service: Running): Promise<Outcome> {
  const link = /^board +(\S+)/m.exec(service.greeting)?.[1] ?? ''
  const { pathname, search, port } = new URL(link)
  const cookie = `Cookie: ${service.cookie}\r\n`
  const asked: Record<string, Promise<string>> = {
    'a foreign origin': get(service, '/api/v1/state', `${cookie}Origin: https://evil.example\r\n`),
    'another port': get(
      service,
      '/api/v1/state',
      `${cookie}Origin: http://localhost:${Number(port) + 1}\r\n`,
    ),
    'a cross-site fetch': get(service, '/api/v1/state', `${cookie}Sec-Fetch-Site: cross-site\r\n`),
    'a name that resolves here': raw(
      service,
      `GET /api/v1/state HTTP/1.1\r\nHost: evil.example\r\n${cookie}Connection: close\r\n\r\n`,
    ),
    'a guessed cookie': get(service, '/api/v1/state', `Cookie: jidoka_${port}=${'A'.repeat(43)}\r\n`),
    'the cookie of another port': get(
      service,
      '/api/v1/state',
      `Cookie: jidoka_1=${service.cookie.split('=')[1]}\r\n`,
    ),
    'a session without secret': get(service, '/api/v1/audit', cookie),
    'a WebSocket': get(
      service,
      '/api/v1/live',
      'Upgrade: websocket\r\nOrigin: https://evil.example\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n',
    ),
  }
  const wrong: string[] = []
  for (const [name, answer] of Object.entries(asked)) {
    const status = statusOf(await answer)
    if (status < 400 || status >= 500) wrong.push(`${name}: ${status}`)
  }
  const stolen = await get(service, `${pathname}${search}`)
  if (/set-cookie/i.test(stolen)) wrong.push('a used ticket')
  const guesses = Array.from({ length: 20 }, (_, guess) =>
    get(
      service,
      '/api/v1/state',
      `Authorization: Basic ${Buffer.from(`admin:${guess}`).toString('base64')}\r\n`,
    ),
  )
  const statuses = (await Promise.all(guesses)).map(statusOf)
  if (statuses.some((status) => status !== 401 && status !== 429) || !statuses.includes(429))
    wrong.push(`guesses: ${statuses}`)
  return summed('HTTP impostors', wrong, Object.keys(asked).length + 2)
}

/** Requests that come a byte at a time, or stop: they stay open while the other attacks run. */
export function slow(service: Running, count: number): () => void {
  const sockets = Array.from({ length: count }, (_, index) => {
    const socket = dial(service)
    const head = `PUT /api/v1/condition HTTP/1.1\r\nHost: ${hostOf(service)}\r\nCookie: ${service.cookie}\r\n`
    socket.write(
      index % 2 === 0
        ? 'GET /livez HT'
        : `${head}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`,
    )
    return socket
  })
  return () => {
    for (const socket of sockets) socket.destroy()
  }
}
