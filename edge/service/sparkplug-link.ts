import type { Clock, Log } from '../contract/port.ts'
import type { Catalogue, Reading } from '../core/sparkplug/catalogue.ts'
import type { Session } from '../core/sparkplug/known.ts'
import {
  commandTopic,
  type Message,
  type NodeName,
  qosOf,
  stateTopic,
  topicOf,
} from '../core/sparkplug/message.ts'
import {
  afterCommand,
  afterConnect,
  afterDeviceLoss,
  afterLoss,
  afterReading,
  afterState,
  death,
  newSession,
  type Step,
} from '../core/sparkplug/session.ts'
import { type Bus, type BusLogin, type Message as BusMessage, connectBus } from '../io/bus.ts'
import { decodeCommand, decodeState, encodePayload } from '../io/sparkplug-codec.ts'

export interface LinkPlace {
  /** `mqtt://host:port`. */
  readonly url: string
  readonly login: BusLogin
  readonly runId: string
  readonly name: NodeName
  /** The primary host to wait for; empty: none. */
  readonly hostId: string
  readonly clock: Clock
  readonly log: Log
}

/** An edge node on the broker: one session after the other, each with a death of its own. */
export class SparkplugLink {
  readonly #place: LinkPlace
  #session: Session
  #bus: Bus
  #isFirst = true
  #hasLeft = false

  constructor(place: LinkPlace, catalogues: readonly Catalogue[]) {
    this.#place = place
    this.#session = newSession(catalogues, place.hostId !== '')
    this.#bus = this.#open()
  }

  take(reading: Reading): void {
    this.#act(afterReading(this.#session, reading, this.#nowMs()))
  }

  /** Says every device and the node dead, then disconnects. */
  leave(): Promise<void> {
    this.#hasLeft = true
    const devices = this.#session.catalogues.flatMap(({ device }) => (device === null ? [] : [device]))
    const deaths = devices.flatMap((device) => {
      const step = afterDeviceLoss(this.#session, device, this.#nowMs())
      this.#session = step.session
      return step.messages
    })
    const last = [...deaths, death(this.#session, this.#nowMs())]
    return this.#bus.close(last.map((message) => this.#addressed(message)))
  }

  #open(): Bus {
    const { url, runId, login, name, hostId, clock, log } = this.#place
    const nextWill = () => this.#nextWill()
    const bus = connectBus({
      ...{ url, clientId: `sparkplug-${runId}`, ...login, clock, log },
      ...{ will: nextWill(), nextWill },
    })
    bus.subscribe([commandTopic(name), ...(hostId === '' ? [] : [stateTopic(hostId)])])
    bus.onConnect(() => this.#act(afterConnect(this.#session, this.#nowMs())))
    bus.onMessage((topic, text, _isRetained, bytes) => {
      const state = topic === stateTopic(hostId) ? decodeState(text) : null
      if (state) this.#act(afterState(this.#session, state, this.#nowMs()))
      const command = topic === commandTopic(name) ? decodeCommand(bytes) : null
      if (command) this.#act(afterCommand(this.#session, command, this.#nowMs()))
    })
    return bus
  }

  #nextWill(): BusMessage {
    if (!this.#isFirst) this.#session = afterLoss(this.#session)
    this.#isFirst = false
    return this.#addressed(death(this.#session, this.#nowMs()))
  }

  #act({ session, messages, mustLeave }: Step): void {
    this.#session = session
    const said = messages.map((message) => this.#addressed(message))
    if (mustLeave) void this.#startAnew(said)
    else for (const message of said) void this.#bus.publish(message).catch(() => undefined)
  }

  /** The primary host is away: another session waits for it. */
  async #startAnew(lastMessages: readonly BusMessage[]): Promise<void> {
    this.#place.log.info('the primary host is away; readings are kept for it', { hostId: this.#place.hostId })
    await this.#bus.close(lastMessages)
    if (!this.#hasLeft) this.#bus = this.#open()
  }

  #addressed(message: Message): BusMessage {
    return {
      ...{ topic: topicOf(this.#place.name, message), payload: encodePayload(message.payload) },
      ...{ qos: qosOf(message.verb), retain: false },
    }
  }

  #nowMs(): number {
    return this.#place.clock.nowMs()
  }
}
