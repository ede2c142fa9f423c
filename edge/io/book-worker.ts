import { parentPort, workerData } from 'node:worker_threads'
import { type ErrorCode, JidokaError } from '../contract/error.ts'
import type { ResultData } from '../contract/event.ts'
import type { EventDraft, EventPlace } from '../core/event.ts'
import { openBook } from './book.ts'

export type BookRequest =
  | {
      readonly kind: 'record'
      readonly results: readonly ResultData[]
      readonly drafts: readonly EventDraft[]
      readonly place: EventPlace
    }
  | { readonly kind: 'acknowledge'; readonly sequences: readonly number[] }
  | { readonly kind: 'prune'; readonly keepRows: number }

/** An error that a person can act on keeps its code on the way between threads. */
export type BookAnswer =
  | { readonly events: number }
  | { readonly fault: { readonly code: ErrorCode; readonly message: string } }

/** The thread that writes the book: a commit waits for the disk, and the event loop must not. */
const book = openBook((workerData as { folder: string }).folder)

function write(request: BookRequest): number {
  if (request.kind === 'record') return book.record(request.results, request.drafts, request.place).length
  if (request.kind === 'acknowledge') book.outbox.acknowledge(request.sequences)
  else book.prune(request.keepRows)
  return 0
}

function answerOf(request: BookRequest): BookAnswer {
  try {
    return { events: write(request) }
  } catch (error) {
    if (!(error instanceof JidokaError)) throw error
    return { fault: { code: error.code, message: error.message } }
  }
}

parentPort?.on('message', ({ id, request }: { id: number; request: BookRequest }) => {
  parentPort?.postMessage({ id, answer: answerOf(request) })
})
parentPort?.postMessage('ready')
