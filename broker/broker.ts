import type { EventEmitter } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { Aedes, type AedesOptions, type AuthenticateError, type Client, type PublishPacket } from 'aedes'
import { JidokaError } from '../edge/contract/error.ts'
import type { Log } from '../edge/contract/port.ts'
import { mayPublish, maySubscribe, type Role } from './access.ts'
import { packetMeter } from './guard.ts'

export interface BrokerOptions {
  /** A loopback address. */
  readonly host: string
  /** 0 takes any free one. */
  readonly port: number
  readonly log: Log
  /** The role of a login, or null to refuse it. */
  readonly authenticate: (user: string | undefined, password: string | undefined) => Role | null
}

export interface Broker {
  readonly port: number
  readonly url: string
  /** Drops every client and frees the port, at once. May be called twice. */
  close(): Promise<void>
}

/** What the broker remembers of one client that signed in. */
interface Session {
  readonly role: Role
  readonly filters: Set<string>
  deniedCount: number
}

const maxClients = 200
const maxFilters = 100
const limits = { firstBytes: 64 * 1024, laterBytes: 1024 * 1024 }
/** Where admins hear of publishes that were refused. */
const deniedTopic = '$SYS/jidoka/denied'

/** Starts the embedded broker. Throws PORT_IN_USE and HOST_NOT_LOOPBACK. */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const { host, log } = options
  if (!['127.0.0.1', '::1', 'localhost'].includes(host)) {
    throw new JidokaError('HOST_NOT_LOOPBACK', `MQTT would listen on ${host}, which others can reach.`)
  }
  const aedes = await createAedes(options)
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    guard(socket, log)
    aedes.handle(socket)
  })
  server.maxConnections = maxClients
  server.on('drop', () => log.warn('a client was turned away: too many are connected', { maxClients }))

  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      aedes.close()
      for (const socket of sockets) socket.destroy()
    })
  const port = await bind(server, options).catch(async (error: unknown) => {
    await close()
    throw error
  })
  return { port, url: `mqtt://${host === '::1' ? '[::1]' : host}:${port}`, close }
}

function bind(server: Server, { host, port, log }: BrokerOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const cause = error.code === 'EADDRINUSE' ? 'is taken' : `cannot be opened (${error.code})`
      reject(new JidokaError('PORT_IN_USE', `MQTT port ${port} on ${host} ${cause}.`))
    })
    server.listen(port, host, () => {
      server.removeAllListeners('error')
      server.on('error', (error) => log.error('the broker cannot accept a client', { cause: error.message }))
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}

/** A `data` listener sees each chunk as aedes reads it; nothing is copied, and the flow stays with aedes. */
function guard(socket: Socket, log: Log): void {
  const meter = packetMeter(limits)
  socket.on('data', (chunk) => {
    const bytes = meter(chunk)
    if (bytes === null) return
    log.warn('a client was dropped: its packet is too large', { bytes, remotePort: socket.remotePort })
    socket.destroy()
  })
}

/** Who is connected, by connection and by client id. */
interface Clients {
  readonly sessions: WeakMap<Client, Session>
  readonly roles: Map<string, Role>
}

async function createAedes(options: BrokerOptions): Promise<Aedes> {
  const { log } = options
  const clients: Clients = { sessions: new WeakMap(), roles: new Map() }
  const aedes = await Aedes.createBroker({
    connectTimeout: 5_000,
    drainTimeout: 10_000,
    /** Seconds; longer ones, and none at all, would keep dead clients for hours (CVE-2020-13849). */
    keepaliveLimit: 1_200,
    ...rules(options, clients),
  })
  aedes.on('client', (client) => {
    const session = clients.sessions.get(client)
    if (session) clients.roles.set(client.id, session.role)
  })
  aedes.on('clientDisconnect', (client) => clients.roles.delete(client.id))
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

function rules({ log, authenticate }: BrokerOptions, { sessions, roles }: Clients): AedesOptions {
  return {
    preConnect(_client, packet, done) {
      // aedes bounds no queue of an absent client; the CONNACK tells the client that no session is kept.
      packet.clean = true
      done(null, true)
    },
    authenticate(client, user, password, done) {
      const role = authenticate(user, password?.toString())
      if (role === null) return done(refusal(4), false)
      // A second client with the same id ends the first (MQTT 3.1.1, 3.1.4): no weapon for viewers.
      if (role === 'viewer' && (roles.get(client.id) ?? role) !== role) return done(refusal(2), false)
      sessions.set(client, { role, filters: new Set(), deniedCount: 0 })
      done(null, true)
    },
    authorizePublish(client, packet, done) {
      const session = client ? sessions.get(client) : undefined
      if (!session || !mayPublish(session.role, packet.topic)) divert(packet, client, session, log)
      done(null)
    },
    authorizeSubscribe(client, subscription, done) {
      const isGranted = grant(sessions.get(client), subscription.topic)
      if (!isGranted)
        log.warn('a subscription was refused', { clientId: client.id, filter: subscription.topic })
      done(null, isGranted ? subscription : null)
    },
  }
}

/** A CONNACK return code of MQTT 3.1.1, 3.2.2.3: 2 identifier rejected, 4 bad user name or password. */
function refusal(returnCode: 2 | 4): AuthenticateError {
  return Object.assign(new Error(returnCode === 4 ? 'wrong login' : 'client id of another user'), {
    returnCode,
  })
}

/**
 * Turns a forbidden publish (or last will) into a note for admins, and lets it be acknowledged: on MQTT 3.1.1 an error closes
 * the connection, and a client that sends the message again after each reconnect would be locked out for ever.
 */
function divert(packet: PublishPacket, client: Client | null, session: Session | undefined, log: Log): void {
  const note = { clientId: client?.id, topic: packet.topic.slice(0, 256), bytes: packet.payload.length }
  if (session) session.deniedCount += 1
  if (session?.deniedCount === 1)
    log.warn('a client may not publish here; more of its attempts are not logged', note)
  packet.topic = deniedTopic
  packet.payload = JSON.stringify(note)
  packet.retain = false
}

function grant(session: Session | undefined, filter: string): boolean {
  if (!session || !maySubscribe(session.role, filter)) return false
  if (session.filters.size >= maxFilters && !session.filters.has(filter)) return false
  session.filters.add(filter)
  return true
}
