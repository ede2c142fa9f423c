import path from 'node:path'
import Database from 'libsql'
import { z } from 'zod'
import { JidokaError } from '../contract/error.ts'
import { ResultData } from '../contract/event.ts'
import type { Outbox, OutboxRow } from '../contract/port.ts'
import { type EventDraft, type EventPlace, eventOf } from '../core/event.ts'
import {
  applicationId,
  CountRow,
  createTables,
  EventRow,
  PayloadRow,
  SequenceRow,
  schemaVersion,
  sql,
} from './book-schema.ts'
import { bookFile, makeWritable } from './data-folder.ts'

/** Results and events on disk. What `record` has returned survives kill -9 and a power cut (law 9). */
export interface Book {
  /**
   * Result rows and event rows in one transaction: all or nothing. Returns the events in their place in the stream.
   * One call costs one sync of the disk (1-3 ms) however many parts it holds, so at high rates hand over
   * several parts at once.
   *
   * @throws JidokaError INTERNAL for data that does not fit, BOOK_UNUSABLE if the disk is full or failing
   */
  record(results: readonly ResultData[], drafts: readonly EventDraft[], place: EventPlace): OutboxRow[]
  /** The last `limit` results, newest last. */
  results(limit: number): ResultData[]
  /** The newest result of this part; runs of the same seed repeat part ids. */
  result(partId: string): ResultData | null
  /** Events with a greater sequence, acknowledged or not, in order, at most `limit`. */
  events(afterSequence: number, limit: number): OutboxRow[]
  readonly outbox: Outbox
  /** Deletes the oldest results and acknowledged events beyond the last `keepRows` of each, at most 5,000 a call. */
  prune(keepRows: number): void
  close(): void
}

/** Never a boolean or a bare Buffer: libsql 0.5.29 kills the process over either. */
type Values = (null | number | bigint | string | Buffer)[]

/**
 * Opens `book.sqlite` in `folder`, which is made if absent.
 *
 * @throws JidokaError FOLDER_READ_ONLY, or BOOK_UNUSABLE for a file that is damaged, newer or not ours;
 *   such a file stays as it is
 */
export function openBook(folder: string): Book {
  makeWritable(folder)
  const file = path.join(folder, bookFile)
  const database = guarded(file, () => new Database(file, { timeout: 2000 }))
  try {
    guarded(file, () => prepareFile(database, file))
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

/** Checks before it changes anything: a file that is not ours must stay untouched. */
function prepareFile(database: Database.Database, file: string): void {
  const pragma = (name: string): unknown =>
    Object.values(z.record(z.string(), z.unknown()).parse(database.prepare(`PRAGMA ${name}`).get([])))[0]
  const version = pragma('user_version')
  const isEmpty = pragma('page_count') === 0
  if (!isEmpty && pragma('application_id') !== applicationId)
    throw new JidokaError('BOOK_UNUSABLE', `${file} is not a book of Jidoka.`)
  if (!isEmpty && version !== schemaVersion) {
    throw new JidokaError(
      'BOOK_UNUSABLE',
      `${file} has version ${version}; this program reads version ${schemaVersion}.`,
    )
  }
  if (pragma('quick_check(1)') !== 'ok') throw new JidokaError('BOOK_UNUSABLE', `${file} is damaged.`)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  if (isEmpty) database.exec(`BEGIN IMMEDIATE; ${createTables} COMMIT`)
}

function bookOf(database: Database.Database, file: string): Book {
  const statements = prepareStatements(database, file)
  const atomic: Atomic = (action) => guarded(file, () => inTransaction(database, action))
  // Counted along, because counting a backlog of hours each second would hold up the event loop.
  const waiting = { rows: statements.depth.get([])?.count ?? 0 }

  function addEvent(draft: EventDraft, place: EventPlace, sequence: number): OutboxRow {
    const row = eventOf(draft, place, sequence)
    const { id, topic, qos, retain, payload } = row
    statements.insertEvent.run([sequence, id, topic, qos, Number(retain), payload, Math.round(draft.timeMs)])
    return row
  }

  return {
    record(results, drafts, place) {
      const rows = atomic(() => {
        for (const result of results) statements.insertResult.run(resultValues(result))
        // Read inside the transaction: a second process on the same book cannot tear the stream.
        const before = statements.lastSequence.get([])?.seq ?? 0
        return drafts.map((draft, index) => addEvent(draft, place, before + index + 1))
      })
      waiting.rows += rows.length
      return rows
    },
    results: (limit) => statements.results.all([limit]).map(resultOf),
    result(partId) {
      const row = statements.resultOfPart.get([partId])
      return row === null ? null : resultOf(row)
    },
    events: (afterSequence, limit) => statements.events.all([afterSequence, limit]),
    outbox: outboxOf(database, statements, atomic, waiting),
    prune(keepRows) {
      atomic(() => {
        statements.pruneEvents.run([keepRows])
        statements.pruneResults.run([keepRows])
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

type Atomic = <T>(action: () => T) => T
type Statements = ReturnType<typeof prepareStatements>

function outboxOf(
  database: Database.Database,
  statements: Statements,
  atomic: Atomic,
  waiting: { rows: number },
): Outbox {
  return {
    pending: (afterSequence, limit) => statements.pending.all([afterSequence, limit]),
    acknowledge(sequences) {
      if (sequences.length === 0) return
      // Not worth a disk sync: a lost acknowledgement only repeats an event, and its stable id makes that harmless.
      const changes = withoutSync(database, () =>
        atomic(() => sequences.map((sequence) => statements.acknowledge.run([sequence]))),
      )
      for (const rows of changes) waiting.rows -= rows
    },
    depth: () => waiting.rows,
  }
}

function prepareStatements(database: Database.Database, file: string) {
  const statement = <Row>(text: string, schema: z.ZodType<Row>) => {
    const prepared = guarded(file, () => database.prepare(text))
    return {
      get: (values: Values): Row | null =>
        guarded(file, () => schema.nullable().parse(prepared.get(values) ?? null)),
      all: (values: Values): Row[] =>
        guarded(file, () => prepared.all(values).map((row) => schema.parse(row))),
      /** Returns the number of rows changed. */
      run: (values: Values): number => guarded(file, () => prepared.run(values).changes),
    }
  }
  return {
    insertResult: statement(sql.insertResult, z.never()),
    insertEvent: statement(sql.insertEvent, z.never()),
    lastSequence: statement(sql.lastSequence, SequenceRow),
    results: statement(sql.results, PayloadRow),
    resultOfPart: statement(sql.resultOfPart, PayloadRow),
    events: statement(sql.events, EventRow),
    pending: statement(sql.pending, EventRow),
    acknowledge: statement(sql.acknowledge, z.never()),
    depth: statement(sql.depth, CountRow),
    pruneEvents: statement(sql.pruneEvents, z.never()),
    pruneResults: statement(sql.pruneResults, z.never()),
  }
}

const resultOf = (row: { payload: string }): ResultData => ResultData.parse(JSON.parse(row.payload))

function resultValues(result: ResultData): Values {
  const { partId, jobId, line, sequence, evaluation, score, creationTime } = result
  const payload = JSON.stringify(ResultData.parse(result))
  return [partId, jobId, line, sequence, evaluation, score, Date.parse(creationTime), payload]
}

function inTransaction<T>(database: Database.Database, action: () => T): T {
  database.exec('BEGIN IMMEDIATE')
  try {
    const value = action()
    database.exec('COMMIT')
    return value
  } catch (error) {
    // SQLite has already rolled back by itself after some errors, a full disk among them.
    if (database.inTransaction) database.exec('ROLLBACK')
    throw error
  }
}

function withoutSync<T>(database: Database.Database, action: () => T): T {
  database.exec('PRAGMA synchronous = NORMAL')
  try {
    return action()
  } finally {
    database.exec('PRAGMA synchronous = FULL')
  }
}

/** Turns what SQLite says into an error that a person can act on; our own errors pass through. */
function guarded<T>(file: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    if (error instanceof JidokaError) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const said = error instanceof Error ? error.message : String(error)
    if (error instanceof z.ZodError || code.startsWith('SQLITE_CONSTRAINT')) {
      throw new JidokaError(
        'INTERNAL',
        `Something that does not fit was to be written into the book: ${said}.`,
      )
    }
    throw new JidokaError(
      'BOOK_UNUSABLE',
      `${file} cannot be used: ${code === 'SQLITE_FULL' ? 'the disk is full' : said}.`,
    )
  }
}
