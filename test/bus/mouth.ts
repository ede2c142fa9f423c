import type { SharedBook } from '../../edge/io/shared-book.ts'
import type { OnBus } from '../../edge/service/on-bus.ts'
import { place } from '../io/sample-data.ts'
import { partOf } from './part.ts'

/** Records and publishes as the line does: what is ready goes into one commit, and what comes meanwhile into the next. */
export interface Mouth {
  say(): void
  /** Until everything is on disk, and acknowledged. */
  rest(): Promise<void>
  /** Of each commit, on the event loop. */
  readonly handOversMs: number[]
  /** Of each part, until it was on disk. */
  readonly waitsMs: number[]
  /** When each part was on disk, ms since 1970. */
  readonly doneAtMs: number[]
}

export function mouthOf(book: SharedBook, bus: OnBus, runId: string): Mouth {
  const here = { prefix: place.prefix, streamId: book.streamId }
  const handOversMs: number[] = []
  const waitsMs: number[] = []
  const doneAtMs: number[] = []
  let ready: { readonly part: ReturnType<typeof partOf>; readonly atMs: number }[] = []
  let sequence = 0
  let turn: Promise<void> | null = null

  async function record(): Promise<void> {
    while (ready.length > 0) {
      const parts = ready
      ready = []
      const beforeMs = performance.now()
      const recorded = book.record(
        parts.map(({ part }) => part.result),
        parts.flatMap(({ part }) => part.drafts),
        here,
      )
      handOversMs.push(performance.now() - beforeMs)
      await recorded
      bus.pump.nudge()
      for (const { atMs } of parts) {
        waitsMs.push(performance.now() - atMs)
        doneAtMs.push(performance.timeOrigin + performance.now())
      }
    }
    turn = null
  }
  return {
    ...{ handOversMs, waitsMs, doneAtMs },
    say(): void {
      ready.push({ part: partOf(sequence++, Date.now(), runId), atMs: performance.now() })
      turn ??= record()
    },
    async rest(): Promise<void> {
      await turn
      while (book.outbox.depth() > 0) await new Promise((resolve) => setTimeout(resolve, 5))
    },
  }
}
