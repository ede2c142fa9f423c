import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GroupView } from '../../edge/contract/group.ts'
import { lanAddresses } from '../../edge/io/join-url.ts'
import { launcher } from '../edge/process.ts'
import { removeFolder, temporaryFolder } from './running.ts'

let data = ''
let greeting = ''
let child: ReturnType<typeof spawn>
beforeAll(async () => {
  data = await temporaryFolder('room')
  const options = ['--port', '0', '--mqtt-port', '0', '--data', data, '--log-level', 'error']
  child = spawn(process.execPath, [launcher, 'start', '--classroom', ...options], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  for await (const said of child.stderr?.setEncoding('utf8') ?? []) {
    greeting += said
    if (greeting.includes('Ctrl-C ends it.')) break
  }
})
afterAll(async () => {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
  await removeFolder(data)
})

interface Said {
  readonly status: number
  readonly cookie: string
  readonly body: string
}

/** As a phone that has accepted the certificate. */
const ask = (url: string, cookie = '', body?: unknown): Promise<Said> =>
  new Promise((resolve, reject) => {
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    const method = body === undefined ? 'GET' : 'POST'
    const ca = readFileSync(path.join(data, 'classroom.pem'))
    request(url, { method, ca, agent: false, headers: { cookie, ...type } })
      .on('error', reject)
      .on('response', async (answer) =>
        resolve({
          status: answer.statusCode ?? 0,
          cookie: answer.headers['set-cookie']?.[0] ?? '',
          body: await text(answer),
        }),
      )
      .end(body === undefined ? undefined : JSON.stringify(body))
  })

describe('jidoka start --classroom', () => {
  it('lets in who sits here by the link, and the room by the code, over TLS', async () => {
    const link = /^board +(https:\/\/127\.0\.0\.1:\d+\/sign-in\S+)/m.exec(greeting)?.[1] ?? ''
    const { origin, port } = new URL(link)
    const joinPage = /^classroom +(\S+)#join /m.exec(greeting)?.[1] ?? ''
    const room = new URL(joinPage).origin
    const [address] = lanAddresses()
    if (address !== undefined) {
      // From another place the link is worth nothing.
      expect((await ask(link.replace('127.0.0.1', address))).cookie).toBe('')
      expect(room).toBe(`https://${address}:${port}`)
    }
    const trainer = (await ask(link)).cookie.split(';')[0] ?? ''
    expect((await ask(`${origin}/api/v1/group`, trainer, {})).status).toBe(204)
    const view = GroupView.parse(JSON.parse((await ask(`${origin}/api/v1/group`, trainer)).body))
    expect(view.joinUrls[0]).toBe(`${room}/#join`)
    expect((await ask(room)).body).toContain('<div id="board">')
    expect((await ask(`${room}/api/v1/state`)).status).toBe(401)
    const joined = await ask(`${room}/api/v1/group/join`, '', { code: view.code, nickname: 'Ana' })
    expect(joined.cookie).toMatch(/; HttpOnly; Secure; SameSite=Strict$/)
    const trainee = joined.cookie.split(';')[0] ?? ''
    expect((await ask(`${room}/api/v1/state`, trainee)).status).toBe(200)
    expect((await ask(`${room}/metrics`, trainee)).status).toBe(address === undefined ? 200 : 403)
  })
})
