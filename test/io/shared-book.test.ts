import path from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
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
    await record
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
})
