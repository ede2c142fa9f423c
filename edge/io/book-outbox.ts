import type Database from 'libsql'
import type { Outbox, OutboxRow } from '../contract/port.ts'
import { type Droppable, isOver, type Load, type OutboxLimits, overflowOf } from '../core/overflow.ts'
import { withoutSync } from './book-file.ts'
import type { Statements } from './book-statement.ts'

export type Atomic = <T>(action: () => T) => T

/** What waits for a broker, counted along: counting a backlog of hours each second would take too long. */
export type Waiting = { -readonly [Name in keyof Load]: Load[Name] }

export function outboxOf(
  database: Database.Database,
  statements: Statements,
  atomic: Atomic,
  waiting: Waiting,
): Outbox {
  const acknowledged = (sequence: number) => statements.acknowledge.get([sequence])
  return {
    pending: (afterSequence, limit) => statements.pending.all([afterSequence, limit]),
    acknowledge(sequences) {
      if (sequences.length === 0) return
      // Not worth a disk sync: a lost acknowledgement only repeats an event, and its stable id makes that harmless.
      leave(
        waiting,
        withoutSync(database, () => atomic(() => sequences.map(acknowledged))),
      )
    },
    condemn(sequence, reason) {
      const bury = () => {
        statements.bury.run([reason, sequence])
        return [acknowledged(sequence)]
      }
      leave(waiting, atomic(bury))
    },
    depth: () => waiting.rows,
  }
}

export function arrive(waiting: Waiting, rows: readonly Pick<OutboxRow, 'payload'>[]): void {
  waiting.rows += rows.length
  for (const { payload } of rows) waiting.bytes += Buffer.byteLength(payload)
}

/** null: the row had left before. */
export function leave(waiting: Waiting, rows: readonly ({ readonly bytes: number } | null)[]): void {
  for (const row of rows) {
    if (!row) continue
    waiting.rows -= 1
    waiting.bytes -= row.bytes
  }
}

/** Deletes what the limits leave no place for, in the order of dropping. Within a transaction. */
export function dropOverflow(statements: Statements, load: Load, limits: OutboxLimits): readonly Droppable[] {
  const upTo = isOver(load, limits) ? Number.MAX_SAFE_INTEGER : limits.tooOldUpTo
  const dropped = upTo > 0 ? overflowOf(statements.droppable.all([upTo]), load, limits) : []
  for (const { sequence } of dropped) statements.drop.run([sequence])
  return dropped
}
