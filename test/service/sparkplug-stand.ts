import sparkplug from 'sparkplug-payload'
import type { Reading } from '../../edge/core/sparkplug/catalogue.ts'
import { catalogues } from '../../edge/core/sparkplug/line-reading.ts'
import { connectBus } from '../../edge/io/bus.ts'
import { wallClock } from '../../edge/io/clock.ts'
import { SparkplugLink } from '../../edge/service/sparkplug-link.ts'
import { keptLog, localBroker } from '../broker/local-broker.ts'
import { tapTo } from './mqtt-tap.ts'

const theirs = sparkplug.get('spBv1.0')
if (!theirs) throw new Error('sparkplug-payload speaks no spBv1.0')
/** The codec of the specification's authors. */
export const codec = theirs
export type Decoded = ReturnType<typeof codec.decodePayload>

export interface Heard {
  readonly topic: string
  readonly payload: Decoded
}

/** A host application: another client, with the codec of the specification's authors. */
export async function startHost(url: string, { user = 'admin', password = 'right' } = {}) {
  const bus = connectBus({ url, clientId: 'host', user, password, clock: wallClock, log: keptLog })
  const heard: Heard[] = []
  let arrived = () => {}
  bus.onMessage((topic, _text, _isRetained, bytes) => {
    if (/\/(NCMD|STATE)\//.test(topic)) return
    heard.push({ topic, payload: codec.decodePayload(bytes) })
    arrived()
  })
  bus.subscribe(['spBv1.0/#'])
  await bus.whenConnected()
  const next = async (): Promise<Heard> => {
    const first = heard.shift()
    if (first) return first
    await new Promise<void>((resolve) => {
      arrived = resolve
    })
    return next()
  }
  const say = (topic: string, payload: string | Uint8Array, retain: boolean) =>
    bus.publish({ topic, payload, qos: retain ? 1 : 0, retain })
  return {
    next,
    async take(count: number): Promise<Heard[]> {
      const taken: Heard[] = []
      while (taken.length < count) taken.push(await next())
      return taken
    },
    state: (online: boolean, timestamp: number, hostId = 'scada') =>
      say(`spBv1.0/STATE/${hostId}`, JSON.stringify({ online, timestamp }), true),
    rebirth: (node = 'steel-strip') => {
      const metrics = [{ name: 'Node Control/Rebirth', type: 'Boolean' as const, value: true }]
      return say(`spBv1.0/plant/NCMD/${node}`, codec.encodePayload({ timestamp: 1, metrics }), false)
    },
    close: () => bus.close(),
  }
}

/** An edge node and a host on our broker, with a tap between node and broker. */
export async function startStand(hostId = '') {
  const broker = await localBroker()
  const [host, tap] = await Promise.all([startHost(broker.url), tapTo(broker.port)])
  const name = { group: 'plant', node: 'steel-strip' }
  const place = {
    url: tap.url,
    login: { user: 'edge', password: 'right' },
    runId: 'run-1',
    name,
    hostId,
    clock: wallClock,
    log: keptLog,
  }
  const link = new SparkplugLink(place, catalogues('cell', ['mill-spindle']))
  return {
    ...{ broker, host, tap, link },
    async close() {
      await link.leave()
      await host.close()
      tap.close()
    },
  }
}

export const part = (id: string): Reading => ({
  ...{ device: 'cell', atMs: wallClock.nowMs() },
  values: { 'Part/Id': id },
})
export const verbOf = ({ topic }: { readonly topic: string }) => topic.split('/')[2] ?? ''
export const metric = (message: Heard | undefined, wanted: string) =>
  message?.payload.metrics?.find(({ name }) => name === wanted)
export const bdSeqOf = (payload: Decoded | undefined) =>
  Number(payload?.metrics?.find(({ name }) => name === 'bdSeq')?.value)
