import { statSync } from 'node:fs'
import type Database from 'libsql'
import { z } from 'zod'
import { JidokaError } from '../contract/error.ts'
import { applicationId, createTables, migrations, schemaVersion } from './book-schema.ts'

/** A book of ours that cannot be gone on with: its service puts it aside and begins another. */
export class UnfitBook extends JidokaError {
  readonly fault: 'damaged' | 'newer'

  constructor(fault: UnfitBook['fault'], message: string) {
    super('BOOK_UNUSABLE', message)
    this.fault = fault
  }
}

/**
 * Makes the tables, or brings those of an older version up to this one. Checks before it changes anything: a file that
 * is not ours must stay untouched.
 *
 * @throws JidokaError BOOK_UNUSABLE; of the class UnfitBook for a book that is damaged or newer
 */
export function prepareFile(database: Database.Database, file: string, shouldCheck = true): void {
  const pragma = (name: string): unknown =>
    Object.values(z.record(z.string(), z.unknown()).parse(database.prepare(`PRAGMA ${name}`).get([])))[0]
  const version = pragma('user_version')
  // A process that died between its first two steps leaves a page without tables.
  const isEmpty = pragma('application_id') === 0 && pragma('schema_version') === 0
  if (!isEmpty && pragma('application_id') !== applicationId)
    throw new JidokaError('BOOK_UNUSABLE', `${file} is not a book of Jidoka.`)
  const migration = migrations[Number(version)]
  if (!isEmpty && version !== schemaVersion && migration === undefined) {
    throw new UnfitBook(
      'newer',
      `${file} has version ${version}; this program reads version ${schemaVersion}.`,
    )
  }
  if (shouldCheck && pragma('quick_check(1)') !== 'ok') throw new UnfitBook('damaged', `${file} is damaged.`)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  const change = isEmpty ? createTables : migration
  if (change !== undefined) inTransaction(database, () => database.exec(change))
}

/** Bytes that are read through in some 50 ms. */
const alwaysChecked = 64 * 1024 * 1024

/**
 * Whether a book is to be read through before it is used: a start must not take longer as more parts are stored. A large
 * one that was closed in order is not; a page of it that the disk has spoilt is refused when it is read.
 */
export function isCheckDue(file: string): boolean {
  const bytes = (name: string) => statSync(name, { throwIfNoEntry: false })?.size ?? 0
  return bytes(file) <= alwaysChecked || bytes(`${file}-wal`) > 0
}

/** All or nothing. */
export function inTransaction<T>(database: Database.Database, action: () => T): T {
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

/** For what may be lost with the power, but not with the process. */
export function withoutSync<T>(database: Database.Database, action: () => T): T {
  database.exec('PRAGMA synchronous = NORMAL')
  try {
    return action()
  } finally {
    database.exec('PRAGMA synchronous = FULL')
  }
}

/** Turns what SQLite says into an error that a person can act on; our own errors pass through. */
export function guarded<T>(file: string, action: () => T): T {
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
    const message = `${file} cannot be used: ${code === 'SQLITE_FULL' ? 'the disk is full' : said}.`
    if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) throw new UnfitBook('damaged', message)
    throw new JidokaError('BOOK_UNUSABLE', message)
  }
}
