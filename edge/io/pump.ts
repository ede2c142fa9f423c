import { topicName, topics } from '../contract/event.ts'
import type { Log, Outbox, OutboxRow } from '../contract/port.ts'
import type { Bus } from './bus.ts'

export interface Pump {
  /** Call after each record: there may be new rows. Costs nothing until the event loop turns. */
  nudge(): void
  /** Rows published and not yet acknowledged. */
  depthInFlight(): number
  /** Ends publishing; what is in flight stays in the outbox and goes out again at the next start. */
  stop(): void
}

/** Rows in flight at most: the back pressure that MQTT.js does not have. */
const maxInFlight = 50
/** Losses of the link with the same oldest row in flight, after which that row is suspected to cause them. */
const suspectLosses = 3

/** Carries the outbox to the bus, in order of sequence, at least once: a row leaves only after its PUBACK. */
export function startPump(options: { outbox: Outbox; bus: Bus; log: Log }): Pump {
  return new OutboxPump(options.outbox, options.bus, options.log)
}

class OutboxPump implements Pump {
  readonly #outbox: Outbox
  readonly #bus: Bus
  readonly #log: Log
  /** Last sequence sent over this link. */
  #cursor = -1
  /** Of this link only: each link gets its own set, so a late answer cannot touch its successor. */
  #inFlight = new Set<number>()
  #acknowledged: number[] = []
  #hasMore = true
  #isScheduled = false
  #isStopped = false
  #suspect = { sequence: -1, losses: 0 }

  constructor(outbox: Outbox, bus: Bus, log: Log) {
    this.#outbox = outbox
    this.#bus = bus
    this.#log = log
    bus.onConnect(() => this.#resume())
    bus.onLink((isConnected) => {
      if (!isConnected) this.#lost()
    })
    this.#schedule()
  }

  nudge(): void {
    this.#hasMore = true
    if (this.#bus.isConnected() && this.#inFlight.size < maxInFlight) this.#schedule()
  }

  depthInFlight(): number {
    return this.#inFlight.size
  }

  stop(): void {
    this.#isStopped = true
    this.#settle()
  }

  /** All PUBACKs and nudges of one turn of the event loop make one transaction and one query. */
  #schedule(): void {
    if (this.#isScheduled || this.#isStopped) return
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      this.#settle()
      this.#fill()
    })
  }

  #settle(): void {
    if (this.#acknowledged.length === 0) return
    try {
      this.#outbox.acknowledge(this.#acknowledged)
      this.#acknowledged = []
    } catch (error) {
      this.#log.error('acknowledged events could not be marked; they may be sent twice', {
        cause: String(error),
      })
    }
  }

  #fill(): void {
    const room = maxInFlight - this.#inFlight.size
    if (this.#isStopped || !this.#hasMore || room === 0 || !this.#bus.isConnected()) return
    try {
      const rows = this.#outbox.pending(this.#cursor, room)
      this.#hasMore = rows.length === room
      for (const row of rows) this.#send(row)
    } catch (error) {
      this.#log.error('the outbox could not be read; the next event tries again', { cause: String(error) })
    }
  }

  #send(row: OutboxRow): void {
    const inFlight = this.#inFlight
    inFlight.add(row.sequence)
    this.#cursor = row.sequence
    this.#say(row).then(
      () => {
        inFlight.delete(row.sequence)
        this.#acknowledged.push(row.sequence)
        if (this.#isStopped) this.#settle()
        else this.#schedule()
      },
      (error: unknown) => {
        inFlight.delete(row.sequence)
        this.#log.debug('an event stays in the outbox', { sequence: row.sequence, cause: String(error) })
      },
    )
  }

  /**
   * The last event of something whose state was retained also clears what the broker holds of it. Both go at once: were
   * the second to wait, it could overtake the first event of the same thing come back.
   */
  async #say(row: OutboxRow): Promise<void> {
    const name = topicName(row.topic)
    const isLast = name !== null && topics[name].retain && !row.retain
    const clearing = { topic: row.topic, payload: '', qos: 1, retain: true } as const
    await Promise.all([row, ...(isLast ? [clearing] : [])].map((message) => this.#bus.publish(message)))
  }

  /** A new link starts at the oldest row without a PUBACK, so order holds. */
  #resume(): void {
    this.#settle()
    this.#cursor = -1
    this.#inFlight = new Set()
    this.#hasMore = true
    this.#schedule()
  }

  /** The place for a rule on poisonous rows: so far they are only named. */
  #lost(): void {
    const [oldest] = this.#inFlight
    this.#inFlight = new Set()
    if (oldest === undefined) return
    const losses = oldest === this.#suspect.sequence ? this.#suspect.losses + 1 : 1
    this.#suspect = { sequence: oldest, losses }
    if (losses >= suspectLosses)
      this.#log.error('the link falls with the same event in flight', this.#suspect)
  }
}
