import path from 'node:path'
import Database from 'libsql'
import { AlarmData } from '../contract/alarm.ts'
import { JidokaError } from '../contract/error.ts'
import { ResultData, type TopicName } from '../contract/event.ts'
import type { HistoryPage, HistoryQuery } from '../contract/history.ts'
import type { Outbox, OutboxRow } from '../contract/port.ts'
import { ReviewData } from '../contract/review.ts'
import { dropOrderOf } from '../core/drop-order.ts'
import { dataText, type EventDraft, type EventPlace, eventOf } from '../core/event.ts'
import { gapOf, isOver, type OutboxLimits } from '../core/overflow.ts'
import { guarded, inTransaction, isCheckDue, prepareFile } from './book-file.ts'
import { searchHistory } from './book-history.ts'
import { type Atomic, arrive, dropOverflow, leave, outboxOf, type Waiting } from './book-outbox.ts'
import { prepareStatements, type Statements, type Values } from './book-statement.ts'
import { bookFile, makeWritable } from './data-folder.ts'

/** Results and events on disk. What `record` has returned survives kill -9 and a power cut (law 9). */
export interface Book {
  /**
   * Result rows and event rows in one transaction: all or nothing. Returns the events in their place in the stream.
   * One call costs one sync of the disk (1-3 ms) however many parts it holds, so at high rates hand over
   * several parts at once. A draft of topic `review` or `alarm` writes what it tells too.
   *
   * @throws JidokaError INTERNAL for data that does not fit, REVIEW_TAKEN for a second decision on a part of a run,
   *   BOOK_UNUSABLE if the disk is full or failing
   */
  record(results: readonly ResultData[], drafts: readonly EventDraft[], place: EventPlace): OutboxRow[]
  /** The last `limit` results, newest last. */
  results(limit: number): ResultData[]
  /** The newest result of this part; runs of the same seed repeat part ids. */
  result(partId: string): ResultData | null
  /** Results by what is asked, newest first; ends early when `isEnough` says so. */
  history(query: HistoryQuery, isEnough: () => boolean): HistoryPage
  /** What a person decided of this part of the run. */
  review(runId: string, partId: string): ReviewData | null
  /** The alarms that stand: not Normal when last told. */
  alarms(): AlarmData[]
  /** Events with a greater sequence, acknowledged or not, in order, at most `limit`. */
  events(afterSequence: number, limit: number): OutboxRow[]
  /** The newest event of a topic, by its last level. */
  lastOf(topic: TopicName): OutboxRow | null
  /** When the first event that waits for a broker happened, ms since 1970 UTC; null: none waits. */
  oldestWaitingMs(): number | null
  readonly outbox: Outbox
  /** The name of its stream: no other book's sequences are mistaken for its own. */
  readonly streamId: string
  /**
   * Drops what waits in the outbox beyond the limits, as far as it may be dropped, at most 5,000 events a call; the `gap`
   * event says what, in the same transaction. Returns how many.
   */
  bound(limits: OutboxLimits, moment: Moment, place: EventPlace): number
  state(): BookState
  /** Deletes the oldest results, reviews and acknowledged events beyond the last `keepRows` of each, at most 5,000 a call. */
  prune(keepRows: number): void
  close(): void
}

/** How stream and outbox stand. */
export interface BookState {
  readonly lastSequence: number
  /** Events that wait for a broker. */
  readonly depth: number
  /** Events that no broker takes. */
  readonly deadLetters: number
}

export type Moment = Pick<EventDraft, 'runId' | 'timeMs'>

/**
 * Opens `book.sqlite` in `folder`, which is made if absent.
 *
 * @throws JidokaError FOLDER_READ_ONLY, or BOOK_UNUSABLE for a file that is damaged, newer or not ours;
 *   such a file stays as it is
 */
export function openBook(folder: string): Book {
  makeWritable(folder)
  const file = path.join(folder, bookFile)
  const shouldCheck = isCheckDue(file)
  const database = guarded(file, () => new Database(file, { timeout: 2000 }))
  try {
    guarded(file, () => prepareFile(database, file, shouldCheck))
    return bookOf(database, file)
  } catch (error) {
    database.close()
    throw error
  }
}

/**
 * Keeps other services off `folder` until the returned function is called, or the process dies in whatever way: two would
 * empty one outbox into two brokers, and each broker would miss what the other took.
 *
 * @throws JidokaError FOLDER_READ_ONLY, or BOOK_UNUSABLE when another service runs there
 */
export function claimFolder(folder: string): () => void {
  makeWritable(folder)
  const lock = new Database(path.join(folder, 'in-use.lock'), { timeout: 200 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return () => lock.close()
  } catch {
    lock.close()
    throw new JidokaError('FOLDER_IN_USE', `Another service runs on the folder ${folder}.`)
  }
}

function bookOf(database: Database.Database, file: string): Book {
  const statements = prepareStatements(database, file)
  const atomic: Atomic = (action) => guarded(file, () => inTransaction(database, action))
  const waiting = statements.load.get([]) ?? { rows: 0, bytes: 0 }
  const append = appendTo(statements)

  return {
    record(results, drafts, place) {
      const rows = atomic(() => {
        for (const result of results) statements.insertResult.run(resultValues(result))
        return append(drafts, place)
      })
      arrive(waiting, rows)
      return rows
    },
    results: (limit) => statements.results.all([limit]).map(resultOf),
    result: (partId) => orNull(statements.resultOfPart.get([partId]), resultOf),
    history: (query, isEnough) => searchHistory(database, file, query, isEnough),
    review: (runId, partId) => orNull(statements.review.get([runId, partId]), reviewOf),
    alarms: () => statements.alarms.all([]).map(alarmOf),
    events: (afterSequence, limit) => statements.events.all([afterSequence, limit]),
    lastOf: (topic) => statements.lastOf.get([`%/${topic}`]),
    oldestWaitingMs: () => statements.oldest.get([])?.atMs ?? null,
    outbox: outboxOf(database, statements, atomic, waiting),
    streamId: statements.streamId.get([])?.id ?? '',
    bound: boundOf(statements, atomic, waiting),
    state: () => ({
      lastSequence: lastOf(statements),
      depth: waiting.rows,
      deadLetters: statements.deadLetters.get([])?.count ?? 0,
    }),
    prune(keepRows) {
      atomic(() => {
        statements.pruneEvents.run([keepRows])
        statements.pruneResults.run([keepRows])
        statements.pruneReviews.run([keepRows])
      })
    },
    close() {
      if (!database.open) return
      try {
        // libsql cannot finalise statements, so SQLite would not do this itself when closing.
        database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all([])
      } catch {
        // Nothing is lost: the next opening reads the log beside the file.
      }
      database.close()
    },
  }
}

const boundOf =
  (statements: Statements, atomic: Atomic, waiting: Waiting): Book['bound'] =>
  (limits, moment, place) => {
    if (!isOver(waiting, limits) && limits.tooOldUpTo === 0) return 0
    const { dropped, gaps } = atomic(() => {
      const dropped = dropOverflow(statements, waiting, limits)
      const draft: EventDraft = { topic: 'gap', ...moment, data: gapOf(dropped) }
      return { dropped, gaps: appendTo(statements)(dropped.length > 0 ? [draft] : [], place) }
    })
    leave(waiting, dropped)
    arrive(waiting, gaps)
    return dropped.length
  }

const lastOf = (statements: Statements): number => statements.lastSequence.get([])?.seq ?? 0

/** Adds events, and what is kept besides, at the end of the stream. Within a transaction. */
const appendTo = (statements: Statements) => (drafts: readonly EventDraft[], place: EventPlace) => {
  for (const draft of drafts) addTold(statements, draft)
  // Read inside the transaction: a second process on the same book cannot tear the stream.
  const before = lastOf(statements)
  return drafts.map((draft, index) => addEvent(statements, eventOf(draft, place, before + index + 1), draft))
}

function addEvent(statements: Statements, row: OutboxRow, draft: EventDraft): OutboxRow {
  const { sequence, id, topic, qos, retain, payload } = row
  const values = [sequence, id, topic, qos, Number(retain), payload, Math.round(draft.timeMs)]
  statements.insertEvent.run([...values, dropOrderOf(draft)])
  return row
}

const orNull = <Row, Value>(row: Row | null, read: (row: Row) => Value): Value | null =>
  row === null ? null : read(row)

/** What is kept besides its event. */
function addTold(statements: Statements, draft: EventDraft): void {
  if (draft.topic === 'review') addReview(statements, draft.data)
  if (draft.topic === 'alarm') putAlarm(statements, draft.data)
}

/** Each part of a run is decided once; the answer to a second decision has a code of its own. */
function addReview(statements: Statements, review: ReviewData): void {
  const { jobId, partId, decision, reviewer, decidedAt } = review
  if (statements.review.get([jobId, partId]) !== null)
    throw new JidokaError('REVIEW_TAKEN', `The part ${partId} was decided already.`)
  const payload = JSON.stringify(ReviewData.parse(review))
  statements.insertReview.run([jobId, partId, decision, reviewer, Date.parse(decidedAt), payload])
}

function putAlarm(statements: Statements, alarm: AlarmData): void {
  if (alarm.state === 'Normal') statements.dropAlarm.run([alarm.alarmId])
  else statements.putAlarm.run([alarm.alarmId, JSON.stringify(AlarmData.parse(alarm))])
}

const reviewOf = (row: { payload: string }): ReviewData => ReviewData.parse(JSON.parse(row.payload))
const alarmOf = (row: { payload: string }): AlarmData => AlarmData.parse(JSON.parse(row.payload))
const resultOf = (row: { payload: string }): ResultData => ResultData.parse(JSON.parse(row.payload))

function resultValues(result: ResultData): Values {
  const { partId, jobId, line, sequence, evaluation, score, creationTime } = result
  const payload = dataText({ topic: 'result', data: result })
  return [partId, jobId, line, sequence, evaluation, score, Date.parse(creationTime), payload]
}
