import type { AddressInfo, Socket } from 'node:net'
import type { TlsOptions, Server as TlsServer } from 'node:tls'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import staticFiles from '@fastify/static'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import fastify, { type FastifyReply, type FastifyRequest, type FastifyServerOptions } from 'fastify'
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import { JidokaError } from '../contract/error.ts'
import type { Log } from '../contract/port.ts'
import { shareWithClass } from './http-class.ts'
import { errorAnswer } from './http-error.ts'
import { addFrameRoute } from './http-frame.ts'
import { addGroupRoutes, addTraineeRoutes } from './http-group.ts'
import { guardApp } from './http-guard.ts'
import { addHistoryRoutes, addRecordRoute, addShowRoute } from './http-history.ts'
import { addLessonRoute } from './http-lesson.ts'
import { addAlarmRoutes, addDisruptionRoutes, addMachineRoutes, addUpkeepRoute } from './http-machines.ts'
import { addAuditRoute, addHealthRoutes, addSessionRoutes, addSignInRoutes } from './http-public.ts'
import { addQualityRoutes } from './http-quality.ts'
import {
  addBookRoutes,
  addDescriptionRoutes,
  addLineRoutes,
  addLiveRoute,
  addPictureRoutes,
} from './http-routes.ts'
import type { HttpApp, HttpTools } from './http-tools.ts'
import { addWorkbenchRoutes } from './http-workbench.ts'

export interface HttpDoor {
  readonly port: number
  /** Without a slash at the end. */
  readonly url: string
  /** Ends streams and connections at once. */
  close(): Promise<void>
}

/** No inline script or style, nothing from elsewhere; `blob:` and `data:` for pictures alone. */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'blob:', 'data:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'"],
    'manifest-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  },
}

/**
 * Serves the board, the API and its documentation, health and metrics.
 *
 * @throws JidokaError HOST_NOT_LOOPBACK, PORT_IN_USE
 */
export async function startHttp(tools: HttpTools): Promise<HttpDoor> {
  if (!tools.tls && !['127.0.0.1', '::1', 'localhost'].includes(tools.host)) {
    throw new JidokaError('HOST_NOT_LOOPBACK', `HTTP cannot be served on ${tools.host}.`)
  }
  const { tls } = tools
  const app = createApp(tools.log, tls?.options())
  tls?.onChange((options) => (app.server as unknown as TlsServer).setSecureContext(options))
  await addProtection(app, tools)
  await addDocumentation(app, tools.version)
  addHealthRoutes(app, tools)
  addSignInRoutes(app, tools)
  addSessionRoutes(app, tools)
  addAuditRoute(app, tools)
  addLineRoutes(app, tools)
  addDescriptionRoutes(app, tools)
  addBookRoutes(app, tools)
  addHistoryRoutes(app, tools)
  addRecordRoute(app, tools)
  addShowRoute(app, tools)
  addPictureRoutes(app, tools)
  addLessonRoute(app, tools)
  addGroupRoutes(app, tools)
  addTraineeRoutes(app, tools)
  addFrameRoute(app, tools.shelf)
  addQualityRoutes(app, tools)
  addWorkbenchRoutes(app, tools.workbench)
  addMachineRoutes(app, tools)
  addUpkeepRoute(app, tools)
  addDisruptionRoutes(app, tools)
  addAlarmRoutes(app, tools)
  addLiveRoute(app, tools)
  await addBoard(app, tools.dashboardFolder)
  const port = await listen(app, tools)
  const name = tls?.name(tools.host) ?? tools.host
  return {
    port,
    url: `${tls ? 'https' : 'http'}://${name === '::1' ? '[::1]' : name}:${port}`,
    close: () => app.close(),
  }
}

/** An app that answers errors as the house does. */
export function createApp(log: Log, tls?: TlsOptions): HttpApp {
  const answer = (error: unknown, _request: FastifyRequest, reply: FastifyReply): void => {
    const { status, body } = errorAnswer(error)
    if (status >= 500) log.error('A request failed', { error })
    // A scheme that browsers do not know: they would cover the board with their own password window.
    if (status === 401) reply.header('www-authenticate', 'Jidoka realm="jidoka"')
    reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(body))
  }
  const options: FastifyServerOptions = {
    ...(tls && { https: tls }),
    bodyLimit: 64 * 1024,
    requestTimeout: 15_000,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 2048 },
    frameworkErrors: answer,
    clientErrorHandler: refuseSocket,
  }
  const app = fastify(options).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(answer)
  // Only JSON: a plain form of another page can send text, but not JSON.
  app.removeContentTypeParser('text/plain')
  return app
}

const socketFaults: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: 'its head is too large',
  ERR_HTTP_REQUEST_TIMEOUT: 'it did not arrive in time',
}

/** For what is not even HTTP, or never ends. */
function refuseSocket(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable) return
  const cause = socketFaults[error.code ?? ''] ?? 'this is not HTTP'
  const { status, body } = errorAnswer(Object.assign(new Error(cause), { statusCode: 400 }))
  const text = JSON.stringify(body)
  socket.end(
    `HTTP/1.1 ${status} Bad Request\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\nconnection: close\r\n\r\n${text}`,
  )
}

async function addProtection(app: HttpApp, tools: HttpTools): Promise<void> {
  // No HSTS: on localhost it would break every other program of the computer that speaks plain HTTP.
  await app.register(helmet, { contentSecurityPolicy, strictTransportSecurity: false })
  await app.register(cookie)
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: () =>
      new JidokaError('TOO_MANY_REQUESTS', 'Too many of these requests came within a minute.'),
  })
  guardApp(app, tools)
  shareWithClass(app, tools.clock)
  app.addHook('onRequest', async (request, reply) => {
    if (!request.routeOptions.url?.endsWith('/*')) reply.header('cache-control', 'no-store')
  })
}

async function addDocumentation(app: HttpApp, version: string): Promise<void> {
  const securitySchemes = {
    session: { type: 'apiKey' as const, in: 'cookie', name: 'jidoka_<port>' },
    basic: { type: 'http' as const, scheme: 'basic' },
  }
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Jidoka',
        version,
        description: 'Results, evidence and condition of an inspection line.',
      },
      components: { securitySchemes },
      security: [{ session: [] }, { basic: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
  // The page's own scripts are files; only its styles are partly inline.
  const staticCSP =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'"
  await app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP })
}

async function addBoard(app: HttpApp, root: string): Promise<void> {
  await app.register(staticFiles, {
    root,
    dotfiles: 'ignore',
    cacheControl: false,
    // The build names its assets by their content; index.html names the assets.
    setHeaders: (reply, file) => {
      reply.header(
        'cache-control',
        /[\\/]assets[\\/]/.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache',
      )
    },
  })
  app.setNotFoundHandler((request, reply) => {
    const isPage =
      request.method === 'GET' &&
      !request.url.startsWith('/api/') &&
      request.headers.accept?.includes('text/html')
    if (isPage) return reply.sendFile('index.html')
    throw new JidokaError('NOT_FOUND', 'There is nothing here.')
  })
}

/**
 * The port that it got.
 *
 * @throws JidokaError PORT_IN_USE
 */
export async function listen(
  app: HttpApp,
  { host, port }: Pick<HttpTools, 'host' | 'port'>,
): Promise<number> {
  try {
    await app.listen({ host, port })
    return (app.server.address() as AddressInfo).port
  } catch (error) {
    await app.close()
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code === 'EADDRINUSE')
      throw new JidokaError('PORT_IN_USE', `Port ${port} is taken by another program.`)
    if (code === 'EACCES') throw new JidokaError('PORT_IN_USE', `Port ${port} is kept for the system.`)
    throw error
  }
}
