import type Database from 'libsql'
import { z } from 'zod'
import { ResultData } from '../contract/event.ts'
import type { HistoryPage, HistoryQuery } from '../contract/history.ts'
import { guarded } from './book-file.ts'
import type { Values } from './book-statement.ts'

/** Rows that one statement looks through: between two of them a search can end. */
const stretch = 20_000

const Row = z.object({ position: z.number(), payload: z.string() })
const Ends = z.object({ first: z.number().nullable(), last: z.number().nullable() })

/**
 * Looks through the results from the newest backwards until the page is full, nothing is left, or `isEnough` says that it takes too
 * long; then the page says where to go on.
 */
export function searchHistory(
  database: Database.Database,
  file: string,
  query: HistoryQuery,
  isEnough: () => boolean,
): HistoryPage {
  return guarded(file, () => {
    const { sql, values } = conditionOf(query)
    const search = database.prepare(
      `SELECT rowid AS position, payload FROM result WHERE rowid < ? AND rowid >= ?${sql} ORDER BY rowid DESC LIMIT ?`,
    )
    const ends = Ends.parse(
      database.prepare('SELECT min(rowid) AS first, max(rowid) AS last FROM result').get([]),
    )
    const first = ends.first ?? 0
    const start = Math.min(query.before ?? Number.MAX_SAFE_INTEGER, (ends.last ?? -1) + 1)
    const rows: z.infer<typeof Row>[] = []
    let before = start
    while (before > first && rows.length < query.limit && (before === start || !isEnough())) {
      const from = Math.max(first, before - stretch)
      const wanted = query.limit - rows.length
      const found = search.all([before, from, ...values, wanted]).map((row) => Row.parse(row))
      rows.push(...found)
      before = found.length === wanted ? (found.at(-1)?.position ?? from) : from
    }
    const results = rows.map(({ payload }) => ResultData.parse(JSON.parse(payload)))
    return { results, before: before > first ? before : null, searched: Math.max(0, start - before) }
  })
}

/** Where marks are looked for, the payload is searched as text: names in it are written as JSON writes them. */
function conditionOf(query: HistoryQuery): { readonly sql: string; readonly values: Values } {
  const conditions: readonly (readonly [sql: string, value: Values[number] | undefined])[] = [
    ['evaluation = ?', query.evaluation],
    ['run_id = ?', query.run],
    ['instr(part_id, ?) > 0', query.part],
    ['created_at_ms >= ?', timeOf(query.from)],
    ['created_at_ms <= ?', timeOf(query.until)],
    ['score >= ?', query.minScore],
    ['score <= ?', query.maxScore],
    [
      'instr(payload, ?) > 0',
      query.class === undefined ? undefined : `{"class":${JSON.stringify(query.class)},`,
    ],
  ]
  const given = conditions.filter(([, value]) => value !== undefined)
  return {
    sql: given.map(([sql]) => ` AND ${sql}`).join(''),
    values: given.map(([, value]) => value ?? null),
  }
}

const timeOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Date.parse(text)
