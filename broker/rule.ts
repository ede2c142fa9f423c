import type { EventEmitter } from 'node:events'
import { Aedes, type AedesOptions, type AuthenticateError, type Client, type PublishPacket } from 'aedes'
import type { Clock } from '../edge/contract/port.ts'
import { type BusRole, isCommand, publishRefusal, subscribeRefusal } from './access.ts'
import type { BrokerOptions } from './broker.ts'
import type { Entrance } from './entrance.ts'
import { createPace, createRetained, type Limits } from './limit.ts'

/** What somebody tried and may not. */
export interface Denied {
  readonly act: 'publish' | 'subscribe'
  readonly user: string
  readonly clientId: string
  readonly address: string
  readonly topic: string
  readonly reason: string
}

/** A command, by whom: MQTT 3.1.1 tells its receivers nothing of the sender. */
export interface Given {
  readonly user: string
  readonly topic: string
  readonly payload: string
}

/** What the broker remembers of one client that signed in. */
interface Session {
  readonly user: string
  readonly role: BusRole
  readonly address: string
  readonly filters: Set<string>
  readonly pace: (nowMs: number) => number
  /** Cancel the publishes that wait for their turn. */
  readonly waiting: Set<() => void>
  deniedCount: number
}

interface RuleOptions extends BrokerOptions {
  readonly limits: Limits
  readonly entrance: Entrance
  onCommand(command: Given): void
}

/** Who is connected, by connection and by client id. */
interface Clients {
  readonly sessions: WeakMap<Client, Session>
  readonly users: Map<string, string>
}

/** Where admins hear of publishes that were refused. */
const deniedTopic = '$SYS/jidoka/denied'

/** The broker's inside: aedes, and who may do what. */
export async function createRules(options: RuleOptions): Promise<Aedes> {
  const { log, onCommand } = options
  const clients: Clients = { sessions: new WeakMap(), users: new Map() }
  const aedes = await Aedes.createBroker({
    connectTimeout: 5_000,
    drainTimeout: 10_000,
    /** Seconds; longer ones, and none at all, would keep dead clients for hours (CVE-2020-13849). */
    keepaliveLimit: 1_200,
    maxTopicLevels: 32,
    ...signInRules(options, clients),
    ...topicRules(options, clients),
  })
  aedes.on('client', (client) => {
    const session = clients.sessions.get(client)
    if (session) clients.users.set(client.id, session.user)
  })
  aedes.on('clientDisconnect', (client) => {
    clients.users.delete(client.id)
    for (const cancel of clients.sessions.get(client)?.waiting ?? []) cancel()
  })
  // What was denied has another topic by now.
  aedes.on('publish', ({ topic, payload }, client) => {
    const session = client && clients.sessions.get(client)
    if (session && isCommand(topic)) onCommand({ user: session.user, topic, payload: payload.toString() })
  })
  aedes.on('unsubscribe', (filters, client) => {
    for (const filter of filters) clients.sessions.get(client)?.filters.delete(filter)
  })
  aedes.on('clientError', (client, error) =>
    log.info('a client was dropped', { clientId: client.id, cause: error.message }),
  )
  aedes.on('connectionError', (_client, error) => log.info('a client was dropped', { cause: error.message }))
  const emitter: EventEmitter = aedes
  emitter.on('error', (error: Error) => log.error('the broker failed', { cause: error.message }))
  return aedes
}

function signInRules(options: RuleOptions, { sessions, users }: Clients): AedesOptions {
  const { log, authenticate, entrance, limits } = options
  async function signIn(client: Client, user?: string, password?: string): Promise<AuthenticateError | null> {
    const address = entrance.addressOf(client.conn)
    const role = await authenticate(user, password, address)
    if (role === null || user === undefined) return refusal(4, 'wrong login')
    // A second client with the same id ends the first (MQTT 3.1.1, 3.1.4): no weapon for viewers.
    if (role !== 'admin' && (users.get(client.id) ?? user) !== user)
      return refusal(2, 'client id of another user')
    const reason = entrance.signIn(client.conn, role === 'edge')
    if (reason !== null) {
      log.warn('a client was turned away', { user, address, reason })
      return refusal(3, reason)
    }
    const pace = createPace(limits.publishesPerS)
    sessions.set(client, {
      user,
      role,
      address,
      pace,
      filters: new Set(),
      waiting: new Set(),
      deniedCount: 0,
    })
    return null
  }
  return {
    preConnect(_client, packet, done) {
      // aedes bounds no queue of an absent client; the CONNACK tells the client that no session is kept.
      packet.clean = true
      done(null, true)
    },
    authenticate(client, user, password, done) {
      signIn(client, user, password?.toString()).then(
        (error) => done(error, error === null),
        (error: Error) => done(refusal(3, error.message), false),
      )
    },
  }
}

/** A CONNACK return code of MQTT 3.1.1, 3.2.2.3: 2 identifier rejected, 3 unavailable for now, 4 bad user name or password. */
const refusal = (returnCode: 2 | 3 | 4, reason: string): AuthenticateError =>
  Object.assign(new Error(reason), { returnCode })

function topicRules(options: RuleOptions, { sessions }: Clients): AedesOptions {
  const { limits, clock } = options
  const retained = createRetained(limits)
  return {
    authorizePublish(client, packet, done) {
      const session = client ? sessions.get(client) : undefined
      const reason = session ? publishReason(session, packet) : 'not signed in'
      const excess = reason ?? (packet.retain ? retained(packet.topic, packet.payload.length) : null)
      if (excess !== null) divert(packet, client, session, excess, options)
      // A last will has nobody left to wait.
      if (!client || !session || client.closed || session.role === 'edge') return done(null)
      wait(session, limits, clock, done)
    },
    authorizeSubscribe(client, subscription, done) {
      const { topic } = subscription
      const session = sessions.get(client)
      const reason = session ? subscriptionRefusal(session, topic, limits) : 'not signed in'
      if (reason !== null) deny({ act: 'subscribe', client, session, topic, reason }, options)
      done(null, reason === null ? subscription : null)
    },
  }
}

/** A command that stays would be heard by stations to come. */
const publishReason = ({ role }: Session, { topic, retain }: PublishPacket): string | null =>
  publishRefusal(role, topic) ?? (retain && isCommand(topic) ? 'a command is not retained' : null)

/** Who publishes too much is slowed down, not robbed: what is acknowledged was taken. */
function wait(
  session: Session,
  { publishesWaiting }: Limits,
  clock: Clock,
  done: (error: Error | null) => void,
) {
  const delayMs = session.pace(clock.monotonicMs())
  if (delayMs === 0) return done(null)
  if (session.waiting.size >= publishesWaiting) return done(new Error('it publishes too much'))
  const cancel = clock.after(delayMs, () => {
    session.waiting.delete(cancel)
    done(null)
  })
  session.waiting.add(cancel)
}

function subscriptionRefusal({ role, filters }: Session, filter: string, limits: Limits): string | null {
  const reason = subscribeRefusal(role, filter)
  if (reason !== null) return reason
  if (filters.size >= limits.filters && !filters.has(filter)) return 'this client has too many filters'
  filters.add(filter)
  return null
}

/**
 * Turns a forbidden publish (or last will) into a note for admins, and lets it be acknowledged: on MQTT 3.1.1 an error closes
 * the connection, and a client that sends the message again after each reconnect would be locked out for ever.
 */
function divert(
  packet: PublishPacket,
  client: Client | null,
  session: Session | undefined,
  reason: string,
  options: RuleOptions,
): void {
  const { topic } = packet
  deny({ act: 'publish', client, session, topic, reason }, options)
  const note = { clientId: client?.id, user: session?.user, topic: topic.slice(0, 256), reason }
  packet.topic = deniedTopic
  packet.payload = JSON.stringify({ ...note, bytes: packet.payload.length })
  packet.retain = false
}

interface Attempt extends Pick<Denied, 'act' | 'topic' | 'reason'> {
  readonly client: Client | null
  readonly session: Session | undefined
}

/** Logged once a client: its next attempts must not fill the log. */
function deny({ act, client, session, topic, reason }: Attempt, { log, onDenied }: RuleOptions): void {
  const { user = '', address = '' } = session ?? {}
  const denied: Denied = {
    act,
    user,
    clientId: client?.id ?? '',
    address,
    topic: topic.slice(0, 256),
    reason,
  }
  if (session) session.deniedCount += 1
  if (session?.deniedCount === 1)
    log.warn('a client may not do this; more of its attempts are not logged', { ...denied })
  onDenied?.(denied)
}
