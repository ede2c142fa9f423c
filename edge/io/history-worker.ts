import { parentPort, workerData } from 'node:worker_threads'
import type { HistoryPage, HistoryQuery } from '../contract/history.ts'
import { openBook } from './book.ts'
import { wallClock } from './clock.ts'

/** The thread that searches the book: a million parts take longer than a part may wait on the event loop. */
const book = openBook((workerData as { folder: string }).folder)
/** Others wait for their answer behind this one. */
const patienceMs = 300

function search(query: HistoryQuery): HistoryPage {
  const endMs = wallClock.monotonicMs() + patienceMs
  return book.history(query, () => wallClock.monotonicMs() > endMs)
}

parentPort?.on('message', ({ id, request }: { id: number; request: HistoryQuery }) => {
  try {
    parentPort?.postMessage({ id, answer: search(request) })
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) })
  }
})
parentPort?.postMessage('ready')
