import { beforeAll, describe, expect, it } from 'vitest'
import { wallClock } from '../../edge/io/clock.ts'
import { signIn, subscribePacket, type Wire } from '../broker/wire.ts'
import type { Published, Tapped } from './mqtt-tap.ts'
import { bdSeqOf, codec, type Heard, metric, part, startStand, verbOf } from './sparkplug-stand.ts'

const births = ['NBIRTH', 'DBIRTH', 'DBIRTH']
const decode = ({ payload }: Published) => codec.decodePayload(payload)
/** Data names its metrics by alias alone, so the decoder of others knows no type; the inner value is there all the same. */
const historyOf = ({ payload }: Heard) =>
  payload.metrics?.map((one) => (one as { isHistorical?: boolean }).isHistorical)

/** Born, data, cut off, born again, a rebirth, goodbye. */
async function cutStory() {
  const { broker, host, tap, link, close } = await startStand()
  const first = await host.take(3)
  link.take(part('a'))
  link.take({ device: null, atMs: wallClock.nowMs(), values: { 'Kpi/Outbox Depth': 1 } })
  first.push(...(await host.take(2)))
  tap.cut()
  const again = await host.take(4)
  await host.rebirth()
  const asked = await host.take(3)
  await link.leave()
  const last = await host.take(3)
  const ear: Wire = await signIn(broker.port, { clientId: 'late', user: 'admin', password: 'right' })
  const answers = [
    await ear.send(subscribePacket('spBv1.0/#')).next(),
    await ear.send(subscribePacket('x', 2)).next(),
  ]
  const connections = tap.tapped()
  await close()
  return { first, again, asked, last, connections, retained: answers.filter((packet) => packet?.type !== 9) }
}

/** The primary host comes, goes and comes back; another one does not matter. */
async function hostStory() {
  const { host, tap, link, close } = await startStand('scada')
  await host.state(true, 100, 'other')
  link.take(part('before'))
  await host.state(true, 100)
  const first = await host.take(4)
  await host.state(false, 99)
  link.take(part('still'))
  const still = await host.next()
  await host.state(false, 100)
  const death = await host.next()
  link.take(part('away'))
  await host.state(true, 101)
  const back = await host.take(4)
  const open = tap.openConnections()
  await close()
  return { first, still, death, back, open, connections: tap.tapped() }
}

let cut: Awaited<ReturnType<typeof cutStory>>
let waited: Awaited<ReturnType<typeof hostStory>>
let published: Published[]
let [connection, second]: Tapped[] = []
beforeAll(async () => {
  cut = await cutStory()
  waited = await hostStory()
  published = cut.connections.flatMap((one) => one.published)
  ;[connection, second] = cut.connections
})

const of = (verb: string) => published.filter((message) => verbOf(message) === verb)
const isQos0 = (verb: string) => {
  expect(of(verb).length).toBeGreaterThan(0)
  for (const { qos } of of(verb)) expect(qos).toBe(0)
}
const isNotRetained = (verb: string) => {
  expect(of(verb).length).toBeGreaterThan(0)
  for (const { isRetained } of of(verb)) expect(isRetained).toBe(false)
  expect(cut.retained).toEqual([])
}
const goesOut = (verb: string) => {
  isQos0(verb)
  isNotRetained(verb)
}
const isPayload = (verb: string) => {
  for (const message of of(verb)) expect(decode(message).seq).toBeDefined()
}
const topicOf = (verb: string) => new Set(of(verb).map(({ topic }) => topic))
const willQos = () => expect(cut.connections.map(({ connect }) => connect.will.qos)).toEqual([1, 1])
const willRetain = () =>
  expect(cut.connections.map(({ connect }) => connect.will.isRetained)).toEqual([false, false])
const willIsDeath = () => expect(connection?.connect.will.topic).toBe('spBv1.0/plant/NDEATH/steel-strip')
const willNumbers = () => {
  const promised = cut.connections.map(({ connect }) => bdSeqOf(decode(connect.will)))
  expect(promised).toEqual([0, 1])
  expect(of('NBIRTH').map((message) => bdSeqOf(decode(message)))).toEqual([0, 1, 1])
}
const diesBeforeLeaving = () => {
  expect(cut.last.map(verbOf)).toEqual(['DDEATH', 'DDEATH', 'NDEATH'])
  expect(bdSeqOf(cut.last[2]?.payload)).toBe(1)
  expect(second?.published.map(verbOf).at(-1)).toBe('NDEATH')
  expect(second?.hasDisconnected).toBe(true)
}
const startsAnew = () => {
  expect(verbOf(waited.death)).toBe('NDEATH')
  expect(bdSeqOf(waited.death.payload)).toBe(0)
  expect(waited.connections).toHaveLength(2)
  expect(waited.connections[0]?.hasDisconnected).toBe(true)
  expect(waited.back.map(verbOf)).toEqual([...births, 'DDATA'])
  expect(bdSeqOf(waited.back[0]?.payload)).toBe(1)
}

const assertions: Readonly<Record<string, () => void>> = {
  'topics-nbirth-mqtt': () => goesOut('NBIRTH'),
  'topics-ndata-mqtt': () => goesOut('NDATA'),
  'topics-dbirth-mqtt': () => goesOut('DBIRTH'),
  'topics-ddata-mqtt': () => goesOut('DDATA'),
  'topics-ddeath-mqtt': () => goesOut('DDEATH'),
  'principles-persistence-clean-session-311': () =>
    expect(cut.connections.every(({ connect }) => connect.isClean)).toBe(true),
  'message-flow-edge-node-ncmd-subscribe': () => {
    expect(connection?.subscribed).toEqual([{ filter: 'spBv1.0/plant/NCMD/steel-strip', qos: 1 }])
    expect(cut.asked.map(verbOf)).toEqual(births)
  },
  'message-flow-edge-node-birth-publish-connect': () =>
    expect(cut.first.slice(0, 3).map(verbOf)).toEqual(births),
  'message-flow-edge-node-birth-publish-will-message': willIsDeath,
  'message-flow-edge-node-birth-publish-will-message-topic': willIsDeath,
  'message-flow-edge-node-birth-publish-will-message-payload': willNumbers,
  'message-flow-edge-node-birth-publish-will-message-payload-bdSeq': () => {
    willNumbers()
    const { metrics } = codec.decodePayload(connection?.connect.will.payload ?? new Uint8Array())
    expect(metrics).toMatchObject([{ name: 'bdSeq', type: 'Int64' }])
  },
  'message-flow-edge-node-birth-publish-will-message-qos': willQos,
  'message-flow-edge-node-birth-publish-will-message-will-retained': willRetain,
  'message-flow-edge-node-birth-publish-phid-wait-id': () => {
    expect(waited.connections[0]?.subscribed.map(({ filter }) => filter)).toContain('spBv1.0/STATE/scada')
    // What `other` said did not count: the part was held until `scada` came.
    expect(waited.first.map(verbOf)).toEqual([...births, 'DDATA'])
    expect(waited.first.slice(3).flatMap(historyOf)).toEqual([true])
  },
  'message-flow-edge-node-birth-publish-nbirth-topic': () =>
    expect(topicOf('NBIRTH')).toEqual(new Set(['spBv1.0/plant/NBIRTH/steel-strip'])),
  'message-flow-edge-node-birth-publish-nbirth-payload': () => isPayload('NBIRTH'),
  'message-flow-edge-node-birth-publish-nbirth-qos': () => isQos0('NBIRTH'),
  'message-flow-edge-node-birth-publish-nbirth-retained': () => isNotRetained('NBIRTH'),
  'message-flow-device-birth-publish-dbirth-topic': () =>
    expect(topicOf('DBIRTH')).toEqual(
      new Set(['cell', 'mill-spindle'].map((device) => `spBv1.0/plant/DBIRTH/steel-strip/${device}`)),
    ),
  'message-flow-device-birth-publish-dbirth-payload': () => isPayload('DBIRTH'),
  'message-flow-device-birth-publish-dbirth-qos': () => isQos0('DBIRTH'),
  'message-flow-device-birth-publish-dbirth-retained': () => isNotRetained('DBIRTH'),
  'operational-behavior-edge-node-intentional-disconnect-ndeath': diesBeforeLeaving,
  'operational-behavior-edge-node-intentional-disconnect-packet': diesBeforeLeaving,
  'operational-behavior-edge-node-termination-host-offline-reconnect': startsAnew,
  'operational-behavior-primary-application-state-with-multiple-servers-single-server': () =>
    expect(waited.open).toBe(1),
  'payloads-nbirth-qos': () => isQos0('NBIRTH'),
  'payloads-nbirth-retain': () => isNotRetained('NBIRTH'),
  'payloads-dbirth-qos': () => isQos0('DBIRTH'),
  'payloads-dbirth-retain': () => isNotRetained('DBIRTH'),
  'payloads-ndata-qos': () => isQos0('NDATA'),
  'payloads-ndata-retain': () => isNotRetained('NDATA'),
  'payloads-ddata-qos': () => isQos0('DDATA'),
  'payloads-ddata-retain': () => isNotRetained('DDATA'),
  'payloads-ndeath-will-message': willIsDeath,
  'payloads-ndeath-will-message-qos': willQos,
  'payloads-ndeath-will-message-retain': willRetain,
  'payloads-ndeath-will-message-publisher': diesBeforeLeaving,
  'payloads-ndeath-will-message-publisher-disconnect-mqtt311': diesBeforeLeaving,
}

describe('Sparkplug B 3.0 on the wire, to a host that decodes by sparkplug-payload', () => {
  for (const [id, check] of Object.entries(assertions)) it(`tck-id-${id}`, () => check())

  it('the broker says the death of a connection that was cut, with the number of its birth', () => {
    expect(cut.again.map(verbOf)).toEqual(['NDEATH', ...births])
    expect(bdSeqOf(cut.again[0]?.payload)).toBe(0)
    expect(metric(cut.again[2], 'Part/Id')?.value).toBe('a')
  })

  it('an offline STATE that is older than the last does not matter; what is said in spite of it is no history', () => {
    expect(verbOf(waited.still)).toBe('DDATA')
    expect(historyOf(waited.still)).toEqual([undefined])
  })

  it('what happened while the host was away comes as history, after births that say how it is now', () => {
    expect(metric(waited.back[1], 'Part/Id')?.value).toBe('away')
    expect(waited.back.slice(3).flatMap(historyOf)).toEqual([true])
  })
})
