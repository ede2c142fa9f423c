import type { Card } from './contract/card.ts'
import type { Inspection } from './contract/inspection.ts'
import type { Capture, Truth } from './contract/part.ts'
import type { Clock } from './contract/port.ts'
import { decide, type Seen } from './core/vision/decide.ts'

/** A capture and what an inspector made of its frame. */
export interface Looked {
  readonly capture: Capture
  readonly look: { readonly seen: Seen; readonly enteredMs: number }
}

/** A part with its verdict. `latencyMs` runs from frame in memory to verdict. */
export interface Inspected<L extends Looked> {
  readonly looked: L
  readonly inspection: Inspection
  readonly decideMs: number
  readonly latencyMs: number
}

export interface LineTools<L extends Looked> {
  readonly card: Card
  readonly clock: Clock
  /** Preprocess and infer, in worker threads, and decide at once: what is ready, in the order of the captures. */
  look(captures: AsyncIterable<Capture>, decide: (looked: L) => Inspected<L>): AsyncIterable<Inspected<L>[]>
  /** The book: results and events in one transaction, on disk when it resolves. */
  record(parts: readonly Inspected<L>[]): Promise<void>
  /** From the book's outbox to the bus; never waits. */
  publish(): void
  /** Truth meets verdict here and nowhere else. */
  verify(inspection: Inspection, truth: Truth): void
  /** The board's pictures. */
  show(part: Inspected<L>): void
}

/**
 * The story of a frame: capture → preprocess → infer → decide → record → publish → verify → board.
 * Ends when the captures end. Record before publish: a crash between the two loses nothing.
 */
export async function runLine<L extends Looked>(
  captures: AsyncIterable<Capture>,
  tools: LineTools<L>,
): Promise<void> {
  for await (const parts of tools.look(captures, (looked) => inspect(looked, tools))) {
    await tools.record(parts)
    tools.publish()
    for (const part of parts) {
      tools.verify(part.inspection, part.looked.capture.truth)
      tools.show(part)
    }
  }
}

function inspect<L extends Looked>(looked: L, { card, clock }: LineTools<L>): Inspected<L> {
  const beforeMs = clock.monotonicMs()
  const inspection = decide(looked.capture.frame, looked.look.seen, card)
  const nowMs = clock.monotonicMs()
  return { looked, inspection, decideMs: nowMs - beforeMs, latencyMs: nowMs - looked.look.enteredMs }
}
