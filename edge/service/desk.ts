import { JidokaError } from '../contract/error.ts'
import type { Inspection } from '../contract/inspection.ts'
import type { Clock } from '../contract/port.ts'
import type { DeskState, ReviewData, ReviewDecision } from '../contract/review.ts'
import type { EventPlace } from '../core/event.ts'
import { emptyTally, observe } from '../core/quality/tally.ts'
import type { Metrics } from '../io/metrics.ts'
import type { SharedBook } from '../io/shared-book.ts'

/** The review desk of a run: undecided parts wait here for a person. A new run starts with an empty one. */
export interface Desk {
  /**
   * An undecided part comes to the desk. A full desk takes no more: the part is held, and counted.
   *
   * @param isDefective what the part is; it meets the decision once that is on disk, and nothing before
   */
  put(inspection: Inspection, isDefective: boolean | null): void
  has(partId: string): boolean
  state(): DeskState
  /**
   * A person decides. Of two at the same time one wins; a decision that cannot be written leaves the part at the desk.
   *
   * @throws JidokaError NOT_FOUND, REVIEW_TAKEN, BOOK_UNUSABLE
   */
  decide(partId: string, decision: ReviewDecision, reviewer: string): Promise<ReviewData>
}

export interface DeskTools {
  readonly runId: string
  readonly place: EventPlace
  /** Parts that may wait. */
  readonly capacity: number
  readonly book: Pick<SharedBook, 'record' | 'result' | 'review'>
  /** There is something new in the outbox. */
  publish(): void
  readonly clock: Clock
  readonly metrics: Pick<Metrics, 'setDeskWaiting' | 'countReview'>
}

interface Waiting {
  readonly inspection: Inspection
  readonly isDefective: boolean | null
  readonly sinceMs: number
  readonly arrivedMs: number
  /** A decision is on its way to the disk. */
  isTaken: boolean
}

export function createDesk({ runId, capacity, clock, metrics, ...tools }: DeskTools): Desk {
  const waiting = new Map<string, Waiting>()
  const counted = { overflowed: 0, reviewed: 0, reviewTally: emptyTally }

  function take(partId: string): Waiting {
    const found = waiting.get(partId)
    if (found?.isTaken || (!found && wasDecided(partId, tools.book)))
      throw new JidokaError('REVIEW_TAKEN', 'Somebody has decided this part already.')
    if (!found) throw new JidokaError('NOT_FOUND', 'This part does not wait at the review desk.')
    found.isTaken = true
    return found
  }

  function leave(partId: string): void {
    waiting.delete(partId)
    metrics.setDeskWaiting(waiting.size)
  }

  return {
    put(inspection, isDefective) {
      if (waiting.size >= capacity) {
        counted.overflowed++
        return
      }
      const times = { sinceMs: clock.nowMs(), arrivedMs: clock.monotonicMs() }
      waiting.set(inspection.partId, { inspection, isDefective, ...times, isTaken: false })
      metrics.setDeskWaiting(waiting.size)
    },
    has: (partId) => waiting.has(partId),
    state: () => ({ waiting: [...waiting.values()].map(shown), capacity, ...counted }),
    async decide(partId, decision, reviewer) {
      const part = take(partId)
      const review = { ...reviewOf(part, runId, clock), decision, reviewer }
      try {
        await write(review, tools)
      } catch (error) {
        part.isTaken = false
        // The book knows better than we do: it was written, and only the answer was lost.
        if (error instanceof JidokaError && error.code === 'REVIEW_TAKEN') leave(partId)
        throw error
      }
      leave(partId)
      counted.reviewed++
      counted.reviewTally = observe(counted.reviewTally, decision, part.isDefective).tally
      metrics.countReview(decision)
      return review
    },
  }
}

/** What a person gets to see: nothing of what the part is. */
function shown({ inspection, sinceMs }: Waiting): DeskState['waiting'][number] {
  const { partId, score, detail } = inspection
  return { partId, score, detail, since: new Date(sinceMs).toISOString() }
}

function reviewOf({ inspection, arrivedMs }: Waiting, jobId: string, clock: Clock) {
  const { line, partId, isSimulated } = inspection
  const waitedS = Math.round(clock.monotonicMs() - arrivedMs) / 1000
  return { line, jobId, partId, isSimulated, waitedS, decidedAt: new Date(clock.nowMs()).toISOString() }
}

/** Decision and event in one transaction; the id of the event is made of run and part, so a repeat is harmless. */
async function write(
  data: ReviewData,
  { book, place, publish }: Pick<DeskTools, 'book' | 'place' | 'publish'>,
) {
  const { jobId: runId, partId: subject, decidedAt } = data
  const draft = { topic: 'review', runId, subject, timeMs: Date.parse(decidedAt), data } as const
  await book.record([], [draft], place)
  publish()
}

/** Whether the newest part of this name was decided, in this run or an earlier one. */
function wasDecided(partId: string, book: DeskTools['book']): boolean {
  const result = book.result(partId)
  return result !== null && book.review(result.jobId, partId) !== null
}
