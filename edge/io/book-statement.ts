import type Database from 'libsql'
import { z } from 'zod'
import { guarded } from './book-file.ts'
import {
  BytesRow,
  CountRow,
  DroppableRow,
  EventRow,
  LoadRow,
  OldestRow,
  PayloadRow,
  SequenceRow,
  StreamRow,
  sql,
} from './book-schema.ts'

/** Never a boolean or a bare Buffer: libsql 0.5.29 kills the process over either. */
export type Values = (null | number | bigint | string | Buffer)[]

export type Statements = ReturnType<typeof prepareStatements>

/** Every question to the book, with the form of its answer. */
export function prepareStatements(database: Database.Database, file: string) {
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
    insertReview: statement(sql.insertReview, z.never()),
    review: statement(sql.review, PayloadRow),
    putAlarm: statement(sql.putAlarm, z.never()),
    dropAlarm: statement(sql.dropAlarm, z.never()),
    alarms: statement(sql.alarms, PayloadRow),
    events: statement(sql.events, EventRow),
    lastOf: statement(sql.lastOf, EventRow),
    pending: statement(sql.pending, EventRow),
    acknowledge: statement(sql.acknowledge, BytesRow),
    load: statement(sql.load, LoadRow),
    oldest: statement(sql.oldest, OldestRow),
    streamId: statement(sql.streamId, StreamRow),
    bury: statement(sql.bury, z.never()),
    deadLetters: statement(sql.deadLetters, CountRow),
    droppable: statement(sql.droppable, DroppableRow),
    drop: statement(sql.drop, z.never()),
    pruneEvents: statement(sql.pruneEvents, z.never()),
    pruneResults: statement(sql.pruneResults, z.never()),
    pruneReviews: statement(sql.pruneReviews, z.never()),
  }
}
