import { z } from 'zod'
import { ErrorBody } from '../contract/api.ts'
import { framePath } from '../contract/frame-job.ts'
import type { FrameShelf } from './frame-shelf.ts'
import type { HttpApp } from './http-tools.ts'

const FrameParams = z.object({ id: z.string().regex(/^[\w-]{16}$/) })
const bytes = {
  description: 'width × height × channels bytes, rows top to bottom',
  content: { 'application/octet-stream': { schema: z.unknown().meta({ type: 'string', format: 'binary' }) } },
}

/** Frames of jobs, for the workers that hold these jobs: no session opens them, only a frame's own token. */
export function addFrameRoute(app: HttpApp, shelf: Pick<FrameShelf, 'frame'>): void {
  app.get(
    `${framePath}/:id`,
    {
      schema: {
        ...{ tags: ['work'], summary: 'The frame of a job, until its verdict is there', params: FrameParams },
        response: { 200: bytes, default: ErrorBody },
      },
    },
    ({ params, headers }, reply) => {
      const token = /^Bearer ([\w-]{1,64})$/.exec(headers.authorization ?? '')?.[1] ?? ''
      const { data } = shelf.frame(params.id, token)
      return reply
        .type('application/octet-stream')
        .send(Buffer.from(data.buffer, data.byteOffset, data.byteLength))
    },
  )
}
