import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { ErrorBody } from '../contract/api.ts'
import { JidokaError } from '../contract/error.ts'
import {
  AnswerRequest,
  AnswerTaken,
  GameRound,
  GameTaken,
  GroupExport,
  GroupView,
  HandRound,
  HandTaken,
  JoinRequest,
  OpenGroupRequest,
  TraineeState,
} from '../contract/group.ts'
import { csvOf } from '../core/classroom/export.ts'
import { traineeCookieName } from './http-guard.ts'
import { answers } from './http-routes.ts'
import type { HttpApp, HttpTools } from './http-tools.ts'
import { joinUrls } from './join-url.ts'
import { userOf } from './person.ts'

const tags = ['group']
const done = { 204: z.undefined().describe('Done'), default: ErrorBody }
const ExportQuery = z.object({ format: z.enum(['json', 'csv']).default('json') })
/** More than a class behind one address needs. */
const joinPace = { rateLimit: { max: 600, timeWindow: '1 minute' } }
/** Of one trainee: many may share an address. */
const answerPace = {
  rateLimit: {
    ...{ max: 300, timeWindow: '1 minute' },
    keyGenerator: ({ trainee, ip }: FastifyRequest) => (trainee ? `trainee ${trainee.trainee}` : ip),
  },
}

/** What the trainer does with the group. */
export function addGroupRoutes(app: HttpApp, tools: HttpTools): void {
  const { group } = tools
  const config = { act: 'teach' } as const
  app.get(
    '/api/v1/group',
    { config, schema: { tags, summary: 'The group and all its results', response: answers(GroupView) } },
    ({ socket }) => ({ ...group.view(), joinUrls: joinUrls(tools, socket.localPort ?? tools.port) }),
  )
  app.post(
    '/api/v1/group',
    { config, schema: { tags, summary: 'Open a group', body: OpenGroupRequest, response: done } },
    async ({ body, person }, reply) => {
      await group.open(body.hours, userOf(person))
      return reply.code(204).send()
    },
  )
  app.post(
    '/api/v1/group/close',
    { config, schema: { tags, summary: 'Close the group; its results stay', response: done } },
    async ({ person }, reply) => {
      await group.end(userOf(person))
      return reply.code(204).send()
    },
  )
  app.delete(
    '/api/v1/group',
    { config, schema: { tags, summary: 'Forget the group and all its results', response: done } },
    async ({ person }, reply) => {
      await group.reset(userOf(person))
      return reply.code(204).send()
    },
  )
  addExportRoute(app, tools)
}

function addExportRoute(app: HttpApp, { group }: HttpTools): void {
  const csv = { description: 'A table', content: { 'text/csv': { schema: z.string() } } }
  app.get(
    '/api/v1/group/export',
    {
      config: { act: 'teach' },
      schema: {
        ...{
          tags,
          summary: 'All that the group has said; `format=csv` as a table',
          querystring: ExportQuery,
        },
        response: { 200: csv, default: ErrorBody },
      },
    },
    async ({ query: { format } }, reply) => {
      const all = GroupExport.parse(group.exported())
      const text = format === 'csv' ? csvOf(all) : JSON.stringify(all, null, 2)
      const type = format === 'csv' ? 'text/csv' : 'application/json'
      return reply
        .type(`${type}; charset=utf-8`)
        .header('content-disposition', `attachment; filename="jidoka-group.${format}"`)
        .send(text)
    },
  )
}

/** What trainees do: a code lets them in, a cookie keeps them there. */
export function addTraineeRoutes(app: HttpApp, { group, clock }: HttpTools): void {
  app.post(
    '/api/v1/group/join',
    {
      config: joinPace,
      schema: { tags, summary: 'Join by the code', body: JoinRequest, response: answers(TraineeState) },
    },
    async ({ body, ip }, reply) => {
      const { token, trainee, closesAt } = await group.join(body, ip)
      keepCookie(reply, token, Math.ceil((Date.parse(closesAt) - clock.nowMs()) / 1000))
      return group.me(trainee)
    },
  )
  const config = { act: 'attend' } as const
  app.get(
    '/api/v1/group/me',
    { config, schema: { tags, summary: 'Who am I in the group?', response: answers(TraineeState) } },
    (request) => group.me(traineeOf(request)),
  )
  app.delete(
    '/api/v1/group/me',
    { config, schema: { tags, summary: 'Leave the group; what was answered stays', response: done } },
    async (request, reply) => {
      await group.leave(traineeOf(request))
      return reply.clearCookie(traineeCookieName(request), cookieOptions).code(204).send()
    },
  )
  addResultRoutes(app, group)
}

/** What trainees have done; the same id again changes nothing. */
function addResultRoutes(app: HttpApp, group: HttpTools['group']): void {
  const config = { act: 'attend', ...answerPace } as const
  app.post(
    '/api/v1/group/answers',
    {
      config,
      schema: {
        ...{ tags, summary: 'Answer a question of a lesson' },
        ...{ body: AnswerRequest, response: answers(AnswerTaken) },
      },
    },
    (request) => group.answer(traineeOf(request), request.body),
  )
  app.post(
    '/api/v1/group/hands',
    {
      config,
      schema: {
        ...{ tags, summary: 'A round at the inspection station' },
        ...{ body: HandRound, response: answers(HandTaken) },
      },
    },
    (request) => group.inspect(traineeOf(request), request.body),
  )
  app.post(
    '/api/v1/group/games',
    {
      config,
      schema: {
        ...{ tags, summary: 'A game of upkeep, ended' },
        ...{ body: GameRound, response: answers(GameTaken) },
      },
    },
    (request) => group.play(traineeOf(request), request.body),
  )
}

/** @throws {JidokaError} NOT_SIGNED_IN for a user who has not joined */
function traineeOf({ trainee }: FastifyRequest): number {
  if (trainee === null) throw new JidokaError('NOT_SIGNED_IN', 'This needs to join a group.')
  return trainee.trainee
}

const cookieOptions = { httpOnly: true, sameSite: 'strict', path: '/api/v1' } as const

/** It outlives a phone that was locked, and ends with the group. */
function keepCookie(reply: FastifyReply, token: string, maxAge: number): void {
  const secure = reply.request.protocol === 'https'
  reply.setCookie(traineeCookieName(reply.request), token, { ...cookieOptions, secure, maxAge })
}
