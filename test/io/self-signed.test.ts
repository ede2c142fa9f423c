import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { connect, createServer } from 'node:tls'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Settings } from '../../edge/contract/setting.ts'
import { createSimulatedClock } from '../../edge/core/simulated-clock.ts'
import { openToTheRoom } from '../../edge/io/classroom-bind.ts'
import { joinUrls, lanAddresses } from '../../edge/io/join-url.ts'
import { makeSelfSigned } from '../../edge/io/self-signed.ts'
import { openTls, speaksFor } from '../../edge/io/tls-file.ts'
import { keptLog } from '../broker/local-broker.ts'

const dayMs = 86_400_000
const names = ['192.0.2.7', 'line-1', 'line-1.local', 'localhost', '127.0.0.1']

describe('a certificate of our own making', () => {
  const nowMs = Date.UTC(2026, 5, 1, 8)
  const { cert, key } = makeSelfSigned(names, nowMs - dayMs, nowMs + 365 * dayMs)
  const made = new X509Certificate(cert)

  it('says for whom, from when and until when it speaks, and signs itself', () => {
    for (const name of names) expect([name, speaksFor(made, name)]).toEqual([name, true])
    expect([made.checkHost('evil.example'), made.checkIP('192.0.2.8')]).toEqual([undefined, undefined])
    expect(Date.parse(made.validFrom)).toBe(nowMs - dayMs)
    expect(Date.parse(made.validTo)).toBe(nowMs + 365 * dayMs)
    expect(made.verify(made.publicKey)).toBe(true)
  })

  it('is no authority: it can vouch for nobody else', () => {
    expect(made.ca).toBe(false)
    expect(made.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
  })

  it('is another each time', () => {
    const other = new X509Certificate(makeSelfSigned(names, nowMs, nowMs + dayMs).cert)
    expect(other.serialNumber).not.toBe(made.serialNumber)
    expect(other.fingerprint256).not.toBe(made.fingerprint256)
  })

  it('carries a connection of whoever trusts it, and of nobody else', async () => {
    const server = createServer(makeSelfSigned(names, Date.now() - dayMs, Date.now() + dayMs), (socket) =>
      socket.end('hello'),
    )
    const { cert: trusted } = makeSelfSigned(names, Date.now() - dayMs, Date.now() + dayMs)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    const strange = connect({ port, host: '127.0.0.1', ca: trusted })
    await expect(once(strange, 'secureConnect')).rejects.toThrow(/self-signed|certificate/)
    server.setSecureContext({ cert, key })
    const peer = connect({ port, host: '127.0.0.1', ca: cert })
    await once(peer, 'secureConnect')
    expect(peer.authorized).toBe(true)
    peer.destroy()
    server.close()
  })
})

describe('a service that is open to the room', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'jidoka room '))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  const clock = createSimulatedClock(Date.UTC(2026, 5, 1, 8))
  const settings = (change: object = {}) => Settings.parse({ data: path.join(folder, 'data'), ...change })

  it('makes itself a certificate once, and its key is for nobody else to read', () => {
    const open = openToTheRoom(settings(), clock)
    expect(open.host).toBe('0.0.0.0')
    expect(statSync(open.tlsKey).mode & 0o077).toBe(0)
    const before = readFileSync(open.tlsCert, 'utf8')
    expect(openToTheRoom(settings(), clock)).toEqual(open)
    expect(readFileSync(open.tlsCert, 'utf8')).toBe(before)
  })

  it('makes another when the first has ended, speaks for other addresses or cannot be read', () => {
    const { tlsCert } = openToTheRoom(settings(), clock)
    const before = readFileSync(tlsCert, 'utf8')
    openToTheRoom(settings(), createSimulatedClock(Date.UTC(2027, 4, 31, 9)))
    const later = readFileSync(tlsCert, 'utf8')
    expect(later).not.toBe(before)
    openToTheRoom(settings({ host: '192.0.2.99' }), createSimulatedClock(Date.UTC(2027, 4, 31, 9)))
    expect(new X509Certificate(readFileSync(tlsCert)).checkIP('192.0.2.99')).toBe('192.0.2.99')
    writeFileSync(tlsCert, 'none')
    openToTheRoom(settings(), clock)
    expect(new X509Certificate(readFileSync(tlsCert)).checkHost('localhost')).toBe('localhost')
  })

  it('keeps a certificate of one’s own and an address that was given', () => {
    const own = settings({ host: '192.0.2.7', tlsCert: 'a.pem', tlsKey: 'a.key' })
    expect(openToTheRoom(own, clock)).toEqual(own)
  })

  it('names the addresses that its certificate speaks for, and none on loopback', () => {
    const open = openToTheRoom(settings(), clock)
    const tls = openTls(open, clock, keptLog)
    expect(joinUrls({ host: '127.0.0.1', tls }, 8080)).toEqual([])
    expect(joinUrls({ host: '0.0.0.0', tls: null }, 8080)).toEqual([])
    const urls = joinUrls({ host: '0.0.0.0', tls }, 8080)
    for (const address of lanAddresses()) expect(urls).toContain(`https://${address}:8080/#join`)
    expect(urls.length).toBeGreaterThan(0)
    tls?.close()
  })
})
