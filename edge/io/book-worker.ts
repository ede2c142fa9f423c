import { parentPort, workerData } from 'node:worker_threads'
import { type ErrorCode, JidokaError } from '../contract/error.ts'
import type { ResultData } from '../contract/event.ts'
import type { EventDraft, EventPlace } from '../core/event.ts'
import type { OutboxLimits } from '../core/overflow.ts'
import { type BookState, type Moment, openBook } from './book.ts'

export type BookRequest =
  | {
      readonly kind: 'record'
      readonly results: readonly ResultData[]
      readonly drafts: readonly EventDraft[]
      readonly place: EventPlace
    }
  | { readonly kind: 'acknowledge'; readonly sequences: readonly number[] }
  | { readonly kind: 'condemn'; readonly sequence: number; readonly reason: string }
  | {
      readonly kind: 'bound'
      readonly limits: OutboxLimits
      readonly moment: Moment
      readonly place: EventPlace
    }
  | { readonly kind: 'prune'; readonly keepRows: number }

/** How the outbox stands after the request. An error that a person can act on keeps its code on the way between threads. */
export type BookAnswer =
  | (BookState & { readonly dropped: number })
  | { readonly fault: { readonly code: ErrorCode; readonly message: string } }

/** The thread that writes the book: a commit waits for the disk, and the event loop must not. */
const book = openBook((workerData as { folder: string }).folder)

/** Returns how many events were dropped. */
function write(request: BookRequest): number {
  if (request.kind === 'record') book.record(request.results, request.drafts, request.place)
  else if (request.kind === 'acknowledge') book.outbox.acknowledge(request.sequences)
  else if (request.kind === 'condemn') book.outbox.condemn(request.sequence, request.reason)
  else if (request.kind === 'prune') book.prune(request.keepRows)
  else return book.bound(request.limits, request.moment, request.place)
  return 0
}

function answerOf(request: BookRequest): BookAnswer {
  try {
    const dropped = write(request)
    return { ...book.state(), dropped }
  } catch (error) {
    if (!(error instanceof JidokaError)) throw error
    return { fault: { code: error.code, message: error.message } }
  }
}

parentPort?.on('message', ({ id, request }: { id: number; request: BookRequest }) => {
  parentPort?.postMessage({ id, answer: answerOf(request) })
})
parentPort?.postMessage('ready')
