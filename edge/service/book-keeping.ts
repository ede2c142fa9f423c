import { createOutboxAge } from '../core/outbox-age.ts'
import { placeOf, type RunTools } from './run-tools.ts'

const hourMs = 3_600_000
const bytesPerMb = 1e6

/** Once a second: keeps the book within its bounds, and says how its outbox stands. */
export function bookKeeping(
  tools: Pick<RunTools, 'settings' | 'book' | 'bus' | 'prefix' | 'plan' | 'clock' | 'metrics'>,
): () => void {
  const { settings, book, bus, plan, clock, metrics } = tools
  const age = createOutboxAge(settings.outboxHours * hourMs)
  const place = placeOf(tools)
  return () => {
    // The wall's clock may jump, and what waits may be of an earlier run.
    const oldestMs = Math.max(0, clock.nowMs() - (book.oldestWaitingMs() ?? Number.POSITIVE_INFINITY))
    metrics.setOutbox({ ...book.state(), oldestMs, redelivered: bus.pump.redelivered() })
    const tooOldUpTo = age.note(book.state().lastSequence, clock.monotonicMs())
    const limits = { rows: settings.outboxRows, bytes: settings.outboxMb * bytesPerMb, tooOldUpTo }
    book.bound(limits, { runId: plan.runId, timeMs: clock.nowMs() }, place)
    book.prune(settings.keepParts)
  }
}
