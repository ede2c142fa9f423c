import { Readable } from 'node:stream'
import { z } from 'zod'
import { ErrorBody } from '../contract/api.ts'
import { type ExportFormat, ExportQuery, HistoryPage, HistoryQuery } from '../contract/history.ts'
import { PartRecord } from '../contract/part-record.ts'
import { PartParams } from '../contract/review.ts'
import { answers, missing } from './http-routes.ts'
import type { HttpApp, HttpTools } from './http-tools.ts'
import { writeYaml } from './yaml.ts'

const tags = ['book']
const yaml = 'application/yaml; charset=utf-8'
const types: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
}

const fileOf = (format: ExportFormat) => ({
  description: 'Whole lines, as they are found',
  content: { [types[format]]: { schema: z.unknown().meta({ type: 'string' }) } },
})

/** What is known of a part beside its result. */
export function addRecordRoute(app: HttpApp, { book, pictures }: Pick<HttpTools, 'book' | 'pictures'>): void {
  app.get(
    '/api/v1/parts/:partId/record',
    {
      schema: {
        tags,
        summary: 'What one part really is, and what a person decided of it',
        params: PartParams,
        response: answers(PartRecord),
      },
    },
    ({ params: { partId } }) => {
      const [result, truth] = [book.result(partId), pictures.truth(partId)]
      // A part that somebody drew on stands in no book.
      if (!result && !truth) missing('The book holds no such part.')
      return { truth, review: result && book.review(result.jobId, partId) }
    },
  )
}

/** The run so far as a scenario file. */
export function addShowRoute(app: HttpApp, { script }: Pick<HttpTools, 'script'>): void {
  const file = { description: 'A scenario', content: { [yaml]: { schema: z.string() } } }
  app.get(
    '/api/v1/show.yaml',
    {
      schema: {
        tags,
        summary: 'What was done to lamp and lens so far, as a scenario that shows the same parts again',
        response: { 200: file, default: ErrorBody },
      },
    },
    async (_request, reply) => {
      const scenario = script?.() ?? missing('Photographs cannot be taken again.')
      reply.header('content-disposition', 'attachment; filename="show.yaml"')
      return reply.type(yaml).send(writeYaml(scenario))
    },
  )
}

/** All that the book holds: to search, and to take away. */
export function addHistoryRoutes(app: HttpApp, { history }: Pick<HttpTools, 'history'>): void {
  app.get(
    '/api/v1/history',
    {
      schema: {
        tags,
        summary: 'Stored results, newest first, by verdict, class, part, time and score',
        querystring: HistoryQuery,
        response: answers(HistoryPage),
      },
    },
    ({ query }) => history.page(query),
  )
  for (const format of ['csv', 'ndjson'] as const)
    app.get(
      `/api/v1/history.${format}`,
      {
        schema: {
          tags,
          summary: `The same as a file (${format === 'csv' ? 'RFC 4180' : 'one JSON object a line'})`,
          querystring: ExportQuery,
          response: { 200: fileOf(format), default: ErrorBody },
        },
      },
      async ({ query: { limit, ...filter } }, reply) => {
        const text = history.export(filter, limit, format)
        reply.header('content-disposition', `attachment; filename="jidoka-parts.${format}"`)
        return reply.type(types[format]).send(Readable.from(text))
      },
    )
}
