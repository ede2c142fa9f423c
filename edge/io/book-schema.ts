import { z } from 'zod'
import type { OutboxRow } from '../contract/port.ts'

/** Marks a SQLite file as ours ('JDKA'), and says which tables it holds. */
export const applicationId = 0x4a444b41
export const schemaVersion = 4

/** Version 2 added what people decided at the review desk; the run and the part make it one decision a part. */
const createReview = `
  CREATE TABLE review (
    run_id TEXT NOT NULL, part_id TEXT NOT NULL, decision TEXT NOT NULL CHECK (decision IN ('OK', 'NotOK')),
    reviewer TEXT NOT NULL, decided_at_ms INTEGER NOT NULL, payload TEXT NOT NULL,
    PRIMARY KEY (run_id, part_id)
  ) STRICT;`

/** Version 3 added the alarms that stand, each as it was last told; one that is over leaves. */
const createAlarm = `
  CREATE TABLE alarm (alarm_id TEXT PRIMARY KEY, payload TEXT NOT NULL) STRICT;`

/**
 * Version 4 added the name of the stream, so that a book begun anew never continues another's sequences; what may be
 * dropped first while no broker is there (null: never); and what no broker takes.
 */
const createStream = `
  CREATE TABLE stream (id TEXT NOT NULL) STRICT;
  INSERT INTO stream VALUES (lower(hex(randomblob(8))));
  ALTER TABLE event ADD COLUMN drop_order INTEGER;
  CREATE INDEX event_droppable ON event (drop_order, sequence) WHERE acknowledged = 0 AND drop_order IS NOT NULL;
  CREATE TABLE dead_letter (
    sequence INTEGER PRIMARY KEY, id TEXT NOT NULL, topic TEXT NOT NULL, payload TEXT NOT NULL, reason TEXT NOT NULL
  ) STRICT;
  PRAGMA user_version = ${schemaVersion};`

/** From each older version to this one. */
export const migrations: Readonly<Record<number, string>> = {
  1: createReview + createAlarm + createStream,
  2: createAlarm + createStream,
  3: createStream,
}

/** STRICT: libsql would otherwise store a number bound to TEXT as 5.0. AUTOINCREMENT: no sequence is ever used twice. */
export const createTables = `
  CREATE TABLE result (
    part_id TEXT NOT NULL, run_id TEXT NOT NULL, line TEXT NOT NULL, sequence INTEGER NOT NULL,
    evaluation TEXT NOT NULL, score REAL, created_at_ms INTEGER NOT NULL, payload TEXT NOT NULL,
    PRIMARY KEY (run_id, part_id)
  ) STRICT;
  CREATE INDEX result_part ON result (part_id);
  CREATE TABLE event (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, topic TEXT NOT NULL,
    qos INTEGER NOT NULL CHECK (qos IN (0, 1)), retain INTEGER NOT NULL CHECK (retain IN (0, 1)),
    payload TEXT NOT NULL, created_at_ms INTEGER NOT NULL,
    acknowledged INTEGER NOT NULL DEFAULT 0 CHECK (acknowledged IN (0, 1))
  ) STRICT;
  CREATE INDEX event_pending ON event (sequence) WHERE acknowledged = 0;
  PRAGMA application_id = ${applicationId};
  ${createReview}
  ${createAlarm}
  ${createStream}`

const flag = z.union([z.literal(0), z.literal(1)])

/** A row of `event` as the outbox knows it. Parsing also drops the `_metadata` that libsql adds to a row. */
export const EventRow = z
  .object({
    sequence: z.number(),
    id: z.string(),
    topic: z.string(),
    qos: flag,
    retain: flag,
    payload: z.string(),
  })
  .transform((row): OutboxRow => ({ ...row, retain: row.retain === 1 }))

export const PayloadRow = z.object({ payload: z.string() })
export const CountRow = z.object({ count: z.number() })
export const LoadRow = z.object({ rows: z.number(), bytes: z.number() })
export const BytesRow = z.object({ bytes: z.number() })
export const DroppableRow = z.object({ sequence: z.number(), topic: z.string(), bytes: z.number() })
export const StreamRow = z.object({ id: z.string() })
export const OldestRow = z.object({ atMs: z.number() })
export const SequenceRow = z.object({ seq: z.number() })

const eventColumns = 'sequence, id, topic, qos, retain, payload'
/** Rows deleted by one call of prune, so that a large backlog never holds up the event loop. */
const pruneLimit = 5000
/** The same for what is dropped while no broker is there. */
const dropLimit = 5000

export const sql = {
  insertResult: 'INSERT INTO result VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  insertEvent: `INSERT INTO event (${eventColumns}, created_at_ms, drop_order) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  lastSequence: "SELECT seq FROM sqlite_sequence WHERE name = 'event'",
  // By rowid, the order of recording: part ids and sequences begin anew with every run.
  results:
    'SELECT payload FROM (SELECT rowid AS position, payload FROM result ORDER BY rowid DESC LIMIT ?) ORDER BY position',
  resultOfPart: 'SELECT payload FROM result WHERE part_id = ? ORDER BY rowid DESC LIMIT 1',
  insertReview: 'INSERT INTO review VALUES (?, ?, ?, ?, ?, ?)',
  review: 'SELECT payload FROM review WHERE run_id = ? AND part_id = ?',
  putAlarm: 'INSERT OR REPLACE INTO alarm VALUES (?, ?)',
  dropAlarm: 'DELETE FROM alarm WHERE alarm_id = ?',
  alarms: 'SELECT payload FROM alarm ORDER BY alarm_id',
  events: `SELECT ${eventColumns} FROM event WHERE sequence > ? ORDER BY sequence LIMIT ?`,
  lastOf: `SELECT ${eventColumns} FROM event WHERE topic LIKE ? ORDER BY sequence DESC LIMIT 1`,
  pending: `SELECT ${eventColumns} FROM event WHERE acknowledged = 0 AND sequence > ? ORDER BY sequence LIMIT ?`,
  acknowledge:
    'UPDATE event SET acknowledged = 1 WHERE sequence = ? AND acknowledged = 0 RETURNING octet_length(payload) AS bytes',
  load: 'SELECT count(*) AS rows, coalesce(sum(octet_length(payload)), 0) AS bytes FROM event WHERE acknowledged = 0',
  oldest: 'SELECT created_at_ms AS atMs FROM event WHERE acknowledged = 0 ORDER BY sequence LIMIT 1',
  streamId: 'SELECT id FROM stream',
  bury: `INSERT INTO dead_letter SELECT sequence, id, topic, payload, ? FROM event
    WHERE sequence = ? AND acknowledged = 0`,
  deadLetters: 'SELECT count(*) AS count FROM dead_letter',
  droppable: `SELECT sequence, topic, octet_length(payload) AS bytes FROM event WHERE acknowledged = 0
    AND drop_order IS NOT NULL AND sequence <= ? ORDER BY drop_order, sequence LIMIT ${dropLimit}`,
  drop: 'DELETE FROM event WHERE sequence = ? AND acknowledged = 0',
  pruneEvents: `DELETE FROM event WHERE sequence IN (SELECT sequence FROM event WHERE acknowledged = 1
    AND sequence <= (SELECT max(sequence) FROM event) - ? ORDER BY sequence LIMIT ${pruneLimit})`,
  pruneResults: `DELETE FROM result WHERE rowid IN (SELECT rowid FROM result
    WHERE rowid <= (SELECT max(rowid) FROM result) - ? ORDER BY rowid LIMIT ${pruneLimit})`,
  pruneReviews: `DELETE FROM review WHERE rowid IN (SELECT rowid FROM review
    WHERE rowid <= (SELECT max(rowid) FROM review) - ? ORDER BY rowid LIMIT ${pruneLimit})`,
}
