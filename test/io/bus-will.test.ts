import { expect, it, onTestFinished } from 'vitest'
import type { Log } from '../../edge/contract/port.ts'
import { connectBus } from '../../edge/io/bus.ts'
import { wallClock } from '../../edge/io/clock.ts'
import { keptLog, localBroker } from '../broker/local-broker.ts'
import { TcpProxy } from './tcp-proxy.ts'

it('asks for a new will after each connection, and not after attempts that reach nobody', async () => {
  const broker = await localBroker()
  const proxy = await TcpProxy.to(broker.port)
  onTestFinished(() => proxy.close())
  let refusals = 0
  let refusedTwice = () => {}
  const twice = new Promise<void>((resolve) => {
    refusedTwice = resolve
  })
  const count: Log['debug'] = (_message, fields) => {
    if (String(fields?.cause).includes('ECONNREFUSED') && ++refusals === 2) refusedTwice()
  }
  let wills = 0
  const nextWill = () => ({
    topic: 'a/_inspect/v1/status',
    payload: String(++wills),
    qos: 1 as const,
    retain: false,
  })
  const bus = connectBus({
    ...{ url: proxy.url, clientId: 'edge', user: 'edge', password: 'right', clock: wallClock },
    ...{ log: { ...keptLog, debug: count, warn: count }, will: nextWill(), nextWill },
  })
  onTestFinished(() => bus.close())
  await bus.whenConnected()
  await proxy.close()
  await twice
  expect(wills).toBe(2)
  const back = new Promise<void>((resolve) => bus.onConnect(resolve))
  await proxy.open(broker.port)
  await back
  expect(wills).toBe(2)
})
