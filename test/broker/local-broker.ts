import { afterEach } from 'vitest'
import type { Role } from '../../broker/access.ts'
import { type Broker, startBroker } from '../../broker/broker.ts'
import type { Log } from '../../edge/contract/port.ts'

export const lines: string[] = []
const note = (message: string, fields?: Readonly<Record<string, unknown>>) => {
  lines.push(`${message} ${JSON.stringify(fields ?? {})}`)
}
/** Keeps what is logged, for the test to read. */
export const keptLog: Log = { debug: note, info: note, warn: note, error: note }

const roles: readonly Role[] = ['admin', 'edge', 'viewer']
export const authenticate = (user: string | undefined, password: string | undefined): Role | null =>
  (password === 'right' && roles.find((role) => role === user)) || null

const running = new Set<Broker>()

/** A broker with the users admin, edge and viewer, password `right`; it is closed after the test. */
export async function localBroker(port = 0): Promise<Broker> {
  const broker = await startBroker({ host: '127.0.0.1', port, log: keptLog, authenticate })
  running.add(broker)
  return broker
}

afterEach(async () => {
  await Promise.all([...running].map((broker) => broker.close()))
  running.clear()
  lines.length = 0
})
