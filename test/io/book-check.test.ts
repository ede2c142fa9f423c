import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'libsql'
import { expect, it } from 'vitest'
import { openBook } from '../../edge/io/book.ts'
import { guarded, isCheckDue, prepareFile } from '../../edge/io/book-file.ts'
import { place, sampleResult } from './sample-data.ts'

it('a large book is read through only after a crash; a spoilt page of it is refused when it is read', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'jidoka-book-'))
  try {
    const file = path.join(folder, 'book.sqlite')
    const book = openBook(folder)
    book.record(
      Array.from({ length: 50 }, (_, sequence) => sampleResult(sequence)),
      [],
      place,
    )
    book.close()
    const bytes = await readFile(file)
    bytes.fill(0xa5, 4096 * 4)
    await writeFile(file, bytes)
    expect(() => openBook(folder)).toThrow(expect.objectContaining({ code: 'BOOK_UNUSABLE' }))
    const database = new Database(file)
    prepareFile(database, file, false)
    const query = () => guarded(file, () => database.prepare('SELECT payload FROM result').all([]))
    expect(query).toThrow(expect.objectContaining({ code: 'BOOK_UNUSABLE' }))
    database.close()
    expect(isCheckDue(file)).toBe(true)
    await truncate(file, 65 * 1024 * 1024)
    expect(isCheckDue(file)).toBe(false)
    await writeFile(`${file}-wal`, 'left behind')
    expect(isCheckDue(file)).toBe(true)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
