import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'
import { JidokaError } from '../edge/contract/error.ts'
import type { Clock, Log } from '../edge/contract/port.ts'
import type { BusRole } from './access.ts'
import { createEntrance } from './entrance.ts'
import { packetMeter } from './guard.ts'
import { type Limits, usualLimits } from './limit.ts'
import { createRules, type Denied, type Given } from './rule.ts'

export interface BrokerOptions {
  /** A loopback address, unless there is TLS. */
  readonly host: string
  /** 0 takes any free one. */
  readonly port: number
  readonly clock: Clock
  readonly log: Log
  /** The role of a login, or null to refuse it; a rejection refuses it for now. */
  readonly authenticate: (
    user: string | undefined,
    password: string | undefined,
    address: string,
  ) => BusRole | null | Promise<BusRole | null>
  /** With it, `host` and `port` speak TLS, and the service itself comes in by a port of the loopback. */
  readonly tls?: TlsOptions | null
  /** Somebody may not do what they tried. */
  readonly onDenied?: (denied: Denied) => void
  readonly limits?: Partial<Limits>
}

export interface Broker {
  readonly port: number
  /** For programs of this computer. */
  readonly url: string
  /** Hears every command of somebody who may give it, once it was taken. */
  onCommand(action: (command: Given) => void): void
  /** Drops every client and lets nobody in, or lets them in again. */
  cut(isCut: boolean): void
  /** Takes other certificates for connections to come. */
  renewTls(tls: TlsOptions): void
  /** Drops every client and frees the port, at once. May be called twice. */
  close(): Promise<void>
}

/** Starts the embedded broker. Throws PORT_IN_USE and HOST_NOT_LOOPBACK. */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const { host, port, log, tls } = options
  if (!tls && !['127.0.0.1', '::1', 'localhost'].includes(host)) {
    throw new JidokaError('HOST_NOT_LOOPBACK', `MQTT would listen on ${host}, which others can reach.`)
  }
  const limits = { ...usualLimits, ...options.limits }
  const entrance = createEntrance(limits, log)
  const commandActions: ((command: Given) => void)[] = []
  const onCommand = (command: Given) => {
    for (const action of commandActions) action(command)
  }
  const aedes = await createRules({ ...options, limits, entrance, onCommand })
  let isCut = false
  const welcome = (socket: Socket): void => {
    if (isCut) return void socket.destroy()
    entrance.enter(socket)
    guard(socket, limits, log)
    aedes.handle(socket)
  }
  const inner = createServer({ noDelay: true }, welcome)
  const outer = tls ? createTlsServer({ ...tls, handshakeTimeout: 5_000, noDelay: true }, welcome) : inner
  const servers = new Set<Server>([inner, outer])
  for (const server of servers) server.maxConnections = limits.clients + 2 * limits.strangers

  const close = async () => {
    const closed = [...servers].map((server) => new Promise<void>((resolve) => server.close(() => resolve())))
    aedes.close()
    entrance.empty()
    await Promise.all(closed)
  }
  try {
    const given = await bind(outer, { host, port, log })
    const innerPort = outer === inner ? given : await bind(inner, { host: '127.0.0.1', port: 0, log })
    return {
      port: given,
      url: `mqtt://${tls ? '127.0.0.1' : host === '::1' ? '[::1]' : host}:${innerPort}`,
      onCommand: (action) => void commandActions.push(action),
      cut(shouldCut) {
        isCut = shouldCut
        if (isCut) entrance.empty()
      },
      renewTls: (next) => 'setSecureContext' in outer && outer.setSecureContext(next),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

function bind(
  server: Server,
  { host, port, log }: Pick<BrokerOptions, 'host' | 'port' | 'log'>,
): Promise<number> {
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
function guard(socket: Socket, limits: Limits, log: Log): void {
  const meter = packetMeter(limits)
  socket.on('data', (chunk) => {
    const bytes = meter(chunk)
    if (bytes === null) return
    log.warn('a client was dropped: its packet is too large', { bytes, remotePort: socket.remotePort })
    socket.destroy()
  })
}
