import type { Outbox, OutboxRow } from '../../edge/contract/port.ts'

/** An outbox without a disk, which can say when it is empty. */
export class MemoryOutbox implements Outbox {
  readonly acknowledged: number[] = []
  readonly condemned: number[] = []
  readonly #rows = new Map<number, OutboxRow>()
  readonly #topic: string
  #onEmpty: () => void = () => undefined
  #next = 1

  constructor(topic: string) {
    this.#topic = topic
  }

  /** Adds rows whose payload is their sequence. */
  add(count: number): void {
    for (let left = count; left > 0; left -= 1) this.addOne(`${this.#next}`)
  }

  addOne(payload: string): void {
    const sequence = this.#next
    this.#next += 1
    const row = { sequence, id: `event-${sequence}`, topic: this.#topic, qos: 1, retain: false } as const
    this.#rows.set(sequence, { ...row, payload })
  }

  pending(afterSequence: number, limit: number): OutboxRow[] {
    return [...this.#rows.values()].filter(({ sequence }) => sequence > afterSequence).slice(0, limit)
  }

  acknowledge(sequences: readonly number[]): void {
    for (const sequence of sequences) if (this.#rows.delete(sequence)) this.acknowledged.push(sequence)
    if (this.#rows.size === 0) this.#onEmpty()
  }

  condemn(sequence: number): void {
    this.condemned.push(sequence)
    this.#rows.delete(sequence)
    if (this.#rows.size === 0) this.#onEmpty()
  }

  depth(): number {
    return this.#rows.size
  }

  whenEmpty(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#rows.size === 0) resolve()
      this.#onEmpty = resolve
    })
  }
}
