import type { Image, Truth } from './part.ts'

/** The two things a pure function may not reach for: chance and time. Both come in as arguments (law 1). */

/** A stream of chance. The same seed and the same labels give the same numbers, on every machine. */
export interface Rng {
  /** Uniform in [0, 1), 32 bits of resolution. */
  next(): number
  /** A child stream named by `label`; making one never shifts its parent or its siblings. */
  fork(label: string): Rng
  /** Four 32-bit words to seed a bulk generator. */
  words(): Uint32Array
}

/** Time as a value. A simulated run advances it by takts, a live one reads the wall. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  nowMs(): number
  /** Milliseconds from an arbitrary start; never steps back. */
  monotonicMs(): number
  /** Calls `action` once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, action: () => void): () => void
}

/** A row of the outbox: `sequence` is gap-free and is the `sequence` of the CloudEvent inside. */
export interface OutboxRow {
  readonly sequence: number
  readonly id: string
  readonly topic: string
  readonly qos: 0 | 1
  readonly retain: boolean
  readonly payload: string
}

/** What the pump needs of the book: rows leave it only when the broker has acknowledged them. */
export interface Outbox {
  /** Unacknowledged rows with a greater sequence, in order, at most `limit`. */
  pending(afterSequence: number, limit: number): OutboxRow[]
  acknowledge(sequences: readonly number[]): void
  /** Takes out what no broker accepts, and keeps it apart with the reason. */
  condemn(sequence: number, reason: string): void
  /** Unacknowledged rows. */
  depth(): number
}

/** The last frames that a station has seen, for the board. */
export interface PictureStore {
  image(partId: string): Image | null
  /** Probability that a mark over its limit lies in each cell, 0 … 255. */
  heatMap(partId: string): Image | null
  /** What the part really is. */
  truth(partId: string): Truth | null
}

export interface Log {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void
  info(message: string, fields?: Readonly<Record<string, unknown>>): void
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void
  error(message: string, fields?: Readonly<Record<string, unknown>>): void
}
