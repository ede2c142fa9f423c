import { once } from 'node:events'
import { createServer } from 'node:net'
import fc from 'fast-check'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import { startBroker } from '../../broker/broker.ts'
import { retryDelayMs } from '../../edge/core/retry-delay.ts'
import { type Bus, type BusOptions, connectBus, type Message } from '../../edge/io/bus.ts'
import { wallClock } from '../../edge/io/clock.ts'
import { keptLog, lines, localBroker } from '../broker/local-broker.ts'
import { signIn, subscribePacket, type Wire } from '../broker/wire.ts'
import { TcpProxy } from './tcp-proxy.ts'

const prefix = 'jidoka/demo/plant/hall/steel-strip/cell/_inspect/v1'
const message = (payload: string, retain = false): Message => ({
  topic: `${prefix}/result`,
  payload,
  qos: 1,
  retain,
})
const will: Message = { topic: `${prefix}/status`, payload: 'offline', qos: 1, retain: true }

const buses: Bus[] = []
function busTo(url: string, options: Partial<BusOptions> = {}): Bus {
  const user = options.user ?? 'edge'
  const bus = connectBus({
    url,
    clientId: user,
    user,
    password: 'right',
    clock: wallClock,
    log: keptLog,
    ...options,
  })
  buses.push(bus)
  return bus
}
afterEach(() => Promise.all(buses.splice(0).map((bus) => bus.close())))

const linked = (bus: Bus, isConnected: boolean) =>
  new Promise<void>((resolve) => bus.onLink((now) => now === isConnected && resolve()))

/** A raw subscriber at the broker itself: it hears all that the broker took. */
async function earAt(port: number): Promise<Wire> {
  const wire = (await signIn(port, { clientId: 'ear', user: 'viewer', password: 'right' })).send(
    subscribePacket('#'),
  )
  await wire.next()
  return wire
}

async function proxied(): Promise<{ port: number; proxy: TcpProxy }> {
  const { port } = await localBroker()
  const proxy = await TcpProxy.to(port)
  onTestFinished(() => proxy.close())
  return { port, proxy }
}

describe('a publish', () => {
  it('settles when the broker has taken it', async () => {
    const { port, url } = await localBroker()
    const ear = await earAt(port)
    const bus = busTo(url)
    await bus.whenConnected()
    await bus.publish(message('a'))
    await bus.publish({ ...message('b'), qos: 0 })
    expect((await ear.message())?.payload).toBe('a')
    expect((await ear.message())?.payload).toBe('b')
  })

  it('is refused at once without a link', async () => {
    const proxy = await TcpProxy.to(0)
    await proxy.close()
    await expect(busTo(proxy.url).publish(message('a'))).rejects.toThrow('no link')
  })

  it('is rejected when the link falls before its PUBACK, and never sent again by the library', async () => {
    const { port, proxy } = await proxied()
    const ear = await earAt(port)
    const bus = busTo(proxy.url)
    await bus.whenConnected()
    proxy.mute()
    const lost = expect(bus.publish(message('once'))).rejects.toThrow('link is lost')
    expect((await ear.message())?.payload).toBe('once')
    const back = linked(bus, true)
    proxy.cut()
    await lost
    await back
    await bus.publish(message('next'))
    expect((await ear.message())?.payload).toBe('next')
  })
})

describe('the link', () => {
  it('comes back by itself, subscribes again, and hears the retained messages again', async () => {
    const { port, proxy } = await proxied()
    const station = busTo(`mqtt://127.0.0.1:${port}`)
    await station.whenConnected()
    await station.publish(message('state', true))
    const bus = busTo(proxy.url, { user: 'viewer' })
    const heard: unknown[] = []
    const visit = () =>
      new Promise<void>((resolve) =>
        bus.onMessage((topic, payload, isRetained) => {
          heard.push({ topic, payload, isRetained })
          resolve()
        }),
      )
    bus.subscribe([`${prefix}/+`])
    await visit()
    heard.length = 0
    const again = visit()
    proxy.cut()
    await again
    expect(heard[0]).toEqual({ topic: `${prefix}/result`, payload: 'state', isRetained: true })
  })

  it('survives a broker that refuses it for a while, with one warning', async () => {
    let tries = 0
    const broker = await startBroker({
      host: '127.0.0.1',
      port: 0,
      clock: wallClock,
      log: keptLog,
      authenticate: () => (++tries < 3 ? null : 'edge'),
    })
    onTestFinished(() => broker.close())
    const warnings: string[] = []
    const bus = busTo(broker.url, { log: { ...keptLog, warn: (text) => warnings.push(text) } })
    await linked(bus, true)
    expect(tries).toBe(3)
    expect(warnings).toEqual(['no link to the broker; trying again'])
  })

  it('says in the log that a subscription was refused', async () => {
    const { url } = await localBroker()
    const refused = new Promise<unknown>((resolve) => {
      const warn = (_text: string, fields?: unknown) => resolve(fields)
      busTo(url, { user: 'viewer', log: { ...keptLog, warn } }).subscribe(['$share/g/#'])
    })
    expect(await refused).toEqual({ filters: ['$share/g/#'] })
  })

  it('leaves its will behind when cut, and not when closed', async () => {
    const { port, proxy } = await proxied()
    const ear = await earAt(port)
    const bus = busTo(proxy.url, { will })
    await bus.whenConnected()
    const back = linked(bus, true)
    proxy.cut()
    expect(await ear.message()).toMatchObject({ topic: will.topic, payload: 'offline' })
    await back
    await bus.close([{ ...will, payload: 'goodbye' }])
    expect((await ear.message())?.payload).toBe('goodbye')
    const other = busTo(proxy.url)
    await other.whenConnected()
    await other.publish(message('after'))
    expect((await ear.message())?.payload).toBe('after')
  })

  it('waits longer after each failure, from 0.2 to 10 s, and not as long as the next client', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(10_000), (clientId, attempt) => {
        const delayMs = retryDelayMs(clientId, attempt)
        expect(delayMs).toBeGreaterThanOrEqual(200)
        expect(delayMs).toBeLessThanOrEqual(Math.min(10_000, 400 * 2 ** attempt))
      }),
    )
    const delays = Array.from({ length: 100 }, (_, index) => retryDelayMs(`edge-${index}`, 8))
    expect(new Set(delays).size).toBeGreaterThan(90)
  })
})

describe('whenConnected', () => {
  it('names a broker that is not there', async () => {
    const proxy = await TcpProxy.to(0)
    await proxy.close()
    const bus = busTo(proxy.url)
    await expect(bus.whenConnected()).rejects.toMatchObject({ code: 'BROKER_UNREACHABLE' })
    expect(bus.isConnected()).toBe(false)
  })

  it('says that the login is wrong, and never shows the password', async () => {
    const { url } = await localBroker()
    const bus = busTo(url, { password: 'secret-7' })
    await expect(bus.whenConnected()).rejects.toMatchObject({
      code: 'NOT_SIGNED_IN',
      message: `The broker at ${url} refuses the user edge with this password.`,
    })
    expect(lines.join()).not.toContain('secret-7')
  })

  it('refuses what is not the address of a broker', () => {
    expect(() => busTo('localhost:1883')).toThrow(expect.objectContaining({ code: 'USAGE' }))
  })
})

describe('close', () => {
  it('ends while no broker was ever there', async () => {
    const proxy = await TcpProxy.to(0)
    await proxy.close()
    const bus = busTo(proxy.url)
    await bus.close([message('late')])
    await bus.close()
    expect(bus.isConnected()).toBe(false)
  })

  it('ends with a peer that accepts and never answers', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const bus = busTo(`mqtt://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`)
    const [socket] = await once(server, 'connection')
    const gone = once(socket.resume(), 'close')
    await bus.close()
    await gone
    server.close()
    await once(server, 'close')
  })

  it('ends, and settles every publish, when the broker has fallen silent', async () => {
    const { proxy } = await proxied()
    const bus = busTo(proxy.url)
    await bus.whenConnected()
    proxy.mute()
    const waiting = expect(bus.publish(message('a'))).rejects.toThrow('bus is closed')
    await bus.close([message('b')])
    await waiting
    await expect(bus.publish(message('c'))).rejects.toThrow('no link')
  })
})
