import type { Clock, Log } from '../contract/port.ts'
import { type Bus, connectBus, type Message } from '../io/bus.ts'
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
 * @param name nobody else's; `presence`: what is retained of it while it is there; null: nothing
 * @throws {JidokaError} BROKER_UNREACHABLE, NOT_SIGNED_IN, WORKERS_UNSHARED
 */
export async function joinWork(
  { root, ...login }: WorkBusOptions,
  { name, presence }: { readonly name: string; readonly presence: Pick<Message, 'topic' | 'payload'> | null },
  closer: Closer,
): Promise<Bus> {
  const here = presence && ({ ...presence, qos: 1, retain: true } as const)
  const gone = here && { ...here, payload: '' }
  const link = (clientId: string, will: Message | null) =>
    connectBus({ ...login, clientId, protocolVersion: 5, ...(will && { will }) })
  const bus = closer.add(link(name, gone), (opened) => opened.close(gone ? [gone] : []))
  const other = link(`${name}-${randomToken(4)}`, null)
  try {
    await Promise.all([bus.whenConnected(), other.whenConnected()])
    await proveSharing([bus, other], { root, name: `trial-${randomToken(9)}`, clock: login.clock })
  } finally {
    await other.close()
  }
  if (here) {
    const greet = () => void bus.publish(here).catch(() => undefined)
    bus.onConnect(greet)
    greet()
  }
  return bus
}
