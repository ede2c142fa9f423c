import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { ResultData } from '../contract/event.ts'
import type { GrowthReport } from '../contract/growth.ts'
import { medianOf } from '../core/quality/quantile.ts'
import { openBook } from '../io/book.ts'
import { wallClock } from '../io/clock.ts'
import { createLog } from '../io/log.ts'
import { openSharedBook } from '../io/shared-book.ts'
import { draftsOf } from '../service/voice.ts'

const partsPerRecord = 1000
const starts = 5
const queries = 50
const place = { prefix: 'jidoka/bench/_inspect/v1', streamId: 'bench' }

/** Start and queries of a book that grows to so many parts, ascending; each part has the size of `sample`. */
export async function growBook(
  sizes: readonly number[],
  sample: ResultData,
  edge: string,
): Promise<GrowthReport['book']> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'jidoka-growth-'))
  try {
    const found: GrowthReport['book'] = []
    let stored = 0
    for (const parts of sizes) {
      fill(folder, sample, stored, parts)
      stored = parts
      found.push({ parts, ...(await costOf(folder, parts, edge)) })
    }
    return found
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const partId = (sequence: number): string => `growth-${sequence}`

/** Everything acknowledged, as of a line whose broker keeps up. */
function fill(folder: string, sample: ResultData, from: number, to: number): void {
  const book = openBook(folder)
  try {
    for (let first = from; first < to; first += partsPerRecord) {
      const results = Array.from({ length: Math.min(partsPerRecord, to - first) }, (_, index) => ({
        ...sample,
        ...{ partId: partId(first + index), sequence: first + index, resultId: `growth.${first + index}` },
      }))
      const rows = book.record(
        results,
        results.flatMap((result) => draftsOf(result, 0)),
        place,
      )
      book.outbox.acknowledge(rows.map(({ sequence }) => sequence))
    }
  } finally {
    book.close()
  }
}

async function costOf(folder: string, parts: number, edge: string) {
  const open = () => openSharedBook(folder, edge, createLog('error'))
  const startsMs: number[] = []
  for (let start = 0; start < starts; start++) {
    const beforeMs = wallClock.monotonicMs()
    const book = await open()
    startsMs.push(wallClock.monotonicMs() - beforeMs)
    await book.close()
  }
  const book = await open()
  try {
    const middle = Math.floor(parts / 2)
    const isWhole = book.results(64).length === Math.min(64, parts) && book.result(partId(middle)) !== null
    if (!isWhole) throw new Error('the book lost parts that were measured')
    return {
      startMs: rounded(medianOf(startsMs)),
      resultsMs: timeOf(() => book.results(64)),
      partMs: timeOf(() => book.result(partId(middle))),
      eventsMs: timeOf(() => book.events(middle, 100)),
    }
  } finally {
    await book.close()
  }
}

function timeOf(query: () => unknown): number {
  const times = Array.from({ length: queries }, () => {
    const beforeMs = wallClock.monotonicMs()
    query()
    return wallClock.monotonicMs() - beforeMs
  })
  return rounded(medianOf(times))
}

const rounded = (ms: number): number => Math.round(1000 * ms) / 1000
