import { workTopics } from '../contract/campaign.ts'
import type { Clock, Log } from '../contract/port.ts'
import { type Bus, connectBus } from '../io/bus.ts'
import { randomToken } from '../io/secret.ts'
import type { brokerLogin } from './broker-login.ts'
import type { Closer } from './closer.ts'
import { proveSharing } from './share-proof.ts'

export interface WorkBusOptions extends ReturnType<typeof brokerLogin> {
  readonly root: string
  readonly clock: Clock
  readonly log: Log
}

/**
 * One more member of those who share work over a broker, proved to share.
 * @param name nobody else's; `isWorker`: says that it is there, and when it goes
 * @throws {JidokaError} BROKER_UNREACHABLE, NOT_SIGNED_IN, WORKERS_UNSHARED
 */
export async function joinWork(
  { root, ...login }: WorkBusOptions,
  { name, isWorker }: { readonly name: string; readonly isWorker: boolean },
  closer: Closer,
): Promise<Bus> {
  const presence = (payload: 'online' | '') =>
    ({ topic: workTopics(root).worker(name), payload, qos: 1, retain: true }) as const
  const link = (clientId: string, isSpoken: boolean) =>
    connectBus({
      ...{ ...login, clientId, protocolVersion: 5 },
      ...(isSpoken && { will: presence('') }),
    })
  const bus = closer.add(link(name, isWorker), (opened) => opened.close(isWorker ? [presence('')] : []))
  const other = link(`${name}-${randomToken(4)}`, false)
  try {
    await Promise.all([bus.whenConnected(), other.whenConnected()])
    await proveSharing([bus, other], { root, name: `trial-${randomToken(9)}`, clock: login.clock })
  } finally {
    await other.close()
  }
  if (isWorker) {
    const greet = () => void bus.publish(presence('online')).catch(() => undefined)
    bus.onConnect(greet)
    greet()
  }
  return bus
}
