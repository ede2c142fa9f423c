import path from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EventDraft } from '../../edge/core/event.ts'
import { type Book, openBook } from '../../edge/io/book.ts'
import { removeFolder, temporaryFolder } from '../flow/running.ts'
import { backToVersion3, place, sampleData, sampleResult, startMs } from './sample-data.ts'

let folder = ''
let book: Book
beforeEach(async () => {
  folder = await temporaryFolder('bound')
  book = openBook(folder)
})
afterEach(async () => {
  book.close()
  await removeFolder(folder)
})

const moment = { runId: 'run-1', timeMs: startMs }
const sequences = () => book.events(0, 1000).map(({ sequence }) => sequence)
const reopen = () => {
  book.close()
  book = openBook(folder)
}

/** Of ten parts the last is bad: eleven events, ten results and a defect. */
function recordTen(first: number): void {
  const drafts = Array.from({ length: 10 }, (_, index): EventDraft[] => {
    const evaluation = index === 9 ? ('NotOK' as const) : ('OK' as const)
    const data = { ...sampleResult(first + index), evaluation }
    const result: EventDraft = { topic: 'result', ...moment, subject: data.partId, data }
    return index === 9 ? [result, { ...result, topic: 'defect' }] : [result]
  })
  book.record([], drafts.flat(), place)
}

describe('an outbox with bounds', () => {
  it('drops the oldest good results, tells what, and keeps every defect', () => {
    for (let ten = 0; ten < 10; ten += 1) recordTen(10 * ten)
    expect(book.bound({ rows: 110, bytes: 1e9, tooOldUpTo: 0 }, moment, place)).toBe(0)
    expect(book.bound({ rows: 60, bytes: 1e9, tooOldUpTo: 0 }, moment, place)).toBe(53)
    const [gap] = book.events(110, 1)
    const { data } = JSON.parse(gap?.payload ?? '')
    expect(data).toEqual({ firstSequence: 1, lastSequence: 63, count: 53, topics: { result: 53 } })
    const left = new Set(sequences())
    const missing = Array.from({ length: 111 }, (_, index) => index + 1).filter(
      (sequence) => !left.has(sequence),
    )
    expect(missing).toHaveLength(data.count)
    expect(book.events(0, 1000).filter(({ topic }) => topic.endsWith('/defect'))).toHaveLength(10)
    expect(book.outbox.depth()).toBe(58)
    reopen()
    expect(book.outbox.depth()).toBe(58)
  })

  it('knows since when its first event waits', () => {
    expect(book.oldestWaitingMs()).toBeNull()
    const draft = { topic: 'gap', runId: 'run-1', data: sampleData.gap } as const
    book.record(
      [],
      [1, 2].map((hour) => ({ ...draft, timeMs: startMs + hour * 3_600_000 })),
      place,
    )
    expect(book.oldestWaitingMs()).toBe(startMs + 3_600_000)
    book.outbox.acknowledge([1])
    expect(book.oldestWaitingMs()).toBe(startMs + 2 * 3_600_000)
  })

  it('keeps to bytes and age too, and drops nothing that the broker has', () => {
    recordTen(0)
    recordTen(10)
    book.outbox.acknowledge([1, 2, 3])
    expect(book.bound({ rows: 100, bytes: 1e9, tooOldUpTo: 5 }, moment, place)).toBe(2)
    expect(sequences().slice(0, 4)).toEqual([1, 2, 3, 6])
    expect(book.bound({ rows: 100, bytes: 1, tooOldUpTo: 0 }, moment, place)).toBe(13)
    const kept = book.outbox.pending(0, 99).map(({ topic }) => topic.split('/').at(-1))
    expect(kept).toEqual(['result', 'defect', 'result', 'defect', 'gap', 'gap'])
  })
})

describe('a dead letter', () => {
  it('leaves the outbox, stays in the replay, and is kept with its reason', () => {
    recordTen(0)
    book.outbox.condemn(4, 'the link falls')
    book.outbox.condemn(4, 'the link falls')
    expect(book.state()).toEqual({ lastSequence: 11, depth: 10, deadLetters: 1 })
    expect(sequences()).toContain(4)
    book.outbox.acknowledge([4])
    reopen()
    expect(book.state()).toEqual({ lastSequence: 11, depth: 10, deadLetters: 1 })
    const reader = new Database(path.join(folder, 'book.sqlite'))
    expect(reader.prepare('SELECT sequence, reason FROM dead_letter').get([])).toMatchObject({
      ...{ sequence: 4, reason: 'the link falls' },
    })
    reader.close()
  })
})

describe('a book', () => {
  const alter = (change: string) => {
    book.close()
    const database = new Database(path.join(folder, 'book.sqlite'))
    database.exec(change)
    database.close()
    book = openBook(folder)
  }

  it('of version 3, which knew no bounds, is brought up to date: what it held is never dropped', () => {
    recordTen(0)
    alter(backToVersion3)
    recordTen(10)
    expect(book.bound({ rows: 1, bytes: 1, tooOldUpTo: 0 }, moment, place)).toBe(9)
    expect(sequences().slice(0, 11)).toEqual(Array.from({ length: 11 }, (_, index) => index + 1))
  })

  it('whose process died before its tables were made is begun again', async () => {
    book.close()
    await removeFolder(folder)
    folder = await temporaryFolder('bound')
    const half = new Database(path.join(folder, 'book.sqlite'))
    half.exec('PRAGMA journal_mode = WAL')
    half.close()
    book = openBook(folder)
    recordTen(0)
    expect(sequences()).toHaveLength(11)
  })
})
