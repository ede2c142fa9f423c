import { existsSync } from 'node:fs'
import path from 'node:path'
import { JidokaError } from '../contract/error.ts'
import type { ResultData } from '../contract/event.ts'
import type { Log, Outbox } from '../contract/port.ts'
import type { EventDraft, EventPlace } from '../core/event.ts'
import type { OutboxLimits } from '../core/overflow.ts'
import { type Book, type BookState, claimFolder, type Moment, openBook } from './book.ts'
import { putAside } from './book-aside.ts'
import { UnfitBook } from './book-file.ts'
import type { BookAnswer, BookRequest } from './book-worker.ts'
import { bookFile } from './data-folder.ts'
import { createWorkerPool, type WorkerPool } from './worker-pool.ts'

type Read = Pick<Book, 'results' | 'result' | 'review' | 'alarms' | 'events' | 'oldestWaitingMs' | 'streamId'>

/** The book of a running service: read here, written by a thread of its own. */
export interface SharedBook extends Read {
  /** As `Book.record`; once it has resolved, everything in it survives kill -9 and a power cut. */
  record(results: readonly ResultData[], drafts: readonly EventDraft[], place: EventPlace): Promise<void>
  /** Acknowledged rows are marked soon after: until then a crash repeats them, which their stable ids make harmless. */
  readonly outbox: Outbox
  /** As after the last write; `dropped`: since the book was opened. */
  state(): BookState & { readonly dropped: number }
  /** As `Book.bound` and `Book.prune`, soon after. */
  bound(limits: OutboxLimits, moment: Moment, place: EventPlace): void
  prune(keepRows: number): void
  /** False once somebody has moved the file away: what is written then is lost with this process. */
  isInPlace(): boolean
  close(): Promise<void>
}

/**
 * A book that is damaged or newer is put aside, and another begun.
 *
 * @throws JidokaError as `claimFolder` and `openBook`, before any thread starts
 */
export async function openSharedBook(folder: string, edge: string, log: Log): Promise<SharedBook> {
  const release = claimFolder(folder)
  const reader = openOr(release, folder, log)
  const file = path.join(edge, 'book-worker.mjs')
  const options = { file, count: 1, workerData: { folder }, log, youngMb: 1 }
  const writer = createWorkerPool<BookRequest, BookAnswer>(options)
  await writer.ready
  const { ask, tell, settle, owed, state } = writes(writer, reader.state(), log)
  const { results, result, review, alarms, events, oldestWaitingMs, streamId } = reader
  return {
    ...{ results, result, review, alarms, events, oldestWaitingMs, streamId },
    record: (results, drafts, place) => ask({ kind: 'record', results, drafts, place }),
    outbox: {
      pending: reader.outbox.pending,
      acknowledge(sequences) {
        owed.push(...sequences)
        void settle()
      },
      condemn: (sequence, reason) => tell({ kind: 'condemn', sequence, reason }),
      depth: () => state().depth,
    },
    state,
    bound: (limits, moment, place) => tell({ kind: 'bound', limits, moment, place }),
    isInPlace: () => existsSync(path.join(folder, bookFile)),
    prune(keepRows) {
      if (owed.length > 0) void settle()
      tell({ kind: 'prune', keepRows })
    },
    async close() {
      // What was told before has been written by the time this is answered.
      await settle()
      await writer.close()
      reader.close()
      release()
    },
  }
}

/** What is asked of the writing thread, and how the book stood when it last answered. */
function writes(writer: WorkerPool<BookRequest, BookAnswer>, opened: BookState, log: Log) {
  let state = { ...opened, dropped: 0 }
  /** Acknowledgements that are not written: as long as the disk is full, they wait for the next write. */
  const owed: number[] = []

  async function ask(request: BookRequest): Promise<void> {
    const answer = await writer.ask(request, [])
    if ('fault' in answer) throw new JidokaError(answer.fault.code, answer.fault.message)
    state = { ...answer, dropped: state.dropped + answer.dropped }
  }
  return {
    ask,
    tell(request: BookRequest): void {
      ask(request).catch((error: unknown) => log.error('the book could not be written', { error }))
    },
    async settle(): Promise<void> {
      const sequences = owed.splice(0)
      await ask({ kind: 'acknowledge', sequences }).catch((error: unknown) => {
        owed.unshift(...sequences)
        log.error('acknowledged events could not be marked; they may be sent twice', { error })
      })
    },
    owed,
    state: () => state,
  }
}

function openOr(release: () => void, folder: string, log: Log): Book {
  try {
    return openOrBegin(folder, log)
  } catch (error) {
    release()
    throw error
  }
}

function openOrBegin(folder: string, log: Log): Book {
  try {
    return openBook(folder)
  } catch (error) {
    if (!(error instanceof UnfitBook)) throw error
    const aside = putAside(folder, error.fault)
    log.error('the book cannot be gone on with; it was put aside, and a new one is begun', {
      aside,
      cause: error.message,
    })
    return openBook(folder)
  }
}
