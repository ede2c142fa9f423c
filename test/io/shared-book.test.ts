import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { booksAside } from '../../edge/io/book-aside.ts'
import { applicationId, schemaVersion } from '../../edge/io/book-schema.ts'
import { bookFile } from '../../edge/io/data-folder.ts'
import { createLog } from '../../edge/io/log.ts'
import { openSharedBook, type SharedBook } from '../../edge/io/shared-book.ts'
import { removeFolder, temporaryFolder } from '../flow/running.ts'
import { sampleResult } from './sample-data.ts'

const place = { prefix: 'jidoka/test/_inspect/v1', streamId: 'test' }
const draft = (sequence: number) =>
  ({
    topic: 'result',
    runId: 'run-1',
    subject: `strip-${sequence}`,
    timeMs: 0,
    data: sampleResult(sequence),
  }) as const

let folder = ''
let book: SharedBook
const open = () => openSharedBook(folder, path.resolve(inject('edgeFolder')), createLog('silent'))
const file = () => path.join(folder, bookFile)
function alter(change: string): void {
  const database = new Database(file())
  database.exec(change)
  database.close()
}
beforeEach(async () => {
  folder = await temporaryFolder('shared-book')
  book = await open()
})
afterEach(async () => {
  await book.close()
  await removeFolder(folder)
})

describe('a book that a thread of its own writes', () => {
  it('can be read as soon as a record has resolved', async () => {
    await book.record([sampleResult(1)], [draft(1)], place)
    expect(book.result('strip-1')).toEqual(sampleResult(1))
    expect(book.outbox.pending(0, 10).map((row) => row.sequence)).toEqual([1])
  })

  it('counts what is not acknowledged, also when an acknowledgement comes while a record is under way', async () => {
    await book.record([], [draft(1), draft(2)], place)
    const record = book.record([], [draft(3)], place)
    book.outbox.acknowledge([1, 2])
    // The broker took them twice, over two links.
    book.outbox.acknowledge([1, 2])
    await record
    await book.record([], [], place)
    expect(book.outbox.depth()).toBe(1)
    await book.close()
    book = await open()
    expect(book.outbox.depth()).toBe(1)
    expect(book.outbox.pending(0, 10).map((row) => row.sequence)).toEqual([3])
  })

  it('keeps the code of an error on its way between threads, and goes on', async () => {
    await book.record([sampleResult(1)], [], place)
    await expect(book.record([sampleResult(1)], [], place)).rejects.toMatchObject({
      name: 'JidokaError',
      code: 'INTERNAL',
    })
    await book.record([sampleResult(2)], [], place)
    expect(book.results(10)).toHaveLength(2)
  })

  it('begins another when it is damaged or newer, keeps the old one by name, and mixes up no streams', async () => {
    await book.record([sampleResult(1)], [draft(1)], place)
    const streams = new Set([book.streamId])
    for (const [fault, spoil] of [
      ['newer', () => alter(`PRAGMA user_version = ${schemaVersion + 1}`)],
      ['damaged', () => writeFile(file(), Buffer.alloc(8192, 0xa5))],
      ['damaged', () => writeFile(file(), 'no book at all')],
    ] as const) {
      await book.close()
      await spoil()
      const bytes = await readFile(file())
      book = await open()
      streams.add(book.streamId)
      const aside = booksAside(folder).filter((name) => name.includes(fault))
      expect(await readFile(path.join(folder, aside.at(-1) ?? ''))).toEqual(bytes)
      expect(book.results(9)).toEqual([])
      await book.record([sampleResult(1)], [draft(1)], place)
      expect(book.outbox.pending(0, 9).map((row) => row.sequence)).toEqual([1])
    }
    expect(streams.size).toBe(4)
    expect(booksAside(folder)).toEqual([
      'book-damaged-1.sqlite',
      'book-damaged-2.sqlite',
      'book-newer-1.sqlite',
    ])
  })

  it('refuses the database of another program', async () => {
    await book.close()
    alter('PRAGMA application_id = 7')
    await expect(open()).rejects.toMatchObject({ code: 'BOOK_UNUSABLE' })
    expect(booksAside(folder)).toEqual([])
    alter(`PRAGMA application_id = ${applicationId}`)
    book = await open()
  })

  it('writes down later what was acknowledged while the disk was full', async () => {
    await book.record([], [draft(1), draft(2)], place)
    const writer = new Database(file())
    // Whoever writes must wait longer than the book does: it gives up, as on a full disk.
    writer.exec('BEGIN IMMEDIATE')
    book.outbox.acknowledge([1])
    await expect(book.record([], [draft(3)], place)).rejects.toMatchObject({ code: 'BOOK_UNUSABLE' })
    writer.exec('ROLLBACK')
    writer.close()
    book.outbox.acknowledge([2])
    await book.record([], [], place)
    expect(book.outbox.pending(0, 9)).toEqual([])
  })
})
