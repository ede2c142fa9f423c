import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Stand, startStand } from './http-stand.ts'

let stand: Stand
beforeEach(async () => {
  stand = await startStand()
})
afterEach(() => stand.close())

/** An open stream: `next` gives what comes until a blank line, null at the end. */
async function openStream(cookie = stand.cookie) {
  const [answer] = (await once(
    get(`${stand.door.url}/api/v1/live`, { headers: { cookie } }),
    'response',
  )) as [IncomingMessage]
  const chunks = answer.setEncoding('utf8')[Symbol.asyncIterator]()
  let text = ''
  async function next(): Promise<string | null> {
    while (!text.includes('\n\n')) {
      const chunk = await chunks.next()
      if (chunk.done) return null
      text += chunk.value
    }
    const [block = ''] = text.split('\n\n', 1)
    text = text.slice(block.length + 2)
    return block
  }
  expect(await next()).toBe('retry: 2000')
  return { answer, next }
}

const later = (ms: number) => stand.clock.advanceTo(stand.clock.nowMs() + ms)

it('events come in one batch a topic, a tenth of a second after the first', async () => {
  const stream = await openStream()
  expect(stream.answer.headers['content-type']).toBe('text/event-stream; charset=utf-8')
  expect(stream.answer.headers['cache-control']).toBe('no-store')
  expect(stream.answer.headers['content-security-policy']).toContain("default-src 'none'")
  stand.tell('result', { id: 1 })
  stand.tell('result', { id: 2, text: 'a\n\nb' })
  stand.tell('link', { isConnected: false })
  later(100)
  stand.tell('result', { id: 3 })
  later(100)
  expect(await stream.next()).toBe('event: result\ndata: [{"id":1},{"id":2,"text":"a\\n\\nb"}]')
  expect(await stream.next()).toBe('event: link\ndata: [{"isConnected":false}]')
  expect(await stream.next()).toBe('event: result\ndata: [{"id":3}]')
})

it('every client gets every batch, and a batch holds the newest 300 of a topic', async () => {
  const streams = [await openStream(), await openStream()]
  for (let id = 0; id < 400; id++) stand.tell('result', id)
  later(100)
  const newest = Array.from({ length: 300 }, (_, index) => index + 100)
  for (const stream of streams)
    expect(await stream.next()).toBe(`event: result\ndata: ${JSON.stringify(newest)}`)
})

it('a heartbeat comes when nothing else does', async () => {
  const stream = await openStream()
  later(15_000)
  expect(await stream.next()).toBe(': still here')
  later(15_000)
  expect(await stream.next()).toBe(': still here')
})

it('a client that does not read is dropped, the others go on', async () => {
  const stream = await openStream()
  const slow = connect(stand.door.port, '127.0.0.1')
  slow.write(`GET /api/v1/live HTTP/1.1\r\nhost: localhost\r\ncookie: ${stand.cookie}\r\n\r\n`)
  await once(slow, 'readable')
  // Kernel buffers take a few megabytes before anything stays behind in the service.
  const text = 'x'.repeat(1024 * 1024)
  for (let count = 0; count < 32; count++) {
    stand.tell('result', text)
    later(100)
    expect(await stream.next()).toContain('event: result')
  }
  const received = await new Promise<number>((resolve) => {
    let bytes = 0
    slow.on('data', (chunk) => {
      bytes += chunk.length
    })
    slow.on('error', () => {})
    slow.on('close', () => resolve(bytes))
  })
  expect(received).toBeLessThan(32 * text.length)
})

it('a stream ends at the next heartbeat after its session', async () => {
  const token = stand.sessionOf('viewer')
  const stream = await openStream(`jidoka_${stand.door.port}=${token}`)
  stand.signIn.closeSession(token)
  later(15_000)
  expect(await stream.next()).toBeNull()
})

it('closing ends every stream and the subscription at once', async () => {
  const stream = await openStream()
  // One for boards, one for the classroom.
  expect(stand.listeners.size).toBe(2)
  const [end] = await Promise.all([stream.next().catch(() => null), stand.door.close()])
  expect(end).toBeNull()
  expect(stand.listeners.size).toBe(0)
})

it('the 65th stream is refused', async () => {
  for (let count = 0; count < 64; count++) await openStream()
  const answer = await stand.askSignedIn('/api/v1/live')
  expect([answer.status, (await answer.json()).code]).toEqual([429, 'TOO_MANY_REQUESTS'])
})
