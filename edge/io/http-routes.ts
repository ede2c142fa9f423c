import { z } from 'zod'
import { BoardState, ConditionRequest, ErrorBody, EventPage, SettingsShown } from '../contract/api.ts'
import { Claims } from '../contract/claim.ts'
import { JidokaError } from '../contract/error.ts'
import { ResultData, StationData } from '../contract/event.ts'
import type { Image } from '../contract/part.ts'
import { PartParams } from '../contract/review.ts'
import { isStillSignedIn, traineeCookieName } from './http-guard.ts'
import { classroomPace, createLiveHub } from './http-live.ts'
import type { HttpApp, HttpTools } from './http-tools.ts'
import { userOf } from './person.ts'
import { recentValues } from './recent-value.ts'

export const answers = <Schema extends z.ZodType>(schema: Schema) => ({ 200: schema, default: ErrorBody })
const limit = (usual: number, max: number) => z.coerce.number().int().min(1).max(max).default(usual)
const EventQuery = z.object({
  afterSequence: z.coerce.number().int().min(0).default(0).describe('events with a greater sequence'),
  limit: limit(100, 1000),
})

/** What the line does and did. */
export function addLineRoutes(app: HttpApp, tools: HttpTools): void {
  const tags = ['line']
  app.get(
    '/api/v1/state',
    {
      config: { act: 'learn' },
      schema: { tags, summary: 'All that the board opens with', response: answers(BoardState) },
    },
    () => tools.state(),
  )
  app.get(
    '/api/v1/condition',
    { schema: { tags, summary: 'Lamp and lens', response: answers(StationData) } },
    () => tools.state().condition,
  )
  app.put(
    '/api/v1/condition',
    {
      config: { act: 'simulate' },
      schema: {
        tags,
        summary: 'Dim the lamp, smear the lens',
        body: ConditionRequest,
        response: answers(StationData),
      },
    },
    ({ body, person }) => tools.setCondition(body, userOf(person)),
  )
  app.get(
    '/api/v1/claims',
    { schema: { tags, summary: 'The claims under test', response: answers(Claims) } },
    () => [...tools.claims],
  )
}

/** What the service says of itself. */
export function addDescriptionRoutes(app: HttpApp, tools: HttpTools): void {
  const tags = ['service']
  app.get(
    '/api/v1/asyncapi.json',
    {
      schema: {
        tags,
        summary: 'What the station says and takes over MQTT (AsyncAPI 3.0)',
        response: answers(z.record(z.string(), z.unknown())),
      },
    },
    () => tools.asyncApi,
  )
  app.get(
    '/api/v1/settings',
    {
      schema: {
        tags,
        summary: 'Settings without secrets',
        response: answers(SettingsShown),
      },
    },
    () => tools.settingsShown,
  )
}

/** What the book holds. */
export function addBookRoutes(app: HttpApp, { book }: HttpTools): void {
  const tags = ['book']
  app.get(
    '/api/v1/parts',
    {
      schema: {
        tags,
        summary: 'The last results, newest last',
        querystring: z.object({ limit: limit(64, 500) }),
        response: answers(z.array(ResultData)),
      },
    },
    (request) => book.results(request.query.limit),
  )
  app.get(
    '/api/v1/parts/:partId',
    {
      schema: { tags, summary: 'The result of one part', params: PartParams, response: answers(ResultData) },
    },
    (request) => book.result(request.params.partId) ?? missing('The book holds no such part.'),
  )
  app.get(
    '/api/v1/events',
    {
      schema: {
        tags,
        summary: 'Events again, to close a gap',
        querystring: EventQuery,
        response: answers(EventPage),
      },
    },
    (request) => {
      const { afterSequence, limit: most } = request.query
      const rows = book.events(afterSequence, most)
      const events = rows.map(({ sequence, topic, payload }) => ({
        sequence,
        topic,
        event: JSON.parse(payload) as unknown,
      }))
      return { events, lastSequence: rows.at(-1)?.sequence ?? afterSequence }
    },
  )
}

/** A whole class asks for the same pictures: of each kind those of the last 24 parts that somebody asked for. */
const mostEncoded = 48

/** The last frames, as PNG. */
export function addPictureRoutes(app: HttpApp, { pictures, encodeImage }: HttpTools): void {
  const png = {
    description: 'PNG',
    content: { 'image/png': { schema: z.unknown().meta({ type: 'string', format: 'binary' }) } },
  }
  const encoded = recentValues<Promise<Buffer>>(mostEncoded)
  let turn: Promise<unknown> = Promise.resolve()
  // One after the other: a class that asks for all pictures at once must not take the cores from the line.
  const inTurn = (encode: () => Promise<Buffer>): Promise<Buffer> => {
    const done = turn.then(encode)
    turn = done.catch(() => undefined)
    return done
  }
  const add = (name: string, summary: string, find: (partId: string) => Image | null) =>
    app.get(
      `/api/v1/parts/:partId/${name}`,
      {
        config: { act: 'learn' },
        schema: {
          tags: ['pictures'],
          summary,
          params: PartParams,
          response: { 200: png, default: ErrorBody },
        },
      },
      async (request, reply) => {
        const { partId } = request.params
        const png = encoded.get(`${name}/${partId}`, () =>
          inTurn(() => encodeImage(find(partId) ?? missing('The picture of this part is no longer kept.'))),
        )
        return reply.type('image/png').send(await png)
      },
    )
  add('image', 'The frame', pictures.image)
  add('heatmap', 'Where the model suspects a defect: grey, 255 is certain', pictures.heatMap)
}

/** The stream of server-sent events that contract/api.ts describes. */
export function addLiveRoute(app: HttpApp, { feed, clock, signIn, group }: HttpTools): void {
  const boards = createLiveHub(feed, clock)
  const classroom = createLiveHub(feed, clock, classroomPace)
  app.addHook('preClose', async () => {
    boards.close()
    classroom.close()
  })
  const stream = {
    description: 'Batches of CloudEvents',
    content: { 'text/event-stream': { schema: z.string() } },
  }
  app.get(
    '/api/v1/live',
    {
      config: { act: 'learn' },
      schema: {
        tags: ['line'],
        summary: 'Everything as it happens; for trainees once a second what lessons ask for',
        response: { 200: stream, default: ErrorBody },
      },
    },
    (request, reply) => {
      const token = request.person === null ? request.cookies[traineeCookieName(request)] : undefined
      const hub = token === undefined ? boards : classroom
      if (hub.isFull()) throw new JidokaError('TOO_MANY_REQUESTS', 'Too many boards are open.')
      reply.hijack()
      reply.header('content-type', 'text/event-stream; charset=utf-8')
      for (const [name, value] of Object.entries(reply.getHeaders())) reply.raw.setHeader(name, value ?? '')
      hub.add(reply.raw, () =>
        token === undefined ? isStillSignedIn(request, signIn) : group.traineeOf(token)?.isOpen === true,
      )
    },
  )
}

export function missing(message: string): never {
  throw new JidokaError('NOT_FOUND', message)
}
