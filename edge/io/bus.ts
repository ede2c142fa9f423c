import { Socket } from 'node:net'
import { connect, type MqttClient } from 'mqtt'
import { JidokaError } from '../contract/error.ts'
import type { Clock, Log, OutboxRow } from '../contract/port.ts'
import { retryDelayMs } from '../core/retry-delay.ts'

export type Message = Pick<OutboxRow, 'topic' | 'qos' | 'retain'> & { readonly payload: string | Uint8Array }

export interface BusLogin {
  readonly user: string
  readonly password: string
  /** Certificates of the authorities that vouch for the broker, PEM; the system's when left out. */
  readonly ca?: string | undefined
}

export interface BusOptions extends BusLogin {
  /** `mqtt://host:port`. */
  readonly url: string
  /** Empty: the broker makes one. */
  readonly clientId: string
  /** 4 is MQTT 3.1.1, which every broker speaks; 5 where subscriptions are shared. */
  readonly protocolVersion?: 4 | 5
  /** What the broker says for us when we vanish. */
  readonly will?: Message
  /** Asked after each connection that came to an end, for the will of the next; without it they are all the same. */
  readonly nextWill?: () => Message
  /** Asked after each loss: a service draws new passwords when it starts again. */
  readonly renewPassword?: (() => string | undefined) | undefined
  readonly clock: Clock
  readonly log: Log
}

/** One link to a broker, kept up for ever: clean session, no queue of its own. */
export interface Bus {
  isConnected(): boolean
  /** Settles with the attempt under way. Throws BROKER_UNREACHABLE, NOT_SIGNED_IN for a wrong login, WORKERS_UNSHARED for a broker too old. */
  whenConnected(): Promise<void>
  /** Called after each connect: the time to say all retained states again. */
  onConnect(action: () => void): void
  onLink(action: (isConnected: boolean) => void): void
  /** Subscribes with QoS 1, now and after each reconnect; a refusal is logged. */
  subscribe(filters: readonly string[]): void
  onMessage(action: (topic: string, payload: string, isRetained: boolean, bytes: Uint8Array) => void): void
  /** Settles on PUBACK (QoS 0: when written). Rejects when there is no link, or it is lost first: the caller sends again. */
  publish(message: Message): Promise<void>
  /** Says the last messages if it can, then leaves without the will. Never takes longer than 2 s. */
  close(lastMessages?: readonly Message[]): Promise<void>
}

/** Never waits: the link comes up, and up again, by itself. Throws USAGE when `url` is not a broker's address. */
export function connectBus(options: BusOptions): Bus {
  if (!/^(mqtt|mqtts|ws|wss):\/\/./.test(options.url)) {
    throw new JidokaError(
      'USAGE',
      `${options.url} is not the address of a broker, such as mqtt://127.0.0.1:1883.`,
    )
  }
  return new MqttBus(options)
}

/** With these no CONNECT ever left. */
const unreached = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'])
const willOf = (will: Message) => ({ ...will, payload: Buffer.from(will.payload) })
const bytesOf = (payload: string | Uint8Array) =>
  typeof payload === 'string' ? payload : Buffer.from(payload)

class MqttBus implements Bus {
  readonly #options: BusOptions
  readonly #client: MqttClient
  readonly #connectActions: (() => void)[] = []
  readonly #linkActions: ((isConnected: boolean) => void)[] = []
  readonly #filters = new Set<string>()
  /** Publishes that wait for their PUBACK. */
  readonly #waiting = new Set<(reason: Error) => void>()
  #isUp = false
  #hasArrived = true
  #attempt = 0
  #hasComplained = false
  #closing: Promise<void> | null = null

  constructor(options: BusOptions) {
    this.#options = options
    const { url, clientId, user, password, will, protocolVersion = 4, ca } = options
    this.#client = connect(url, {
      protocolVersion,
      ...(ca !== undefined && { ca }),
      clean: true,
      clientId,
      username: user,
      password,
      ...(will && { will: willOf(will) }),
      keepalive: 15,
      connectTimeout: 5_000,
      reconnectPeriod: retryDelayMs(clientId, 0),
      // By default one temporary refusal stops MQTT.js for good.
      reconnectOnConnackError: true,
      queueQoSZero: false,
      resubscribe: false,
    })
    this.#client.on('error', (error) => {
      this.#hasArrived = !unreached.has(String((error as NodeJS.ErrnoException).code))
      this.#complain(error.message)
    })
    this.#client.on('connect', () => this.#linked())
    this.#client.on('close', () => this.#lost())
  }

  isConnected(): boolean {
    return this.#isUp
  }

  whenConnected(): Promise<void> {
    if (this.#isUp) return Promise.resolve()
    return new Promise((resolve, reject) => {
      this.#client.once('connect', () => resolve())
      this.#client.once('error', (error) => reject(this.#unreachable(error)))
      this.#client.once('close', () => reject(this.#unreachable(new Error('it closes the connection'))))
    })
  }

  onConnect(action: () => void): void {
    this.#connectActions.push(action)
  }

  onLink(action: (isConnected: boolean) => void): void {
    this.#linkActions.push(action)
  }

  onMessage(action: (topic: string, payload: string, isRetained: boolean, bytes: Uint8Array) => void): void {
    this.#client.on('message', (topic, payload, packet) =>
      action(topic, payload.toString(), packet.retain, payload),
    )
  }

  subscribe(filters: readonly string[]): void {
    for (const filter of filters) this.#filters.add(filter)
    if (this.#isUp) this.#sendSubscribe(filters)
  }

  publish({ topic, payload, qos, retain }: Message): Promise<void> {
    if (!this.#isUp) return Promise.reject(new Error('no link to the broker'))
    return new Promise((resolve, reject) => {
      this.#waiting.add(reject)
      this.#client.publish(topic, bytesOf(payload), { qos, retain }, (error) => {
        this.#waiting.delete(reject)
        if (error) reject(error)
        else resolve()
      })
    })
  }

  close(lastMessages: readonly Message[] = []): Promise<void> {
    this.#closing ??= this.#leave(lastMessages)
    return this.#closing
  }

  async #leave(lastMessages: readonly Message[]): Promise<void> {
    await this.#atMost(1_000, Promise.allSettled(lastMessages.map((message) => this.publish(message))))
    const hadLink = this.#isUp
    // A graceful end waits for every PUBACK, for ever; so nothing may be outstanding, and our clock bounds the rest.
    this.#down('the bus is closed')
    const gone = new Promise<void>((resolve) => this.#client.once('close', () => resolve()))
    this.#client.end(!hadLink)
    if (hadLink) await this.#atMost(500, gone)
    this.#client.stream.destroy()
  }

  #linked(): void {
    this.#isUp = true
    // Else a small packet waits for the answer to the one before, and that for some 40 ms (RFC 896 meets RFC 1122, 4.2.3.2).
    if (this.#client.stream instanceof Socket) this.#client.stream.setNoDelay()
    this.#attempt = 0
    this.#hasComplained = false
    this.#client.options.reconnectPeriod = retryDelayMs(this.#options.clientId, 0)
    this.#options.log.debug('linked to the broker', { url: this.#options.url })
    this.#sendSubscribe([...this.#filters])
    for (const action of this.#linkActions) action(true)
    for (const action of this.#connectActions) action()
  }

  /** Also runs after each attempt that failed; by then MQTT.js has set its timer, so the new period is for the next one. */
  #lost(): void {
    this.#complain('the connection was closed')
    this.#attempt += 1
    this.#client.options.reconnectPeriod = retryDelayMs(this.#options.clientId, this.#attempt)
    const password = this.#options.renewPassword?.()
    if (password !== undefined) this.#client.options.password = password
    const will = this.#hasArrived && !this.#closing ? this.#options.nextWill?.() : undefined
    if (will) this.#client.options.will = willOf(will)
    this.#hasArrived = true
    this.#down('the link is lost')
  }

  /** Rejects what waits for a PUBACK, and makes MQTT.js forget it: the outbox alone decides what is sent again. */
  #down(reason: string): void {
    if (!this.#isUp) return
    this.#isUp = false
    for (const reject of this.#waiting) reject(new Error(reason))
    this.#waiting.clear()
    for (const messageId of Object.keys(this.#client.outgoing)) {
      this.#client.removeOutgoingMessage(Number(messageId))
    }
    for (const action of this.#linkActions) action(false)
  }

  #sendSubscribe(filters: readonly string[]): void {
    if (filters.length === 0) return
    this.#client.subscribe([...filters], { qos: 1 }, (error, _granted, suback) => {
      if (error && suback) this.#options.log.warn('the broker refused a subscription', { filters })
    })
  }

  /** One line an outage, not one an attempt. */
  #complain(cause: string): void {
    const { log, url } = this.#options
    const isNews = !this.#closing && !this.#hasComplained
    this.#hasComplained = true
    log[isNews ? 'warn' : 'debug']('no link to the broker; trying again', { url, cause })
  }

  #unreachable(error: Error & { code?: unknown }): JidokaError {
    const { url, user } = this.#options
    if (error.code === 4 || error.code === 5) {
      return new JidokaError(
        'NOT_SIGNED_IN',
        `The broker at ${url} refuses the user ${user} with this password.`,
      )
    }
    if (error.code === 1) return new JidokaError('WORKERS_UNSHARED', `The broker at ${url} speaks no MQTT 5.`)
    return new JidokaError('BROKER_UNREACHABLE', `No broker answers at ${url} (${error.message}).`)
  }

  #atMost(delayMs: number, work: Promise<unknown>): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(delayMs, resolve)
      void work.finally(() => {
        cancel()
        resolve()
      })
    })
  }
}
