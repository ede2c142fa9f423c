import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { ErrorBody, Readiness, SessionData, SignInRequest } from '../contract/api.ts'
import { AuditPage } from '../contract/audit.ts'
import { JidokaError } from '../contract/error.ts'
import { isLoopback } from './config.ts'
import { cookieName } from './http-guard.ts'
import type { HttpApp, HttpTools } from './http-tools.ts'

const Alive = z.object({ isAlive: z.literal(true), version: z.string() })

/** What supervisors and Prometheus ask, open to anybody on this computer. */
export function addHealthRoutes(app: HttpApp, tools: HttpTools): void {
  app.get(
    '/livez',
    { schema: { tags: ['operation'], summary: 'Is the process alive?', response: { 200: Alive } } },
    () => ({
      isAlive: true as const,
      version: tools.version,
    }),
  )
  app.get(
    '/readyz',
    {
      schema: {
        tags: ['operation'],
        summary: 'Do parts come out?',
        response: { 200: Readiness, 503: Readiness },
      },
    },
    async (_request, reply) => {
      const readiness = tools.readiness()
      return reply.code(readiness.isReady ? 200 : 503).send(readiness)
    },
  )
  const metricsAnswer = { description: 'Prometheus text', content: { 'text/plain': { schema: z.string() } } }
  app.get(
    '/metrics',
    { schema: { tags: ['operation'], summary: 'For Prometheus', response: { 200: metricsAnswer } } },
    async (_request, reply) =>
      reply.type('text/plain; version=0.0.4; charset=utf-8').send(await tools.metrics()),
  )
}

/** Strict keeps the cookie from requests that other sites start. */
const cookieOptions = { httpOnly: true, sameSite: 'strict', path: '/' } as const

const tags = ['sign-in']
const rareCalls = { rateLimit: { max: 60, timeWindow: '1 minute' } }
const TicketQuery = z.object({ ticket: z.string().max(128).default('') })
const setCookie = (reply: FastifyReply, token: string): FastifyReply =>
  reply.setCookie(cookieName(reply.request), token, {
    ...cookieOptions,
    secure: reply.request.protocol === 'https',
  })

/** The one-time link, and the password for a session. */
export function addSignInRoutes(app: HttpApp, { signIn, host }: HttpTools): void {
  app.get(
    '/sign-in',
    {
      config: rareCalls,
      schema: { tags, summary: 'The one-time link that the service prints', querystring: TicketQuery },
    },
    (request, reply) => {
      // It is for who sits here, also where the whole room may connect.
      const isHere = isLoopback(host) || isLoopback(request.ip)
      const token = isHere ? signIn.redeemTicket(request.query.ticket, request.ip) : null
      return token === null ? reply.redirect('/?sign-in=failed') : setCookie(reply, token).redirect('/')
    },
  )
  const response = { 200: SessionData, default: ErrorBody }
  app.post(
    '/api/v1/session',
    { config: rareCalls, schema: { tags, summary: 'Sign in', body: SignInRequest, response } },
    async (request, reply) => {
      const person = await signIn.checkPassword(request.body.user, request.body.password, request.ip)
      if (person === null) throw new JidokaError('NOT_SIGNED_IN', 'User or password is wrong.')
      setCookie(reply, signIn.openSession(person))
      return person
    },
  )
}

const AuditQuery = z.object({ limit: z.coerce.number().int().min(1).max(1000).default(100) })

/** Who came, who was refused, who changed what. */
export function addAuditRoute(app: HttpApp, { audit }: HttpTools): void {
  app.get(
    '/api/v1/audit',
    {
      config: { act: 'audit' },
      schema: {
        ...{ tags, summary: 'The last entries of the audit trail, newest last', querystring: AuditQuery },
        response: { 200: AuditPage, default: ErrorBody },
      },
    },
    ({ query }) => ({ entries: [...audit.entries(query.limit)], head: audit.head() }),
  )
}

/** Who is signed in, and out again. */
export function addSessionRoutes(app: HttpApp, { signIn }: HttpTools): void {
  const response = { 200: SessionData, default: ErrorBody }
  app.get('/api/v1/session', { schema: { tags, summary: 'Who am I?', response } }, ({ person }) => {
    if (person === null) throw new JidokaError('NOT_SIGNED_IN', 'This needs a sign-in.')
    return person
  })
  const signedOut = { 204: z.undefined().describe('Signed out'), default: ErrorBody }
  app.delete(
    '/api/v1/session',
    { config: { act: 'look' }, schema: { tags, summary: 'Sign out', response: signedOut } },
    async (request, reply) => {
      signIn.closeSession(request.cookies[cookieName(request)] ?? '')
      return reply.clearCookie(cookieName(request), cookieOptions).code(204).send()
    },
  )
}
