import { afterEach } from 'vitest'
import type { BusRole } from '../../broker/access.ts'
import { type Broker, type BrokerOptions, startBroker } from '../../broker/broker.ts'
import type { Log } from '../../edge/contract/port.ts'
import { wallClock } from '../../edge/io/clock.ts'

export const lines: string[] = []
const note = (message: string, fields?: Readonly<Record<string, unknown>>) => {
  lines.push(`${message} ${JSON.stringify(fields ?? {})}`)
}
/** Keeps what is logged, for the test to read. */
export const keptLog: Log = { debug: note, info: note, warn: note, error: note }

const roles: readonly BusRole[] = ['admin', 'edge', 'operator', 'viewer']
export const authenticate = (user: string | undefined, password: string | undefined): BusRole | null =>
  (password === 'right' && roles.find((role) => role === user)) || null

const running = new Set<Broker>()

/** A broker with a user for each role, password `right`; it is closed after the test. */
export async function localBroker(port = 0, change: Partial<BrokerOptions> = {}): Promise<Broker> {
  const usual = { host: '127.0.0.1', port, clock: wallClock, log: keptLog, authenticate }
  const broker = await startBroker({ ...usual, ...change })
  running.add(broker)
  return broker
}

afterEach(async () => {
  await Promise.all([...running].map((broker) => broker.close()))
  running.clear()
  lines.length = 0
})
