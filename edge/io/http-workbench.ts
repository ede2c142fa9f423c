import { z } from 'zod'
import { ErrorBody } from '../contract/api.ts'
import { JidokaError } from '../contract/error.ts'
import {
  CollectRequest,
  LearnRequest,
  LineModelRequest,
  WorkbenchLook,
  WorkbenchState,
} from '../contract/workbench.ts'
import { answers } from './http-routes.ts'
import type { HttpApp, WorkbenchDoor } from './http-tools.ts'
import { userOf } from './person.ts'

const url = '/api/v1/workbench'
const tags = ['teaching']
/** Of one picture: a phone's fits. */
const mostBytes = 20_000_000
const rateLimit = { max: 600, timeWindow: '1 minute' }
const config = { act: 'models', rateLimit } as const
const ImageParams = z.object({ id: z.coerce.number().int().min(1) })

/** Where the board teaches a product from images of good parts. */
export function addWorkbenchRoutes(app: HttpApp, bench: WorkbenchDoor): void {
  const response = answers(WorkbenchState)
  app.addContentTypeParser(/^image\//, { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.get(
    url,
    {
      config: { act: 'models' },
      schema: { tags, summary: 'Images, what is going on, what was learnt', response },
    },
    () => bench.state(),
  )
  addPictureRoutes(app, bench)
  app.delete(`${url}/images`, { config, schema: { tags, summary: 'Take all images away', response } }, () =>
    bench.remove(null),
  )
  app.delete(
    `${url}/images/:id`,
    { config, schema: { tags, summary: 'Take one away', params: ImageParams, response } },
    ({ params }) => bench.remove(params.id),
  )
  app.put(
    `${url}/collection`,
    {
      config,
      schema: {
        tags,
        summary: 'Take pictures of parts that the line passes, or that people pass at the review desk',
        body: CollectRequest,
        response,
      },
    },
    ({ body }) => bench.collect(body.parts, body.from),
  )
  addModelRoutes(app, bench)
}

function addModelRoutes(app: HttpApp, bench: WorkbenchDoor): void {
  const response = answers(WorkbenchState)
  app.post(
    `${url}/model`,
    {
      config,
      schema: { tags, summary: 'Learn from the images, beside the line', body: LearnRequest, response },
    },
    ({ body, person }) => bench.learn(body.name, userOf(person)),
  )
  app.put(
    `${url}/line`,
    {
      config,
      schema: {
        ...{ tags, body: LineModelRequest, response },
        summary: 'Inspect by the model taught last from the next part on; the evidence starts anew',
      },
    },
    ({ body, person }) => bench.useOnLine(body.isTaught, userOf(person)),
  )
}

function addPictureRoutes(app: HttpApp, bench: WorkbenchDoor): void {
  const binary = z.unknown().meta({ type: 'string', format: 'binary' })
  const png = { description: 'PNG', content: { 'image/png': { schema: binary } } }
  const consumes = ['image/*']
  app.post(
    `${url}/images`,
    {
      ...{ config, bodyLimit: mostBytes },
      schema: { tags, consumes, summary: 'One more image of a good part', response: answers(WorkbenchState) },
    },
    ({ body }) => bench.add(bytesOf(body)),
  )
  app.post(
    `${url}/look`,
    {
      ...{ config, bodyLimit: mostBytes },
      schema: {
        ...{ tags, consumes, response: answers(WorkbenchLook) },
        summary: 'What the model taught last makes of a picture, which is kept nowhere',
      },
    },
    ({ body }) => bench.look(bytesOf(body)),
  )
  app.get(
    `${url}/images/:id`,
    {
      config: { act: 'models' },
      schema: {
        tags,
        summary: 'One image',
        params: ImageParams,
        response: { 200: png, default: ErrorBody },
      },
    },
    async ({ params }, reply) => reply.type('image/png').send(await bench.image(params.id)),
  )
}

/** @throws {JidokaError} REQUEST_INVALID */
function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array && body.length > 0) return body
  throw new JidokaError('REQUEST_INVALID', 'The body is no picture: send its bytes as image/png or the like.')
}
