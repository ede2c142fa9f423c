import { once } from 'node:events'
import fs from 'node:fs'
import { request } from 'node:https'
import { text } from 'node:stream/consumers'
import { connect, type PeerCertificate, type TLSSocket } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { tlsFinding } from '../../edge/command/doctor-tls.ts'
import { createSimulatedClock } from '../../edge/core/simulated-clock.ts'
import { loadSettings } from '../../edge/io/config.ts'
import { openTls, readTls, type TlsSettings } from '../../edge/io/tls-file.ts'
import { keptLog, lines, localBroker } from '../broker/local-broker.ts'
import { connectPacket } from '../broker/wire.ts'
import { removeFolder, temporaryFolder } from '../flow/running.ts'
import { type CertificateFiles, hasOpenssl, makeCertificate } from './certificate.ts'
import { password, startStand } from './http-stand.ts'

let folder = ''
let made: Record<'authority' | 'server' | 'client' | 'strangers' | 'stranger', CertificateFiles>
beforeAll(async () => {
  folder = await temporaryFolder('tls')
  if (!hasOpenssl) return
  const authority = makeCertificate(folder, 'authority', null)
  const strangers = makeCertificate(folder, 'strangers', null)
  made = {
    ...{ authority, strangers, server: makeCertificate(folder, 'server', authority) },
    client: makeCertificate(folder, 'client', authority),
    stranger: makeCertificate(folder, 'stranger', strangers),
  }
})
afterAll(() => removeFolder(folder))

const settingsOf = ({ cert, key }: CertificateFiles, tlsCa = ''): TlsSettings => ({
  tlsCert: cert,
  tlsKey: key,
  tlsCa,
})
const pem = (files?: CertificateFiles) =>
  files ? { cert: fs.readFileSync(files.cert), key: fs.readFileSync(files.key) } : {}
const clock = () => createSimulatedClock(0)

/** A TLS connection that trusts our authority; rejects when either side does not like the other. */
async function dial(port: number, client?: CertificateFiles): Promise<TLSSocket> {
  const socket = connect({
    port,
    host: '127.0.0.1',
    ca: fs.readFileSync(made.authority.cert),
    ...pem(client),
  })
  onTestFinished(() => void socket.destroy())
  await once(socket, 'secureConnect')
  return socket
}

/** The return code of a CONNACK; null when the connection is closed instead. */
async function connack(port: number, client?: CertificateFiles): Promise<number | null> {
  const socket = await dial(port, client).catch(() => null)
  if (!socket) return null
  socket.on('error', () => undefined)
  socket.write(connectPacket({ clientId: 'ear', user: 'viewer', password: 'right' }))
  return new Promise((resolve) => {
    socket.once('data', (bytes: Buffer) => resolve(bytes[3] ?? null)).once('close', () => resolve(null))
  })
}

async function httpsStand(tlsCa = '') {
  const tls = openTls(settingsOf(made.server, tlsCa), clock(), keptLog)
  const stand = await startStand({ tls })
  onTestFinished(() => stand.close())
  const ask = (
    url: string,
    options: { headers?: Record<string, string>; client?: CertificateFiles; body?: unknown } = {},
  ) =>
    new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
      const { headers, client, body } = options
      const sent =
        body === undefined
          ? {}
          : { method: 'POST', headers: { 'content-type': 'application/json', ...headers } }
      request(`https://127.0.0.1:${stand.door.port}${url}`, {
        ...{
          ca: fs.readFileSync(made.authority.cert),
          servername: 'localhost',
          agent: false,
          headers,
          ...sent,
          ...pem(client),
        },
      })
        .on('error', reject)
        .on('response', async (answer) =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: await text(answer) }),
        )
        .end(body === undefined ? undefined : JSON.stringify(body))
    })
  return { stand, ask }
}

describe.skipIf(!hasOpenssl)('HTTP over TLS', () => {
  it('serves by the names of its certificate alone, to its own pages alone, with a secure cookie', async () => {
    const { stand, ask } = await httpsStand()
    const { port, url } = stand.door
    expect(url).toBe(`https://jidoka.example:${port}`)
    for (const [host, status] of [
      [`jidoka.example:${port}`, 200],
      ['127.0.0.1', 200],
      ['evil.example', 403],
    ] as const)
      expect([host, (await ask('/livez', { headers: { host } })).status]).toEqual([host, status])
    const origin = (of: string) =>
      ask('/api/v1/session', { headers: { origin: of }, body: { user: 'viewer', password } })
    expect((await origin(`http://127.0.0.1:${port}`)).status).toBe(403)
    const signedIn = await origin(`https://127.0.0.1:${port}`)
    expect(signedIn.headers['set-cookie']).toEqual([
      expect.stringMatching(/; HttpOnly; Secure; SameSite=Strict$/),
    ])
  })

  it('asks for a certificate of the authority where one is set', async () => {
    const { ask } = await httpsStand(made.authority.cert)
    expect((await ask('/livez', { client: made.client })).status).toBe(200)
    await expect(ask('/livez')).rejects.toThrow()
    await expect(ask('/livez', { client: made.stranger })).rejects.toThrow()
  })
})

describe.skipIf(!hasOpenssl)('MQTT over TLS', () => {
  const brokerWith = (tlsCa = '') =>
    localBroker(0, { host: '0.0.0.0', tls: readTls(settingsOf(made.server, tlsCa)).options })

  it('lets users in beyond loopback, and this computer in by a port of its own', async () => {
    const { port, url } = await brokerWith()
    expect(await connack(port)).toBe(0)
    expect(new URL(url)).toMatchObject({ protocol: 'mqtt:', hostname: '127.0.0.1' })
    expect(Number(new URL(url).port)).not.toBe(port)
  })

  it('asks for a certificate of the authority where one is set', async () => {
    const { port } = await brokerWith(made.authority.cert)
    expect(await connack(port, made.client)).toBe(0)
    expect([await connack(port), await connack(port, made.stranger)]).toEqual([null, null])
  })
})

describe.skipIf(!hasOpenssl)('certificate files', () => {
  it('that change are used for the next connection; a half-written pair changes nothing', async () => {
    const live = makeCertificate(folder, 'live', made.authority)
    const time = clock()
    const tls = openTls(settingsOf(live), time, keptLog)
    if (!tls) throw new Error('there is a certificate')
    const stand = await startStand({ tls })
    onTestFinished(() => stand.close())
    const broker = await localBroker(0, { tls: tls.options() })
    tls.onChange(broker.renewTls)
    const shown = async (): Promise<string[]> => {
      const peers = [await dial(stand.door.port), await dial(broker.port)]
      return peers.map((socket) => (socket.getPeerCertificate() as PeerCertificate).fingerprint256)
    }
    const before = await shown()
    expect(before[0]).toBe(before[1])
    fs.copyFileSync(made.server.key, live.key)
    time.advanceTo(5_000)
    expect(await shown()).toEqual(before)
    expect(lines.some((line) => line.includes('cannot be used; the last ones stay'))).toBe(true)
    fs.copyFileSync(made.server.cert, live.cert)
    time.advanceTo(10_000)
    const after = await shown()
    expect(after[0]).toBe(after[1])
    expect(after[0]).not.toBe(before[0])
  })

  it('are looked at by the doctor', () => {
    const at = (nowMs: number) => tlsFinding(settingsOf(made.server), nowMs)
    const { validTo } = readTls(settingsOf(made.server)).certificate
    expect(at(Date.parse(validTo) - 1000)).toMatchObject({
      isOk: true,
      found: expect.stringContaining('CN=server'),
    })
    expect(at(Date.parse(validTo)).isOk).toBe(false)
    expect(tlsFinding(settingsOf({ cert: 'absent.pem', key: '' }), 0).isOk).toBe(false)
  })

  it('that do not belong together, or are none, are named', () => {
    const cross = { tlsCert: made.server.cert, tlsKey: made.client.key, tlsCa: '' }
    for (const settings of [cross, settingsOf({ cert: 'absent.pem', key: 'absent.key' })])
      expect(() => readTls(settings)).toThrow(expect.objectContaining({ code: 'TLS_INVALID' }))
  })
})

describe('a host beyond loopback', () => {
  it.each([
    [{ host: '0.0.0.0' }, 'HOST_NOT_LOOPBACK'],
    [{ host: '0.0.0.0', tlsCert: 'a.pem' }, 'CONFIG_INVALID'],
    [{ tlsKey: 'a.key' }, 'CONFIG_INVALID'],
    [{ tlsCa: 'ca.pem' }, 'CONFIG_INVALID'],
  ])('%o is refused', (flags, code) => {
    expect(() => loadSettings({ flags })).toThrow(expect.objectContaining({ code }))
  })

  it('is accepted with certificate and key', () => {
    const flags = { host: '0.0.0.0', tlsCert: 'a.pem', tlsKey: 'a.key' }
    expect(loadSettings({ flags })).toMatchObject(flags)
  })
})
