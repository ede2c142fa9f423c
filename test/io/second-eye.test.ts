import { once } from 'node:events'
import { createServer as createHttp, type RequestListener } from 'node:http'
import { createServer as createTcp, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSimulatedClock } from '../../edge/core/simulated-clock.ts'
import { decideSights } from '../../edge/core/vision/decide.ts'
import { wallClock } from '../../edge/io/clock.ts'
import { loadSettings, redactSettings } from '../../edge/io/config.ts'
import { openEyes } from '../../edge/io/eyes.ts'
import { type FarHost, openSecondEye, placeSecond, type SecondEye } from '../../edge/io/second-eye.ts'
import { faultOfFar, openFarEye } from '../../edge/io/second-eye-far.ts'
import { openSession } from '../../edge/io/session.ts'
import { lookAt } from '../../edge/io/sight.ts'
import {
  crops,
  doubtfulCard,
  firstModelPath,
  frameWith,
  type LookPool,
  sharpen,
  sharpenCard,
  startFar,
  startLookPool,
  token,
} from './second-look-stand.ts'

let pool: LookPool
beforeAll(async () => {
  pool = await startLookPool()
})
afterAll(() => pool?.close())

const farAt = (url: string): FarHost => ({ url, token, timeoutMs: 50 })

/** The port of a peer of our own making, and an end to it. */
async function startPeer(server: Server) {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { port, url: `http://127.0.0.1:${port}`, server }
}

/** What the whole of two models says of a frame. */
async function verdictOn(level: number, second: SecondEye | null) {
  const session = await openSession(firstModelPath, { threads: 1 })
  const image = frameWith(level)
  const eyes = { card: doubtfulCard, session, second, planes: new Uint8Array(image.data.length) }
  const { sights } = await lookAt(eyes, image, wallClock)
  await session.close()
  return { second: sights[0]?.second, ...decideSights(sights, doubtfulCard, image) }
}

describe('looking again on another host', () => {
  it('gives the same verdicts as looking again here, bit by bit', async () => {
    const far = await startFar(pool, { token })
    const here = await openSecondEye(sharpen, 1)
    const there = await openFarEye(sharpenCard, farAt(far.url), createSimulatedClock(0))
    expect(await there.look(crops, 2)).toEqual(await here.look(crops, 2))
    const seen = new Set<string>()
    for (const level of [20, 80, 102, 115, 128, 140, 153, 170, 200]) {
      const verdict = await verdictOn(level, there)
      expect(verdict).toEqual(await verdictOn(level, here))
      seen.add(`${verdict.second} ${verdict.evaluation}`)
    }
    // Both models have had their say: what is sure is not sent, and what is sent ends in any of three ways.
    expect([...seen].sort()).toEqual([
      'done NotDecidable',
      'done NotOK',
      'done OK',
      'undefined NotOK',
      'undefined OK',
    ])
    await here.close()
    await far.close()
  })

  it('leaves undecided what is in doubt when the host is gone, and goes on when it is back', async () => {
    const clock = createSimulatedClock(0)
    let far = await startFar(pool, { token })
    const eye = await openFarEye(sharpenCard, farAt(far.url), clock)
    expect(await verdictOn(153, eye)).toMatchObject({ evaluation: 'NotOK', second: 'done' })
    await far.close()
    const lost = await verdictOn(153, eye)
    expect(lost).toMatchObject({ evaluation: 'NotDecidable', second: 'missing', score: 0.6 })
    expect(lost.detail).toContain('The model that looks again did not answer.')
    expect(await verdictOn(200, eye)).toMatchObject({ evaluation: 'NotOK', second: undefined })
    far = await startFar(pool, { token, port: far.port })
    // The host is back, but for a second nobody asks: a dead link must not slow the line.
    clock.advanceTo(999)
    expect(await eye.look(crops, 2)).toBeNull()
    clock.advanceTo(1000)
    expect(await verdictOn(153, eye)).toMatchObject({ evaluation: 'NotOK', second: 'done' })
    await far.close()
  })

  it('need not be there at the start', async () => {
    const clock = createSimulatedClock(0)
    const gone = await startFar(pool, { token })
    await gone.close()
    const eye = await openFarEye(sharpenCard, farAt(gone.url), clock)
    expect(await eye.look(crops, 2)).toBeNull()
    const far = await startFar(pool, { token, port: gone.port })
    clock.advanceTo(1000)
    expect(await eye.look(crops, 2)).toHaveLength(2 * 3 * 64)
    await far.close()
  })

  it('gives up on a host that takes the question and says nothing', async () => {
    const clock = createSimulatedClock(0)
    let asked = 0
    const peer = await startPeer(
      createTcp((socket) => socket.on('error', () => undefined).on('data', () => asked++)),
    )
    const opening = openFarEye(sharpenCard, farAt(peer.url), clock)
    await expect.poll(() => asked).toBeGreaterThan(0)
    clock.advanceTo(50)
    const eye = await opening
    asked = 0
    const look = eye.look(crops, 2)
    await expect.poll(() => asked).toBeGreaterThan(0)
    clock.advanceTo(99)
    await expect(Promise.race([look, Promise.resolve('waits')])).resolves.toBe('waits')
    clock.advanceTo(100)
    expect(await look).toBeNull()
    asked = 0
    expect(await eye.look(crops, 2)).toBeNull()
    expect(asked).toBe(0)
    peer.server.close()
  })
})

const size = 4 * 2 * 3 * 64
const maps = (value: number) => Buffer.from(new Float32Array(size / 4).fill(value).buffer)
const answering =
  (status: number, body: Buffer, headers: Record<string, string> = {}): RequestListener =>
  (request, response) => {
    request
      .resume()
      .on('end', () => response.writeHead(status, { 'content-length': body.length, ...headers }).end(body))
  }

describe('an answer that cannot be used is no answer', () => {
  const listeners: Readonly<Record<string, RequestListener>> = {
    'an error of the host': answering(500, maps(0.5)),
    'a refusal': answering(401, Buffer.from('{}')),
    'too much to do': answering(503, Buffer.from('{}')),
    'a redirection': answering(307, maps(0.5), { location: 'http://127.0.0.1:9/' }),
    'no content': answering(204, Buffer.alloc(0)),
    'too few values': answering(200, maps(0.5).subarray(4)),
    'too many values': answering(200, Buffer.concat([maps(0.5), maps(0.5)])),
    'values that are no numbers': answering(200, maps(Number.NaN)),
    'infinite values': answering(200, maps(Number.POSITIVE_INFINITY)),
    'something packed': answering(200, maps(0.5), { 'content-encoding': 'gzip' }),
    'a length that it does not say': (_request, response) => response.writeHead(200).end(maps(0.5)),
    'half an answer': (_request, response) => {
      response.writeHead(200, { 'content-length': size }).write(maps(0.5).subarray(8))
      setImmediate(() => response.destroy())
    },
  }
  const servers = Object.entries(listeners).map(([name, listener]) => [name, createHttp(listener)] as const)
  const babble = createTcp((socket) => socket.on('error', () => undefined).end('good morning\r\n\r\n'))

  it.each([...servers, ['no HTTP at all', babble] as const])('%s', async (_, server) => {
    const peer = await startPeer(server)
    const eye = await openFarEye(sharpenCard, farAt(peer.url), createSimulatedClock(0))
    expect(await eye.look(crops, 2)).toBeNull()
    server.close()
  })

  it('while the same host with a sound answer is believed', async () => {
    const peer = await startPeer(createHttp(answering(200, maps(0.5))))
    const eye = await openFarEye(sharpenCard, farAt(peer.url), createSimulatedClock(0))
    expect(await eye.look(crops, 2)).toEqual(new Float32Array(size / 4).fill(0.5))
    peer.server.close()
  })
})

describe('why the other host cannot look is said in words', () => {
  const clock = createSimulatedClock(0)
  it('a wrong token, another model, nobody there, and nothing wrong', async () => {
    const far = await startFar(pool, { token })
    const place = farAt(far.url)
    expect(await faultOfFar(sharpenCard, place, clock)).toBeNull()
    expect(await faultOfFar(sharpenCard, { ...place, token: '' }, clock)).toBe('it refused the token')
    const other = { ...sharpenCard, sha256: '0'.repeat(64) }
    expect(await faultOfFar(other, place, clock)).toBe('it holds another model')
    await far.close()
    expect(await faultOfFar(sharpenCard, place, clock)).toMatch(/ECONNREFUSED|ECONNRESET|closed/)
  })
})

describe('where to look again', () => {
  const place = { secondLook: 'here', secondLookTimeoutMs: 50, secondLookToken: token }

  it('follows the setting: here, nowhere, or there', () => {
    expect(placeSecond(sharpen, place)).toEqual(sharpen)
    expect(placeSecond(sharpen)).toEqual(sharpen)
    expect(placeSecond(sharpen, { ...place, secondLook: 'off' })).toBeNull()
    const far = { url: 'http://127.0.0.1:8090', token, timeoutMs: 50 }
    expect(placeSecond(sharpen, { ...place, secondLook: `${far.url}/` })).toEqual({ ...sharpen, far })
    expect(placeSecond(null, { ...place, secondLook: far.url })).toBeNull()
  })

  it('is refused where it is no place, or would hide a password in itself', () => {
    const given = (secondLook: string) => () => loadSettings({ flags: { secondLook } })
    for (const good of ['here', 'off', 'http://b:8090', 'https://b/', 'http://[::1]:1'])
      expect(given(good)().secondLook).toBe(good)
    for (const bad of [
      'there',
      'b:8090',
      'http://',
      'http://b:99999',
      'http://a:b@c',
      'http://b/x',
      'ftp://b',
    ])
      expect(given(bad), bad).toThrow(/^secondLook \(--second-look\): expected `here`, `off` or http/)
    const { secondLookToken } = redactSettings(loadSettings({ env: { JIDOKA_SECOND_LOOK_TOKEN: token } }))
    expect(secondLookToken).toBe('(set)')
  })

  it('is where the eyes of a line then look', async () => {
    const far = await startFar(pool, { token })
    const open = { modelPath: firstModelPath, card: doubtfulCard }
    const second = { ...sharpen, far: { ...farAt(far.url), timeoutMs: 20_000 } }
    const eyes = await openEyes({ ...open, second }, 1)
    expect((await lookAt(eyes, frameWith(153), wallClock)).sights[0]?.second).toBe('done')
    await far.close()
    expect((await lookAt(eyes, frameWith(153), wallClock)).sights[0]?.second).toBe('missing')
    await eyes.close()
  })
})
