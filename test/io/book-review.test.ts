import path from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ReviewData } from '../../edge/contract/review.ts'
import type { EventDraft } from '../../edge/core/event.ts'
import { type Book, openBook } from '../../edge/io/book.ts'
import { removeFolder, temporaryFolder } from '../flow/running.ts'
import { backToVersion3, place, sampleResult, sampleReview, startMs } from './sample-data.ts'

let folder = ''
let book: Book
beforeEach(async () => {
  folder = await temporaryFolder('book 复判')
  book = openBook(folder)
})
afterEach(async () => {
  book.close()
  await removeFolder(folder)
})

const draft = (data: ReviewData): EventDraft => {
  return { topic: 'review', runId: data.jobId, subject: data.partId, timeMs: startMs, data }
}
const record = (data: ReviewData) => book.record([], [draft(data)], place)
const reopen = () => {
  book.close()
  book = openBook(folder)
}

describe('a decision of a person in the book', () => {
  it('is there with its event, after a restart too', () => {
    const [event] = record(sampleReview(1))
    expect(event).toMatchObject({ id: 'run-1.review.strip-1', qos: 1, retain: false })
    reopen()
    expect(book.review('run-1', 'strip-1')).toEqual(sampleReview(1))
    expect(book.outbox.pending(0, 9)).toEqual([event])
    expect(book.review('run-1', 'strip-2')).toBeNull()
    expect(book.review('run-2', 'strip-1')).toBeNull()
  })

  it('is the only one on its part: a second is refused whole', () => {
    record(sampleReview(1))
    const second = draft({ ...sampleReview(1), decision: 'OK', reviewer: 'admin' })
    expect(() => book.record([sampleResult(2)], [draft(sampleReview(2)), second], place)).toThrow(
      expect.objectContaining({ code: 'REVIEW_TAKEN' }),
    )
    expect(book.review('run-1', 'strip-1')).toEqual(sampleReview(1))
    expect(book.review('run-1', 'strip-2')).toBeNull()
    expect(book.results(9)).toEqual([])
    expect(book.events(0, 9)).toHaveLength(1)
  })

  it('is about the part of one run: another run repeats part ids', () => {
    record(sampleReview(1, 'run-1'))
    const other: ReviewData = { ...sampleReview(1, 'run-2'), decision: 'OK' }
    record(other)
    expect(book.review('run-2', 'strip-1')).toEqual(other)
    expect(new Set(book.events(0, 9).map(({ id }) => id)).size).toBe(2)
  })

  it('that does not fit is refused with everything beside it', () => {
    const odd = { ...sampleReview(1), decision: 'Maybe' } as unknown as ReviewData
    expect(() => book.record([sampleResult(1)], [draft(odd)], place)).toThrow(
      expect.objectContaining({ code: 'INTERNAL' }),
    )
    expect([book.results(9), book.events(0, 9), book.review('run-1', 'strip-1')]).toEqual([[], [], null])
  })

  it('is pruned like results, the oldest first', () => {
    for (let sequence = 1; sequence <= 5; sequence++) record(sampleReview(sequence))
    book.prune(2)
    const left = [1, 2, 3, 4, 5].filter((sequence) => book.review('run-1', `strip-${sequence}`))
    expect(left).toEqual([4, 5])
  })
})

describe('a book of version 1, which knew no decisions', () => {
  it('is brought up to date and keeps all that it held', () => {
    const result = sampleResult(1)
    book.record(
      [result],
      [{ topic: 'result', runId: 'run-1', subject: 'strip-1', timeMs: startMs, data: result }],
      place,
    )
    const events = book.events(0, 9)
    book.close()
    const old = new Database(path.join(folder, 'book.sqlite'))
    old.exec(`${backToVersion3} DROP TABLE review; DROP TABLE alarm; PRAGMA user_version = 1`)
    old.close()

    book = openBook(folder)
    expect(book.results(9)).toEqual([result])
    expect(book.events(0, 9)).toEqual(events)
    expect(record(sampleReview(1)).map(({ sequence }) => sequence)).toEqual([2])
    reopen()
    expect(book.review('run-1', 'strip-1')).toEqual(sampleReview(1))
  })
})
