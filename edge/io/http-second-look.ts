import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SecondCard } from '../contract/card.ts'
import { JidokaError } from '../contract/error.ts'
import type { Log } from '../contract/port.ts'
import { mostCrops, SecondLookQuery, secondLookPath } from '../contract/second-look.ts'
import { isLoopback } from './config.ts'
import { createApp, type HttpDoor, listen } from './http.ts'
import { errorAnswer } from './http-error.ts'
import type { LookRequest } from './second-look-worker.ts'
import { isSameSecret } from './secret.ts'
import type { WorkerPool } from './worker-pool.ts'

/** All that second looks for other hosts are served from. */
export interface SecondLookTools {
  readonly host: string
  /** 0 takes any free one. */
  readonly port: number
  /** Asked of everybody; empty: of nobody, which is for loopback alone. */
  readonly token: string
  readonly card: SecondCard
  readonly pool: WorkerPool<LookRequest, Float32Array>
  /** Requests under way and waiting; more are refused. */
  readonly capacity: number
  readonly log: Log
  readonly version: string
}

/**
 * Serves second looks to other hosts, or other programs of this one.
 *
 * @throws JidokaError CONFIG_INVALID without a token where others may reach it, or for a host that is not here; PORT_IN_USE
 */
export async function serveSecondLooks(tools: SecondLookTools): Promise<HttpDoor> {
  const { host, card, token, version } = tools
  if (!token && !isLoopback(host)) {
    const cause = `secondLookToken is not set, and other machines may reach ${host}: set JIDOKA_SECOND_LOOK_TOKEN.`
    throw new JidokaError('CONFIG_INVALID', cause)
  }
  const app = createApp(tools.log)
  app.addContentTypeParser(
    'application/octet-stream',
    { parseAs: 'buffer' },
    async (_: unknown, body: Buffer) => body,
  )
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  })
  app.setNotFoundHandler(() => {
    throw new JidokaError(
      'NOT_FOUND',
      `A worker answers GET /livez and POST ${secondLookPath}, nothing else.`,
    )
  })
  app.get('/livez', () => ({ isAlive: true, version }))
  const bodyLimit = mostCrops * bytesPerCrop(card)
  // Whoever is refused has sent a head, and no body was read.
  const onRequest = async (request: FastifyRequest) => {
    requireToken(request, token)
    countOf(request, card)
  }
  app.post(secondLookPath, { bodyLimit, onRequest }, looking(tools))
  const port = await listen(app, tools).catch(explainHost(host))
  return { port, url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`, close: () => app.close() }
}

const bytesPerCrop = ({ input }: SecondCard): number => 3 * input.sidePx ** 2

function looking({ pool, card, capacity }: SecondLookTools) {
  let underWay = 0
  return async (request: FastifyRequest, reply: FastifyReply) => {
    if (underWay >= capacity) {
      const error = new JidokaError('SECOND_LOOK_BUSY', `${capacity} second looks are under way or waiting.`)
      const { status, body } = errorAnswer(error)
      return reply.code(status).header('retry-after', '1').send(body)
    }
    underWay++
    try {
      const count = countOf(request, card)
      const maps = await pool.ask({ crops: new Uint8Array(request.body as Buffer), count }, [])
      const bytes = Buffer.from(maps.buffer, maps.byteOffset, maps.byteLength)
      return reply.type('application/octet-stream').send(bytes)
    } finally {
      underWay--
    }
  }
}

function requireToken({ headers }: FastifyRequest, token: string): void {
  // Programs send neither; a page in somebody's browser cannot leave them out.
  if (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined)
    throw new JidokaError('FORBIDDEN', 'Web pages get no second look.')
  const shown = /^Bearer ([!-~]{1,256})$/i.exec(headers.authorization ?? '')?.[1] ?? ''
  if (token && !isSameSecret(shown, token))
    throw new JidokaError('TOKEN_WRONG', 'This needs the token of this worker.')
}

/** Crops that the request says it holds; the head says the same of its length. */
function countOf({ query, headers }: FastifyRequest, card: SecondCard): number {
  const { data, error } = SecondLookQuery.safeParse(query)
  if (!data) {
    const [issue] = error.issues
    throw new JidokaError('SECOND_LOOK_INVALID', `${issue?.path.join('.')}: ${issue?.message}.`)
  }
  const { count, sha256 } = data
  if (sha256 !== card.sha256) {
    const cause = `This worker looks with ${card.name}, sha256 ${card.sha256}, not ${sha256}.`
    throw new JidokaError('MODEL_HASH_MISMATCH', cause)
  }
  if (headers['content-type'] !== 'application/octet-stream')
    throw new JidokaError('SECOND_LOOK_INVALID', 'The content-type must be application/octet-stream.')
  const wanted = count * bytesPerCrop(card)
  if (headers['content-length'] !== String(wanted)) {
    const cause = `${count} crops of ${card.input.sidePx} × ${card.input.sidePx} are ${wanted} bytes, not ${headers['content-length'] ?? 'unsaid'}.`
    throw new JidokaError('SECOND_LOOK_INVALID', cause)
  }
  return count
}

const explainHost = (host: string) => (error: unknown) => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN'].includes(code))
    throw new JidokaError(
      'CONFIG_INVALID',
      `host (--host): ${host} is no address of this computer (${code}).`,
    )
  throw error
}
