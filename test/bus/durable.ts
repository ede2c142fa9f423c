import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'libsql'
import { percentilesOf } from '../../edge/core/bench/percentiles.ts'
import { eventOf } from '../../edge/core/event.ts'
import { medianOf } from '../../edge/core/quality/quantile.ts'
import { inTransaction } from '../../edge/io/book-file.ts'
import { createTables, sql } from '../../edge/io/book-schema.ts'
import { createLog } from '../../edge/io/log.ts'
import { openSharedBook, type SharedBook } from '../../edge/io/shared-book.ts'
import { place } from '../io/sample-data.ts'
import type { Built } from './fan-out.ts'
import { partOf } from './part.ts'

export interface DurableOptions extends Pick<Built, 'edge'> {
  /** Parts in one commit; each writes its result and its event. */
  readonly groups: readonly number[]
  readonly rounds: number
  readonly seconds: number
}

interface Block {
  readonly eventsPerS: number
  readonly commitsMs: readonly number[]
}

/** The service's book against bare libsql: the same rows in the same tables, in turn, on the same disk. */
export async function measureDurable({ edge, groups, rounds, seconds }: DurableOptions) {
  const folder = await mkdtemp(path.join(tmpdir(), 'jidoka-durable-'))
  const book = await openSharedBook(path.join(folder, 'ours'), edge, createLog('warn'))
  const bare = openBare(path.join(folder, 'bare.sqlite'))
  const blockMs = (1000 * seconds) / (2 * rounds * groups.length)
  try {
    const measured = []
    for (const group of groups) {
      const ours: Block[] = []
      const theirs: Block[] = []
      for (let round = 0; round < rounds; round++) {
        ours.push(await writeBook(book, group, blockMs))
        theirs.push(bare.write(group, blockMs))
      }
      measured.push(compared(group, ours, theirs))
    }
    return measured
  } finally {
    await book.close()
    bare.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

function compared(group: number, ours: readonly Block[], theirs: readonly Block[]) {
  const rate = (blocks: readonly Block[]) => Math.round(medianOf(blocks.map(({ eventsPerS }) => eventsPerS)))
  const commitMs = (blocks: readonly Block[]) => {
    const { p50, p99 } = percentilesOf(blocks.flatMap(({ commitsMs }) => commitsMs))
    return { p50, p99 }
  }
  const ratios = ours.map(({ eventsPerS }, round) => eventsPerS / (theirs[round]?.eventsPerS ?? Number.NaN))
  const sorted = ratios.map(rounded).toSorted((a, b) => a - b)
  return {
    ...{ measured: 'durable', partsInACommit: group, rounds: ours.length, ratio: rounded(medianOf(ratios)) },
    ...{ ratioFromTo: [sorted[0], sorted.at(-1)], eventsPerS: { book: rate(ours), bare: rate(theirs) } },
    commitMs: { book: commitMs(ours), bare: commitMs(theirs) },
  }
}

const rounded = (value: number): number => Math.round(1000 * value) / 1000

let part = 0
const partsOf = (count: number) => Array.from({ length: count }, () => partOf(part++, Date.now(), 'durable'))

/** One commit after the other, as a line writes. */
async function writeBook(book: SharedBook, group: number, forMs: number): Promise<Block> {
  const here = { prefix: place.prefix, streamId: book.streamId }
  const commitsMs: number[] = []
  let spentMs = 0
  while (spentMs < forMs) {
    const parts = partsOf(group)
    const beforeMs = performance.now()
    await book.record(
      parts.map(({ result }) => result),
      parts.flatMap(({ drafts }) => drafts),
      here,
    )
    commitsMs.push(performance.now() - beforeMs)
    spentMs += commitsMs.at(-1) ?? 0
  }
  return { eventsPerS: (1000 * group * commitsMs.length) / spentMs, commitsMs }
}

/** What nobody can be quicker than: texts that lie ready, bound to two statements. */
function openBare(file: string) {
  const database = new Database(file)
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; ${createTables}`)
  const result = database.prepare(sql.insertResult)
  const event = database.prepare(sql.insertEvent)
  let sequence = 0
  const readyRow = ({ result: data, drafts }: ReturnType<typeof partOf>) => {
    const row = eventOf(drafts[0] as (typeof drafts)[number], place, ++sequence)
    const { partId, jobId, line, evaluation, score, creationTime } = data
    return {
      result: [
        partId,
        jobId,
        line,
        data.sequence,
        evaluation,
        score,
        Date.parse(creationTime),
        JSON.stringify(data),
      ],
      event: [row.sequence, row.id, row.topic, row.qos, Number(row.retain), row.payload, Date.now(), 2],
    }
  }
  return {
    write(group: number, forMs: number): Block {
      const commitsMs: number[] = []
      let spentMs = 0
      while (spentMs < forMs) {
        const rows = partsOf(group).map(readyRow)
        const beforeMs = performance.now()
        inTransaction(database, () => {
          for (const row of rows) {
            result.run(row.result)
            event.run(row.event)
          }
        })
        commitsMs.push(performance.now() - beforeMs)
        spentMs += commitsMs.at(-1) ?? 0
      }
      return { eventsPerS: (1000 * group * commitsMs.length) / spentMs, commitsMs }
    },
    close: () => database.close(),
  }
}
