import { existsSync } from 'node:fs'
import path from 'node:path'
import { JidokaError } from '../contract/error.ts'
import type { ResultData } from '../contract/event.ts'
import type { Log, Outbox } from '../contract/port.ts'
import type { EventDraft, EventPlace } from '../core/event.ts'
import { type Book, claimFolder, openBook } from './book.ts'
import type { BookAnswer, BookRequest } from './book-worker.ts'
import { bookFile } from './data-folder.ts'
import { createWorkerPool } from './worker-pool.ts'

/** The book of a running service: read here, written by a thread of its own. */
export interface SharedBook extends Pick<Book, 'results' | 'result' | 'review' | 'alarms' | 'events'> {
  /** As `Book.record`; once it has resolved, everything in it survives kill -9 and a power cut. */
  record(results: readonly ResultData[], drafts: readonly EventDraft[], place: EventPlace): Promise<void>
  /** Acknowledged rows are marked soon after: until then a crash repeats them, which their stable ids make harmless. */
  readonly outbox: Outbox
  prune(keepRows: number): void
  /** False once somebody has moved the file away: what is written then is lost with this process. */
  isInPlace(): boolean
  close(): Promise<void>
}

/** @throws JidokaError as `claimFolder` and `openBook`, before any thread starts */
export async function openSharedBook(folder: string, edge: string, log: Log): Promise<SharedBook> {
  const release = claimFolder(folder)
  const reader = openOr(release, folder)
  const file = path.join(edge, 'book-worker.mjs')
  const writer = createWorkerPool<BookRequest, BookAnswer>({ file, count: 1, workerData: { folder }, log })
  await writer.ready
  let depth = reader.outbox.depth()
  const ask = async (request: BookRequest): Promise<number> => {
    const answer = await writer.ask(request, [])
    if ('fault' in answer) throw new JidokaError(answer.fault.code, answer.fault.message)
    return answer.events
  }
  const tell = (request: BookRequest) => {
    ask(request).catch((error: unknown) => log.error('the book could not be written', { error }))
  }
  return {
    results: reader.results,
    result: reader.result,
    review: reader.review,
    alarms: reader.alarms,
    events: reader.events,
    async record(results, drafts, place) {
      const events = await ask({ kind: 'record', results, drafts, place })
      // Not `+= await`, which reads the depth before the wait and forgets what was acknowledged meanwhile.
      depth += events
    },
    outbox: {
      pending: reader.outbox.pending,
      acknowledge(sequences) {
        depth -= sequences.length
        tell({ kind: 'acknowledge', sequences })
      },
      depth: () => depth,
    },
    isInPlace: () => existsSync(path.join(folder, bookFile)),
    prune: (keepRows) => tell({ kind: 'prune', keepRows }),
    async close() {
      // What was told before has been written by the time an empty transaction is answered.
      await ask({ kind: 'acknowledge', sequences: [] }).catch(() => undefined)
      await writer.close()
      reader.close()
      release()
    },
  }
}

function openOr(release: () => void, folder: string): Book {
  try {
    return openBook(folder)
  } catch (error) {
    release()
    throw error
  }
}
