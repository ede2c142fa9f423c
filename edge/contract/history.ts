import { z } from 'zod'
import { ResultData } from './event.ts'
import { Evaluation } from './inspection.ts'

const moment = z.iso.datetime({ offset: true })

/** Which parts are wanted; what is left out does not matter. */
export const HistoryFilter = z
  .strictObject({
    evaluation: Evaluation.optional(),
    class: z.string().min(1).max(64).optional().describe('a mark of this class was reported'),
    part: z.string().min(1).max(128).optional().describe('stands in the part id'),
    run: z.string().min(1).max(128).optional(),
    from: moment.optional(),
    until: moment.optional(),
    minScore: z.coerce.number().optional(),
    maxScore: z.coerce.number().optional(),
  })
  .meta({ id: 'HistoryFilter' })
export type HistoryFilter = z.infer<typeof HistoryFilter>

const position = z.number().int().nonnegative()

export const HistoryQuery = HistoryFilter.extend({
  before: z.coerce.number().int().min(1).optional().describe('go on from here: `before` of the last answer'),
  limit: z.coerce.number().int().min(1).max(1000).default(50),
})
export type HistoryQuery = z.infer<typeof HistoryQuery>

/** Newest first. A search that takes long answers with what it has found so far, perhaps nothing, and where to go on. */
export const HistoryPage = z
  .object({
    results: z.array(ResultData),
    before: position.nullable().describe('where to go on; null: there is nothing older'),
    searched: position.describe('parts that were looked through for this answer'),
  })
  .meta({ id: 'HistoryPage' })
export type HistoryPage = z.infer<typeof HistoryPage>

export const ExportFormat = z.enum(['csv', 'ndjson'])
export type ExportFormat = z.infer<typeof ExportFormat>
/** `GET /api/v1/history.csv`. */
export const ExportQuery = HistoryFilter.extend({
  limit: z.coerce.number().int().min(1).max(1_000_000).default(1_000_000),
})
