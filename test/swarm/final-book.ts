import path from 'node:path'
import Database from 'libsql'
import { z } from 'zod'
import { openBook } from '../../edge/io/book.ts'
import { bookFile } from '../../edge/io/data-folder.ts'
import type { Evidence } from './judge.ts'

/** What the book says when all is over. Nobody may have it open. */
export function bookIn(folder: string): Pick<Evidence, 'replayed' | 'excused' | 'deadLetters'> {
  const book = openBook(folder)
  const replayed = book.events(0, Number.MAX_SAFE_INTEGER)
  const waiting = book.outbox.pending(0, Number.MAX_SAFE_INTEGER)
  book.close()
  const database = new Database(path.join(folder, bookFile))
  const dead = z
    .array(z.object({ id: z.string() }))
    .parse(database.prepare('SELECT id FROM dead_letter').all([]))
  database.close()
  return { replayed, excused: new Set([...waiting, ...dead].map(({ id }) => id)), deadLetters: dead.length }
}
