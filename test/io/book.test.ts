import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EventDraft } from '../../edge/core/event.ts'
import { type Book, openBook } from '../../edge/io/book.ts'
import { schemaVersion } from '../../edge/io/book-schema.ts'
import { place, sampleData, sampleResult, startMs } from './sample-data.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'jidoka book 质检 '))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const file = () => path.join(folder, 'book.sqlite')
const resultDraft = (sequence: number, runId = 'run-1'): EventDraft => {
  const data = sampleResult(sequence, runId)
  return { topic: 'result', runId, subject: data.partId, timeMs: startMs, data }
}
const record = (book: Book, sequence: number, runId = 'run-1') =>
  book.record([sampleResult(sequence, runId)], [resultDraft(sequence, runId)], place)
const sequences = (rows: readonly { sequence: number }[]) => rows.map((row) => row.sequence)

/** Opens the book, lets `use` work with it and closes it whatever happens. */
function withBook<T>(use: (book: Book) => T): T {
  const book = openBook(folder)
  try {
    return use(book)
  } finally {
    book.close()
  }
}

describe('a book', () => {
  it('gives back results and events as they were recorded, after a restart too', () => {
    const rows = withBook((book) => [...record(book, 0), ...record(book, 1)])
    expect(sequences(rows)).toEqual([1, 2])
    withBook((book) => {
      expect(book.results(10)).toEqual([sampleResult(0), sampleResult(1)])
      expect(book.results(1)).toEqual([sampleResult(1)])
      expect(book.result('strip-0')).toEqual(sampleResult(0))
      expect(book.result('strip-9')).toBeNull()
      expect(book.events(0, 10)).toEqual(rows)
      expect(book.events(1, 10)).toEqual(rows.slice(1))
      expect(sequences(record(book, 2))).toEqual([3])
    })
  })

  it('finds the newest run of a part whose id came back', () => {
    withBook((book) => {
      record(book, 5, 'run-1')
      record(book, 5, 'run-2')
      expect(book.result('strip-5')?.jobId).toBe('run-2')
    })
  })

  it('holds a part that came too late to be looked at: it has no score', () => {
    const late = {
      ...sampleResult(1),
      evaluation: 'NotDecidable' as const,
      score: null,
      reason: 'late' as const,
      defects: [],
    }
    withBook((book) => {
      book.record([late], [], place)
      expect(book.result(late.partId)).toEqual(late)
    })
  })

  it('keeps nothing of a transaction whose second draft is bad, and leaves no gap', () => {
    withBook((book) => {
      record(book, 0)
      const bad: EventDraft = {
        topic: 'kpi',
        runId: 'run-1',
        timeMs: startMs,
        data: { ...sampleData.kpi, residentMb: Number.NaN },
      }
      expect(() => book.record([sampleResult(1)], [resultDraft(1), bad], place)).toThrow(/residentMb/)
      expect(book.results(10)).toHaveLength(1)
      expect(book.events(0, 10)).toHaveLength(1)
      expect(book.outbox.depth()).toBe(1)
      expect(sequences(record(book, 1))).toEqual([2])
    })
  })

  it('refuses the same part of the same run twice, whole', () => {
    withBook((book) => {
      record(book, 0)
      expect(() => record(book, 0)).toThrow(expect.objectContaining({ code: 'INTERNAL' }))
      expect(book.events(0, 10)).toHaveLength(1)
    })
  })

  it('is a plain SQLite file in WAL mode that another reader may open', () => {
    withBook((book) => {
      record(book, 0)
      const reader = new Database(file())
      expect(reader.prepare('PRAGMA journal_mode').get([])).toMatchObject({ journal_mode: 'wal' })
      expect(reader.prepare('SELECT evaluation, typeof(sequence) AS type FROM result').get([])).toMatchObject(
        {
          evaluation: 'NotOK',
          type: 'integer',
        },
      )
      reader.close()
    })
  })
})

describe('the outbox of a book', () => {
  it('hands out unacknowledged rows in order until they are acknowledged', () => {
    withBook((book) => {
      for (let sequence = 0; sequence < 5; sequence++) record(book, sequence)
      expect(sequences(book.outbox.pending(0, 3))).toEqual([1, 2, 3])
      expect(sequences(book.outbox.pending(3, 3))).toEqual([4, 5])
      book.outbox.acknowledge([1, 3])
      book.outbox.acknowledge([3])
      book.outbox.acknowledge([])
      expect(sequences(book.outbox.pending(0, 9))).toEqual([2, 4, 5])
      expect(book.outbox.depth()).toBe(3)
    })
    withBook((book) => {
      expect(book.outbox.depth()).toBe(3)
      expect(book.outbox.pending(0, 1)).toEqual(book.events(1, 1))
    })
  })

  it('is pruned of acknowledged rows alone, and sequences go on', () => {
    withBook((book) => {
      for (let sequence = 0; sequence < 10; sequence++) record(book, sequence)
      book.outbox.acknowledge([1, 2, 3, 5, 6, 7, 8, 9, 10])
      book.prune(3)
      expect(sequences(book.events(0, 99))).toEqual([4, 8, 9, 10])
      expect(book.results(99).map((result) => result.sequence)).toEqual([7, 8, 9])
      book.outbox.acknowledge([4])
      book.prune(0)
      expect(book.events(0, 99)).toEqual([])
    })
    expect(withBook((book) => sequences(record(book, 10)))).toEqual([11])
  })
})

describe('opening a book', () => {
  const code = (expected: string) => expect.objectContaining({ code: expected })

  it('makes the folder', () => {
    folder = path.join(folder, 'a', 'b')
    withBook((book) => expect(book.results(1)).toEqual([]))
  })

  it('says so when the folder cannot be written', async () => {
    await writeFile(path.join(folder, 'plain'), '')
    expect(() => openBook(path.join(folder, 'plain', 'data'))).toThrow(code('FOLDER_READ_ONLY'))
  })

  it('refuses what is not SQLite and leaves it as it is', async () => {
    const bytes = Buffer.from('not a database, but somebody may need it'.repeat(200))
    await writeFile(file(), bytes)
    expect(() => openBook(folder)).toThrow(code('BOOK_UNUSABLE'))
    expect(await readFile(file())).toEqual(bytes)
  })

  it('refuses a damaged book and leaves it as it is', async () => {
    withBook((book) => {
      for (let sequence = 0; sequence < 50; sequence++) record(book, sequence)
    })
    const bytes = await readFile(file())
    bytes.fill(0xa5, 4096 * 4, 4096 * 8)
    await writeFile(file(), bytes)
    expect(() => openBook(folder)).toThrow(code('BOOK_UNUSABLE'))
    expect(await readFile(file())).toEqual(bytes)
  })

  it('refuses the database of another program and a newer book, and leaves both as they are', async () => {
    for (const change of [`PRAGMA user_version = ${schemaVersion + 1}`, 'PRAGMA application_id = 7']) {
      folder = path.join(folder, 'next')
      await mkdir(folder)
      withBook((book) => record(book, 0))
      const other = new Database(file())
      other.exec(change)
      other.close()
      const bytes = await readFile(file())
      expect(() => openBook(folder)).toThrow(code('BOOK_UNUSABLE'))
      expect(await readFile(file())).toEqual(bytes)
    }
  })

  it('finds every promised transaction, whole and without a gap, after kill -9 in mid-writing', async () => {
    const script = path.join('node_modules', '.cache', `book-writer-${process.pid}.mjs`)
    await build({
      entryPoints: ['test/io/book-writer.ts'],
      outfile: script,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
    })
    try {
      let promised = 0
      for (const transactions of [1, 40, 7]) {
        promised = await writeUntilKilled(script, transactions)
        withBook((book) => {
          const events = book.events(0, 100_000)
          expect(sequences(events)).toEqual(events.map((_row, index) => index + 1))
          expect(events.length).toBeGreaterThanOrEqual(promised)
          expect(book.results(100_000)).toHaveLength(events.length / 2)
        })
      }
    } finally {
      await rm(script, { force: true })
    }
  })

  /** The last sequence that the child was promised before it was killed. */
  async function writeUntilKilled(script: string, transactions: number): Promise<number> {
    const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
    const ended = once(child, 'close')
    let promised = 0
    let count = 0
    for await (const line of createInterface(child.stdout)) {
      promised = Number(line)
      if (++count === transactions) child.kill('SIGKILL')
    }
    await ended
    expect(count).toBeGreaterThanOrEqual(transactions)
    return promised
  }
})
