import { topicName, topics } from '../contract/event.ts'
import type { Log, Outbox, OutboxRow } from '../contract/port.ts'
import { afterAcknowledgement, afterLoss, trusting, windowOf } from '../core/suspicion.ts'
import type { Bus } from './bus.ts'

export interface Pump {
  /** Call after each record: there may be new rows. Costs nothing until the event loop turns. */
  nudge(): void
  /** Rows published and not yet acknowledged. */
  depthInFlight(): number
  /** Rows of this run that were sent again, since no PUBACK came for them. */
  redelivered(): number
  /** Ends publishing; what is in flight stays in the outbox and goes out again at the next start. */
  stop(): void
}

/** Our broker, and many others, close the connection of whoever sends more than a mebibyte. */
const maxPayloadBytes = 1_000_000

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
  /** Last sequence sent over any link. */
  #farthest = -1
  #redelivered = 0
  /** Of this link only: each link gets its own set, so a late answer cannot touch its successor. */
  #inFlight = new Set<number>()
  #acknowledged: number[] = []
  #hasMore = true
  #isScheduled = false
  #isStopped = false
  #suspicion = trusting

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
    if (this.#bus.isConnected() && this.#inFlight.size < windowOf(this.#suspicion)) this.#schedule()
  }

  depthInFlight(): number {
    return this.#inFlight.size
  }

  redelivered(): number {
    return this.#redelivered
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
    const room = windowOf(this.#suspicion) - this.#inFlight.size
    if (this.#isStopped || !this.#hasMore || room <= 0 || !this.#bus.isConnected()) return
    try {
      const rows = this.#outbox.pending(this.#cursor, room)
      this.#hasMore = rows.length === room
      for (const row of rows) this.#take(row)
    } catch (error) {
      this.#log.error('the outbox could not be read; the next event tries again', { cause: String(error) })
    }
  }

  #take(row: OutboxRow): void {
    this.#cursor = row.sequence
    if (row.sequence === this.#suspicion.held) this.#schedule()
    else if (Buffer.byteLength(row.payload) > maxPayloadBytes) this.#condemn(row.sequence, 'too large')
    else this.#send(row)
  }

  #send(row: OutboxRow): void {
    const inFlight = this.#inFlight
    inFlight.add(row.sequence)
    if (row.sequence <= this.#farthest) this.#redelivered += 1
    else this.#farthest = row.sequence
    this.#say(row).then(
      () => {
        inFlight.delete(row.sequence)
        this.#acknowledged.push(row.sequence)
        this.#trustMore()
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

  #lost(): void {
    const [oldest] = this.#inFlight
    this.#inFlight = new Set()
    if (oldest === undefined) return
    this.#suspicion = afterLoss(this.#suspicion, oldest)
    const { losses, alone, held } = this.#suspicion
    this.#log[losses === 0 ? 'warn' : 'debug']('the link fell with an event in flight', {
      ...{ sequence: oldest, losses, isSentAlone: alone > 0, isHeld: held !== null },
    })
  }

  #trustMore(): void {
    const { condemned, ...suspicion } = afterAcknowledgement(this.#suspicion)
    this.#suspicion = suspicion
    if (condemned !== null) this.#condemn(condemned, 'the link falls whenever it is sent')
  }

  /** Nothing may hold up what comes behind it. */
  #condemn(sequence: number, reason: string): void {
    this.#log.error('no broker takes this event; it is kept apart in the book', { sequence, reason })
    try {
      this.#outbox.condemn(sequence, reason)
    } catch (error) {
      this.#log.error('the event could not be kept apart; it will be tried again', { cause: String(error) })
    }
    this.#schedule()
  }
}
