import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ErrorBody } from '../../edge/contract/api.ts'
import type { HttpDoor } from '../../edge/io/http.ts'
import { serveSecondLooks } from '../../edge/io/http-second-look.ts'
import { createLog } from '../../edge/io/log.ts'
import { openSecondEye } from '../../edge/io/second-eye.ts'
import {
  crops,
  type LookPool,
  sharpen,
  sharpenCard,
  startFar,
  startLookPool,
  token,
} from './second-look-stand.ts'

let pool: LookPool
let far: HttpDoor
beforeAll(async () => {
  pool = await startLookPool()
  far = await startFar(pool, { token })
})
afterAll(async () => {
  await far?.close()
  await pool?.close()
})

const query = (count: number | string = 2, sha256 = sharpenCard.sha256) =>
  `/api/v1/second-look?count=${count}&sha256=${sha256}`
const head = { 'content-type': 'application/octet-stream', authorization: `Bearer ${token}` }
const post = (route: string, init: RequestInit = {}, url = far.url) =>
  fetch(url + route, { method: 'POST', headers: head, body: crops, ...init })

/** Status and code of a refusal, whose body must have our one form. */
async function refusal(answer: Response): Promise<[number, string]> {
  return [answer.status, ErrorBody.strict().parse(await answer.json()).code]
}

describe('a worker that looks again for others', () => {
  it('answers with the very bits that the model gives here', async () => {
    const answer = await post(query())
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/octet-stream'])
    const eye = await openSecondEye(sharpen, 1)
    const here = await eye.look(crops, 2)
    await eye.close()
    const there = new Float32Array(await answer.arrayBuffer())
    expect(there).toHaveLength(2 * 3 * 8 * 8)
    expect(there).toEqual(here)
    // Cell 0 of crop 0, by hand: the mean of 48 bytes, sharpened.
    let sum = 0
    for (const plane of [0, 1, 2])
      for (const y of [0, 1, 2, 3]) for (const x of [0, 1, 2, 3]) sum += crops[plane * 1024 + y * 32 + x] ?? 0
    expect(there[0]).toBeCloseTo(1 / (1 + Math.exp(-20 * (sum / 48 / 255 - 0.5))), 5)
  })

  it('says to anybody that it lives, and nothing else', async () => {
    const answer = await fetch(`${far.url}/livez`)
    expect([answer.status, await answer.json()]).toEqual([200, { isAlive: true, version: '0.1.0' }])
  })

  it('refuses a wrong token, and none, before it looks at the rest', async () => {
    for (const authorization of [
      '',
      `Bearer ${token}x`,
      `Bearer ${token.slice(1)}`,
      `Basic ${btoa(`a:${token}`)}`,
    ]) {
      const headers = { ...head, authorization }
      expect(await refusal(await post(query('x'), { headers }))).toEqual([401, 'TOKEN_WRONG'])
    }
  })

  it('refuses pages of a browser, which cannot hide that they are', async () => {
    for (const mark of [{ origin: 'http://127.0.0.1' }, { 'sec-fetch-site': 'cross-site' }])
      expect(await refusal(await post(query(), { headers: { ...head, ...mark } }))).toEqual([
        403,
        'FORBIDDEN',
      ])
  })

  it('refuses another model, so that two versions are never mixed', async () => {
    expect(await refusal(await post(query(2, '0'.repeat(64))))).toEqual([409, 'MODEL_HASH_MISMATCH'])
  })

  it('refuses what is no count, no hash, another length or another type', async () => {
    const invalid = [400, 'SECOND_LOOK_INVALID']
    for (const count of ['0', '9', '1.5', '-1', 'x', '', '2&count=2'])
      expect([count, ...(await refusal(await post(query(count))))]).toEqual([count, ...invalid])
    expect(await refusal(await post('/api/v1/second-look'))).toEqual(invalid)
    expect(await refusal(await post(query(2, 'A'.repeat(64))))).toEqual(invalid)
    expect(await refusal(await post(query(1)))).toEqual(invalid)
    expect(await refusal(await post(query(2), { body: crops.subarray(1) }))).toEqual(invalid)
    expect(await refusal(await post(query(2), { body: null }))).toEqual(invalid)
    const stream = new Blob([crops]).stream()
    expect(await refusal(await post(query(), { body: stream, duplex: 'half' } as RequestInit))).toEqual(
      invalid,
    )
    const headers = { ...head, 'content-type': 'application/json' }
    expect(await refusal(await post(query(), { headers }))).toEqual(invalid)
  })

  it('refuses other methods and other paths', async () => {
    for (const method of ['GET', 'PUT', 'DELETE'])
      expect(await refusal(await post(query(), { method, body: null }))).toEqual([404, 'NOT_FOUND'])
    expect(await refusal(await post('/api/v1/state'))).toEqual([404, 'NOT_FOUND'])
  })

  it('refuses at once what its queue has no place for, and looks again when it has', async () => {
    const waiting: (() => void)[] = []
    const held: LookPool = {
      ...pool,
      ask: async (request, transfer) => {
        await new Promise<void>((resolve) => waiting.push(resolve))
        return pool.ask(request, transfer)
      },
    }
    const small = await startFar(held, { capacity: 1 })
    try {
      const first = post(query(), {}, small.url)
      await expect.poll(() => waiting.length).toBe(1)
      const second = await post(query(), {}, small.url)
      expect(second.headers.get('retry-after')).toBe('1')
      expect(await refusal(second)).toEqual([503, 'SECOND_LOOK_BUSY'])
      waiting.pop()?.()
      expect((await first).status).toBe(200)
      const third = post(query(), {}, small.url)
      await expect.poll(() => waiting.length).toBe(1)
      waiting.pop()?.()
      expect((await third).status).toBe(200)
    } finally {
      await small.close()
    }
  })
})

describe('closed by default', () => {
  it('without a token only this computer is served', async () => {
    const tools = {
      port: 0,
      card: sharpenCard,
      pool,
      capacity: 1,
      log: createLog('silent'),
      version: '0.1.0',
    }
    for (const host of ['0.0.0.0', '::', '192.0.2.1', 'example.org']) {
      await expect(serveSecondLooks({ ...tools, host, token: '' })).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringContaining('JIDOKA_SECOND_LOOK_TOKEN'),
      })
    }
    const open = await startFar(pool)
    expect(
      (await post(query(), { headers: { 'content-type': head['content-type'] } }, open.url)).status,
    ).toBe(200)
    await open.close()
    await expect(serveSecondLooks({ ...tools, host: '192.0.2.1', token })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('no address of this computer'),
    })
  })

  it('with a token other hosts are', async () => {
    const tools = { card: sharpenCard, pool, capacity: 1, log: createLog('silent'), version: '0.1.0' }
    const wide = await serveSecondLooks({ ...tools, host: '0.0.0.0', port: 0, token })
    const url = `http://127.0.0.1:${wide.port}`
    expect((await post(query(), {}, url)).status).toBe(200)
    expect((await post(query(), { headers: { 'content-type': head['content-type'] } }, url)).status).toBe(401)
    await wide.close()
  })
})
