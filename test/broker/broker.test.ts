import { describe, expect, it } from 'vitest'
import { startBroker } from '../../broker/broker.ts'
import { wallClock } from '../../edge/io/clock.ts'
import { authenticate, keptLog, lines, localBroker } from './local-broker.ts'
import {
  connectPacket,
  header,
  type Login,
  pingPacket,
  publishPacket,
  signIn,
  subscribePacket,
  unsubscribePacket,
  Wire,
} from './wire.ts'

const prefix = 'jidoka/demo/plant/hall/steel-strip/cell/_inspect/v1'
const edge: Login = { clientId: 'edge-1', user: 'edge', password: 'right' }
const viewer: Login = { clientId: 'viewer-1', user: 'viewer', password: 'right' }
const admin: Login = { clientId: 'admin-1', user: 'admin', password: 'right' }

async function subscribed(port: number, login: Login, filter: string): Promise<Wire> {
  const wire = (await signIn(port, login)).send(subscribePacket(filter))
  expect((await wire.next())?.body[2]).toBe(1)
  return wire
}

describe('the door', () => {
  it.each<[string, Login]>([
    ['nobody', { clientId: 'a' }],
    ['a wrong password', { clientId: 'a', user: 'edge', password: 'wrong' }],
    ['an unknown user', { clientId: 'a', user: 'nobody', password: 'right' }],
  ])('refuses %s with return code 4 and closes', async (_name, login) => {
    const { port } = await localBroker()
    const wire = new Wire(port).send(connectPacket(login))
    expect((await wire.next())?.body[1]).toBe(4)
    expect(await wire.next()).toBeNull()
  })

  it('closes on garbage, on HTTP and on a publish before login, and goes on serving others', async () => {
    const { port } = await localBroker()
    const garbage = [
      Buffer.alloc(4096, 0xff),
      Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'),
      publishPacket(`${prefix}/result`, 'x'),
      connectPacket({ ...edge, clientId: 'edge' }).fill(0xee, 4, 8),
    ]
    for (const bytes of garbage) expect(await new Wire(port).send(bytes).next()).toBeNull()
    const wire = (await signIn(port, viewer)).send(pingPacket)
    expect((await wire.next())?.type).toBe(13)
  })

  it('drops a packet of 60 MB and a CONNECT of 100 kB at the header', async () => {
    const { port } = await localBroker()
    const early = new Wire(port).send(header(1, 0, 100_000))
    const late = (await signIn(port, edge)).send(header(3, 0, 60_000_000))
    expect(await early.next()).toBeNull()
    expect(await late.next()).toBeNull()
    expect(lines.filter((line) => line.includes('too large'))).toHaveLength(2)
  })

  it('relays a message of 900 kB whole', async () => {
    const { port } = await localBroker()
    const ear = await subscribed(port, viewer, 'jidoka/#')
    const payload = 'x'.repeat(900_000)
    ;(await signIn(port, edge)).send(publishPacket(`${prefix}/result`, payload))
    expect((await ear.message())?.payload).toBe(payload)
  })
})

describe('the rules', () => {
  it('acknowledges a forbidden publish, delivers it to nobody, tells admins, and keeps the connection', async () => {
    const { port } = await localBroker()
    const ear = await subscribed(port, { ...viewer, clientId: 'ear' }, '#')
    const watcher = await subscribed(port, admin, '$SYS/jidoka/denied')
    const wire = (await signIn(port, viewer)).send(
      publishPacket(`${prefix}/result`, 'forged', { id: 7, retain: true }),
    )
    expect(await wire.next()).toMatchObject({ type: 4, body: Buffer.from([0, 7]) })
    expect((await wire.send(pingPacket).next())?.type).toBe(13)
    expect(JSON.parse((await watcher.message())?.payload ?? '')).toEqual({
      clientId: 'viewer-1',
      user: 'viewer',
      reason: 'the role viewer may not publish here',
      topic: `${prefix}/result`,
      bytes: 6,
    })
    ;(await signIn(port, edge)).send(publishPacket(`${prefix}/result`, 'true'))
    expect((await ear.message())?.payload).toBe('true')
    const late = await subscribed(port, { ...viewer, clientId: 'late' }, `${prefix}/#`)
    ;(await signIn(port, edge)).send(publishPacket(`${prefix}/result`, 'later'))
    expect(await late.message()).toMatchObject({ payload: 'later', isRetained: false })
    expect(lines.filter((line) => line.includes('may not do this'))).toHaveLength(1)
  })

  it('refuses $share/ and $SYS in the SUBACK, says why in the log, and keeps the connection', async () => {
    const { port } = await localBroker()
    const wire = await signIn(port, viewer)
    for (const filter of ['$share/g/jidoka/#', '$SYS/#']) {
      expect((await wire.send(subscribePacket(filter)).next())?.body[2]).toBe(0x80)
    }
    expect((await wire.send(pingPacket).next())?.type).toBe(13)
    expect(
      lines.some(
        (line) => line.includes('$share/g') && line.includes('shared subscriptions are not offered'),
      ),
    ).toBe(true)
  })

  it('grants 100 filters a client, and another one for each that is given back', async () => {
    const { port } = await localBroker()
    const wire = await signIn(port, viewer)
    const answer = async (filter: string) => (await wire.send(subscribePacket(filter)).next())?.body[2]
    for (let index = 0; index < 100; index += 1) expect(await answer(`a/${index}`)).toBe(1)
    expect(await answer('a/100')).toBe(0x80)
    expect(await answer('a/0')).toBe(1)
    expect((await wire.send(unsubscribePacket('a/0')).next())?.type).toBe(11)
    expect(await answer('a/100')).toBe(1)
  })

  it('does not let a viewer push a station off the bus by taking its client id', async () => {
    const { port } = await localBroker()
    const station = await signIn(port, edge)
    const thief = new Wire(port).send(connectPacket({ ...viewer, clientId: edge.clientId }))
    expect((await thief.next())?.body[1]).toBe(2)
    expect((await station.send(pingPacket).next())?.type).toBe(13)
    const successor = await signIn(port, edge)
    expect(await station.next()).toBeNull()
    const again = new Wire(port).send(connectPacket({ ...viewer, clientId: edge.clientId }))
    expect((await again.next())?.body[1]).toBe(2)
    expect((await successor.send(pingPacket).next())?.type).toBe(13)
  })

  it('keeps no session for an absent client, and says so in the CONNACK', async () => {
    const { port } = await localBroker()
    const first = await signIn(port, { ...viewer, isClean: false })
    expect((await first.send(subscribePacket('jidoka/#')).next())?.body[2]).toBe(1)
    first.socket.destroy()
    await first.closed
    const second = new Wire(port).send(connectPacket({ ...viewer, isClean: false }))
    expect((await second.next())?.body[0]).toBe(0)
  })
})

describe('what the broker keeps', () => {
  it('says the last will when a socket is killed, and never one on a forbidden topic', async () => {
    const { port } = await localBroker()
    const ear = await subscribed(port, viewer, '#')
    const forger = await signIn(port, {
      ...edge,
      clientId: 'forger',
      will: { topic: 'other/topic', payload: 'forged' },
    })
    forger.socket.destroy()
    await forger.closed
    const station = await signIn(port, { ...edge, will: { topic: `${prefix}/status`, payload: 'offline' } })
    station.socket.resetAndDestroy()
    expect(await ear.message()).toMatchObject({ topic: `${prefix}/status`, payload: 'offline' })
  })

  it('gives a retained message to who comes later, and to who comes again', async () => {
    const { port } = await localBroker()
    const station = (await signIn(port, edge)).send(publishPacket(`${prefix}/info`, 'who', { retain: true }))
    expect((await station.next())?.type).toBe(4)
    for (let visit = 0; visit < 2; visit += 1) {
      const wire = await subscribed(port, viewer, `${prefix}/+`)
      expect(await wire.message()).toEqual({ topic: `${prefix}/info`, payload: 'who', isRetained: true })
      wire.socket.destroy()
      await wire.closed
    }
  })
})

describe('start and stop', () => {
  it('names the port that is taken', async () => {
    const { port } = await localBroker()
    await expect(localBroker(port)).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message: `MQTT port ${port} on 127.0.0.1 is taken.`,
    })
  })

  it('refuses to listen beyond loopback', async () => {
    await expect(
      startBroker({ host: '0.0.0.0', port: 0, clock: wallClock, log: keptLog, authenticate }),
    ).rejects.toMatchObject({
      code: 'HOST_NOT_LOOPBACK',
    })
  })

  it('closes with clients connected, also silent ones and half a packet, and frees the port', async () => {
    const broker = await localBroker()
    const silent = new Wire(broker.port)
    const half = new Wire(broker.port).send(header(1, 0, 50))
    const wires = [await subscribed(broker.port, viewer, '#'), await signIn(broker.port, edge), silent, half]
    await broker.close()
    await Promise.all(wires.map((wire) => wire.closed))
    await broker.close()
    expect((await localBroker(broker.port)).port).toBe(broker.port)
  })
})
