import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ResultData } from '../../edge/contract/event.ts'
import { HistoryQuery } from '../../edge/contract/history.ts'
import { Evaluation } from '../../edge/contract/inspection.ts'
import { type Book, openBook } from '../../edge/io/book.ts'
import { place, sampleResult, startMs } from './sample-data.ts'

const classes = ['scratch', 'pit', 'a "quoted" 缺陷']
const parts = 400
const at = (sequence: number) => new Date(startMs + 80 * sequence).toISOString()

/** Two runs with all verdicts and classes, some parts never looked at. */
const stored: readonly ResultData[] = Array.from({ length: parts }, (_, index) => {
  const result = sampleResult(index % 250, index < 250 ? 'run-1' : 'run-2')
  const [mark] = result.defects
  const named = mark && index % 3 > 0 ? [{ ...mark, class: classes[index % classes.length] ?? '' }] : []
  return {
    ...{ ...result, creationTime: at(index), defects: named },
    evaluation: Evaluation.options[index % 7 === 0 ? 1 : index % 5 === 0 ? 2 : 0] ?? 'OK',
    score: index % 11 === 0 ? null : (index % 100) / 100,
  }
})

let folder = ''
let book: Book
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'jidoka history '))
  book = openBook(folder)
  book.record(stored, [], place)
})
afterAll(async () => {
  book.close()
  await rm(folder, { recursive: true, force: true })
})

const isWanted = (query: HistoryQuery) => (result: ResultData) => {
  const { evaluation, class: name, part, run, from, until, minScore, maxScore } = query
  const score = result.score ?? Number.NaN
  return (
    (evaluation === undefined || result.evaluation === evaluation) &&
    (name === undefined || result.defects.some((defect) => defect.class === name)) &&
    (part === undefined || result.partId.includes(part)) &&
    (run === undefined || result.jobId === run) &&
    (from === undefined || result.creationTime >= from) &&
    (until === undefined || result.creationTime <= until) &&
    (minScore === undefined || score >= minScore) &&
    (maxScore === undefined || score <= maxScore)
  )
}

const moment = fc.integer({ min: 0, max: parts }).map(at)
const filters = fc.record(
  {
    evaluation: fc.constantFrom(...Evaluation.options),
    class: fc.constantFrom(...classes, 'nothing', '%'),
    part: fc.constantFrom('strip-1', '7', '_', '%', "'; DROP TABLE result; --"),
    run: fc.constantFrom('run-1', 'run-2', 'run-9'),
    from: moment,
    until: moment,
    minScore: fc.double({ min: 0, max: 1, noNaN: true }),
    maxScore: fc.double({ min: 0, max: 1, noNaN: true }),
    limit: fc.integer({ min: 1, max: 90 }),
  },
  { requiredKeys: [] },
)

describe('the history of a book', () => {
  it('gives, page by page, what is wanted and nothing else, newest first', () => {
    fc.assert(
      fc.property(filters, fc.boolean(), (filter, isHurried) => {
        const found: ResultData[] = []
        let query = HistoryQuery.parse(filter)
        for (;;) {
          const page = book.history(query, () => isHurried)
          expect(page.results.length).toBeLessThanOrEqual(query.limit)
          found.push(...page.results)
          if (page.before === null) break
          query = { ...query, before: page.before }
        }
        expect(found).toEqual(stored.filter(isWanted(query)).toReversed())
      }),
      { numRuns: 300 },
    )
  })

  it('is empty in an empty book, and goes on over rows that were pruned meanwhile', async () => {
    const other = path.join(folder, 'other')
    const fresh = openBook(other)
    const query = HistoryQuery.parse({ limit: 5 })
    expect(fresh.history(query, () => false)).toEqual({ results: [], before: null, searched: 0 })
    fresh.record(stored.slice(0, 20), [], place)
    const { before } = fresh.history(query, () => false)
    fresh.prune(7)
    const rest = fresh.history({ ...query, before: before ?? 0 }, () => false)
    expect(rest.results.map(({ sequence }) => sequence)).toEqual([14, 13])
    fresh.close()
  })
})
