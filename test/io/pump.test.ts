import { describe, expect, it, onTestFinished } from 'vitest'
import { type Bus, connectBus } from '../../edge/io/bus.ts'
import { wallClock } from '../../edge/io/clock.ts'
import { startPump } from '../../edge/io/pump.ts'
import { keptLog, lines, localBroker } from '../broker/local-broker.ts'
import { publishPacket, signIn, subscribePacket, type Wire } from '../broker/wire.ts'
import { MemoryOutbox } from './memory-outbox.ts'
import { TcpProxy } from './tcp-proxy.ts'

const topic = 'jidoka/demo/plant/hall/steel-strip/cell/_inspect/v1/result'
const upTo = (last: number, first = 1) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)

async function earAt(port: number): Promise<Wire> {
  const wire = (await signIn(port, { clientId: 'ear', user: 'viewer', password: 'right' })).send(
    subscribePacket(topic),
  )
  await wire.next()
  return wire
}

async function plant(rows: number) {
  const { port } = await localBroker()
  const proxy = await TcpProxy.to(port)
  const bus: Bus = connectBus({
    url: proxy.url,
    clientId: 'edge',
    user: 'edge',
    password: 'right',
    clock: wallClock,
    log: keptLog,
  })
  onTestFinished(async () => {
    await bus.close()
    await proxy.close()
  })
  const outbox = new MemoryOutbox(topic)
  outbox.add(rows)
  return { port, proxy, bus, outbox, start: () => startPump({ outbox, bus, log: keptLog }) }
}

describe('the pump', () => {
  it('delivers each row in order, through three cuts, with no gap', async () => {
    const { port, proxy, outbox, start } = await plant(1_000)
    const ear = await earAt(port)
    start()
    const heard = new Set<number>()
    const cuts = new Set([100, 450, 800])
    while (heard.size < 1_000) {
      heard.add(Number((await ear.message())?.payload))
      if (cuts.delete(heard.size)) proxy.cut()
    }
    await outbox.whenEmpty()
    expect([...heard]).toEqual(upTo(1_000))
  })

  it('takes up after a broker was stopped and another started, at the oldest row without PUBACK', async () => {
    const { proxy, outbox, start, bus } = await plant(300)
    const pump = start()
    await new Promise<void>((resolve) => bus.onConnect(resolve))
    await outbox.whenEmpty()
    await proxy.close()
    outbox.add(300)
    pump.nudge()
    expect(pump.depthInFlight()).toBe(0)
    const successor = await localBroker()
    const ear = await earAt(successor.port)
    await proxy.open(successor.port)
    const heard: number[] = []
    while (heard.length < 300) heard.push(Number((await ear.message())?.payload))
    await outbox.whenEmpty()
    expect(heard).toEqual(upTo(600, 301))
    expect(outbox.acknowledged).toEqual(upTo(600))
  })

  it('has at most 50 rows without PUBACK, and sends exactly these again over a new link', async () => {
    const { port, proxy, bus, outbox, start } = await plant(0)
    const ear = await earAt(port)
    await bus.whenConnected()
    const pump = start()
    proxy.mute()
    outbox.add(200)
    pump.nudge()
    const heard: (string | undefined)[] = []
    while (heard.length < 50) heard.push((await ear.message())?.payload)
    expect(pump.depthInFlight()).toBe(50)
    pump.nudge()
    const other = await signIn(port, { clientId: 'other', user: 'admin', password: 'right' })
    other.send(publishPacket(topic, 'marker'))
    expect((await ear.message())?.payload).toBe('marker')
    expect([outbox.depth(), pump.redelivered()]).toEqual([200, 0])
    proxy.cut()
    while (heard.length < 250) heard.push((await ear.message())?.payload)
    expect(heard.map(Number)).toEqual([...upTo(50), ...upTo(200)])
    expect(pump.redelivered()).toBe(50)
  })

  it('sends new rows after a nudge, and none after stop', async () => {
    const { bus, outbox, start } = await plant(0)
    await bus.whenConnected()
    const pump = start()
    for (let round = 1; round <= 3; round += 1) {
      outbox.add(1)
      pump.nudge()
      await outbox.whenEmpty()
    }
    pump.stop()
    outbox.add(1)
    pump.nudge()
    await bus.publish({ topic, payload: 'marker', qos: 1, retain: false })
    expect(outbox.depth()).toBe(1)
  })

  it('goes on when the book fails for a moment', async () => {
    const { bus, outbox, start } = await plant(10)
    await bus.whenConnected()
    const book = { acknowledge: outbox.acknowledge.bind(outbox), pending: outbox.pending.bind(outbox) }
    const failed = new Promise<void>((resolve) => {
      outbox.acknowledge = () => {
        resolve()
        throw new Error('disk full')
      }
    })
    const pump = start()
    await failed
    outbox.acknowledge = book.acknowledge
    outbox.pending = () => {
      outbox.pending = book.pending
      throw new Error('disk full')
    }
    outbox.add(1)
    pump.nudge()
    await bus.publish({ topic, payload: 'marker', qos: 1, retain: false })
    pump.nudge()
    await outbox.whenEmpty()
    expect([...outbox.acknowledged].sort((a, b) => a - b)).toEqual(upTo(11))
    expect(lines.some((line) => line.includes('disk full'))).toBe(true)
  })
})
