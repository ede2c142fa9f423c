import { Presets, SingleBar } from 'cli-progress'
import type { Clock } from '../contract/port.ts'

export interface Progress {
  update(done: number): void
  /** Takes the bar off the terminal until the next update: before a line is written. */
  clear(): void
  /** For good. */
  stop(): void
}

export interface ProgressOptions {
  readonly total: number
  /** What is counted: `images`, `parts`. */
  readonly label: string
  readonly stream: NodeJS.WritableStream
  readonly clock: Clock
}

/** Work that is over by then needs no bar. */
const quietMs = 2000

/** A bar on a terminal, from two seconds on; nothing at all on anything else. */
export function createProgress({ total, label, stream, clock }: ProgressOptions): Progress {
  const isTerminal = 'isTTY' in stream && stream.isTTY === true
  const startMs = clock.monotonicMs()
  const format = `{bar} {value} of {total} ${label}`
  // It is no business of a bar to end the process, or to keep it alive.
  const bar = new SingleBar(
    { stream, format, clearOnComplete: true, gracefulExit: false },
    Presets.shades_classic,
  )
  const clear = () => {
    if (bar.isActive) bar.stop()
  }
  return {
    update(done) {
      if (!isTerminal || clock.monotonicMs() - startMs < quietMs) return
      if (bar.isActive) bar.update(done)
      else bar.start(total, done)
    },
    clear,
    stop: clear,
  }
}
