import path from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AlarmData } from '../../edge/contract/alarm.ts'
import type { EventDraft } from '../../edge/core/event.ts'
import { type Book, openBook } from '../../edge/io/book.ts'
import { removeFolder, temporaryFolder } from '../flow/running.ts'
import { backToVersion3, place, sampleAlarm, sampleReview, startMs } from './sample-data.ts'

let folder = ''
let book: Book
beforeEach(async () => {
  folder = await temporaryFolder('book 报警')
  book = openBook(folder)
})
afterEach(async () => {
  book.close()
  await removeFolder(folder)
})

const draft = (data: AlarmData): EventDraft => ({
  ...{ topic: 'alarm', runId: 'run-1', item: data.alarmId, timeMs: startMs, data },
  isLast: data.state === 'Normal',
})
const record = (data: AlarmData) => book.record([], [draft(data)], place)
const reopen = () => {
  book.close()
  book = openBook(folder)
}
const acknowledged: AlarmData = { ...sampleAlarm, state: 'Acknowledged', isAcknowledged: true, by: 'viewer' }

describe('alarms in the book', () => {
  it('stand as they were last told, after a restart too', () => {
    record(sampleAlarm)
    const [event] = record(acknowledged)
    reopen()
    expect(book.alarms()).toEqual([acknowledged])
    expect(event).toMatchObject({ id: 'run-1.alarm.mill-spindle.act.2', retain: true })
  })

  it('leave when they are over; their events stay', () => {
    record(acknowledged)
    record({ ...acknowledged, state: 'Normal', isActive: false })
    reopen()
    expect(book.alarms()).toEqual([])
    expect(book.outbox.pending(0, 9).map(({ retain }) => retain)).toEqual([true, false])
  })

  it('that do not fit are refused with everything beside them', () => {
    const odd = { ...sampleAlarm, state: 'Loud' } as unknown as AlarmData
    expect(() => book.record([], [draft(acknowledged), draft(odd)], place)).toThrow(
      expect.objectContaining({ code: 'INTERNAL' }),
    )
    expect([book.alarms(), book.events(0, 9)]).toEqual([[], []])
  })
})

describe('a book of version 2, which knew no alarms', () => {
  it('is brought up to date and keeps all that it held', () => {
    const data = sampleReview(1)
    const review: EventDraft = {
      topic: 'review',
      runId: data.jobId,
      subject: data.partId,
      timeMs: startMs,
      data,
    }
    book.record([], [review], place)
    book.close()
    const old = new Database(path.join(folder, 'book.sqlite'))
    old.exec(`${backToVersion3} DROP TABLE alarm; PRAGMA user_version = 2`)
    old.close()
    book = openBook(folder)
    expect(book.review('run-1', 'strip-1')).toEqual(data)
    record(sampleAlarm)
    reopen()
    expect(book.alarms()).toEqual([sampleAlarm])
  })
})
