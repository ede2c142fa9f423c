import { copyFileSync, existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { UnfitBook } from './book-file.ts'
import { bookFile } from './data-folder.ts'

/**
 * Gives an unfit book a name of its own, with the log that belongs to it, so that a new one can be begun and nothing is
 * overwritten. Only for the service that has claimed the folder. Returns the new path.
 */
export function putAside(folder: string, fault: UnfitBook['fault']): string {
  const nameOf = (number: number) => path.join(folder, `book-${fault}-${number}.sqlite`)
  let number = 1
  while (existsSync(nameOf(number)) || existsSync(`${nameOf(number)}-wal`)) number += 1
  const file = path.join(folder, bookFile)
  // Copied before the book moves: whenever the process dies, a book and its log stand side by side somewhere.
  if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${nameOf(number)}-wal`)
  renameSync(file, nameOf(number))
  for (const rest of ['-wal', '-shm']) rmSync(file + rest, { force: true })
  return nameOf(number)
}

/** The books that were put aside in `folder`, by name. */
export function booksAside(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => /^book-(damaged|newer)-\d+\.sqlite$/.test(name))
  } catch {
    // No folder, no books.
    return []
  }
}
