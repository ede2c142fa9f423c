import type { FastifyRequest } from 'fastify'
import { JidokaError } from '../contract/error.ts'
import { framePath } from '../contract/frame-job.ts'
import type { Act } from '../contract/role.ts'
import { isLoopback } from './config.ts'
import type { GroupDoor, HttpApp, TraineeSession } from './http-tools.ts'
import { type Person, personMay } from './person.ts'
import type { SignIn } from './sign-in.ts'
import type { TlsFiles } from './tls-file.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null on the few open routes. */
    person: Person | null
    /** Who asks as a trainee of the classroom's group. */
    trainee: TraineeSession | null
  }
  interface FastifyContextConfig {
    /** What the route does; a reading one without it lets look, any other is for admins. */
    act?: Act
  }
}

/** The patterns of routes that answer anybody, or ask for a token of their own. Everything else is closed (law 10). */
const openRoutes = new Set(['/livez', '/sign-in', '/', '/*', `${framePath}/:id`, '/api/v1/group/join'])
/** Those that answer any program of this computer. */
const hereRoutes = new Set(['/readyz', '/metrics'])
const loopbackHost = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

export interface GuardTools {
  readonly signIn: SignIn
  readonly tls: TlsFiles | null
  readonly group: Pick<GroupDoor, 'traineeOf'>
}

/** Checks every request before anything reads its body. */
export function guardApp(app: HttpApp, { signIn, tls, group }: GuardTools): void {
  app.decorateRequest('person', null)
  app.decorateRequest('trainee', null)
  app.addHook('onRequest', async (request) => {
    // DNS rebinding: a foreign name that resolves to 127.0.0.1 reaches us, but cannot forge the Host header.
    const { host = '' } = request.headers
    if (!loopbackHost.test(host) && !tls?.isFor(nameOf(host))) {
      const names = tls ? 'the names of its certificate' : 'localhost, 127.0.0.1 and [::1]'
      throw new JidokaError('FORBIDDEN', `The service answers to ${names} only.`)
    }
    if ((isApi(request) || !safeMethods.has(request.method)) && !isFromBoard(request)) {
      throw new JidokaError('FORBIDDEN', 'Another web page sent this request.')
    }
    if (isOpen(request)) return
    request.person = await personOf(request, signIn)
    const token = request.cookies[traineeCookieName(request)]
    request.trainee = token === undefined ? null : group.traineeOf(token)
    requireRole(request)
  })
}

/** `[::1]:8080` → `::1`. */
const nameOf = (host: string): string => host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1')

/** @throws {JidokaError} NOT_SIGNED_IN, ROLE_TOO_LOW, GROUP_CLOSED */
function requireRole({ person, trainee, method, routeOptions }: FastifyRequest): void {
  const act = routeOptions.config.act ?? (safeMethods.has(method) ? 'look' : 'administer')
  if (person === null && trainee !== null) {
    requireLesson(trainee, act)
    return
  }
  if (person === null) throw new JidokaError('NOT_SIGNED_IN', 'This needs a sign-in.')
  if (!personMay(person, act))
    throw new JidokaError('ROLE_TOO_LOW', `The role ${person.role} may not do this.`)
}

/** A trainee sees the classroom while the group is open, and nothing else. */
function requireLesson({ isOpen }: TraineeSession, act: string): void {
  if (act === 'attend') return
  if (act !== 'learn') throw new JidokaError('ROLE_TOO_LOW', 'A trainee may not do this.')
  if (!isOpen) throw new JidokaError('GROUP_CLOSED', 'The group is closed.')
}

/** Beside the cookie of a user: a trainer may join as well. */
export const traineeCookieName = (request: FastifyRequest): string =>
  `jidoka_group_${request.socket.localPort ?? 0}`

/** Cookies know no ports: two services on one computer must not sign each other's viewers out. */
export const cookieName = (request: FastifyRequest): string => `jidoka_${request.socket.localPort ?? 0}`

/** Whether the session that a request came with still lives; HTTP Basic has none that could end. */
export function isStillSignedIn(request: FastifyRequest, signIn: SignIn): boolean {
  const token = request.cookies[cookieName(request)]
  return token === undefined || signIn.personOf(token) !== null
}

const isApi = (request: FastifyRequest): boolean => request.routeOptions.url?.startsWith('/api/v1/') ?? false

/** By the pattern that matched, not by the text of the URL: no spelling of a path opens a closed route. */
function isOpen(request: FastifyRequest): boolean {
  const url = request.routeOptions.url
  if (url === undefined || openRoutes.has(url)) return true
  if (hereRoutes.has(url) && isLoopback(request.ip)) return true
  return url.startsWith('/api/docs') || (url === '/api/v1/session' && request.method === 'POST')
}

/**
 * SameSite cookies are not enough: every port of localhost is the same site, so a page of any other local program
 * would send them. Programs that are no browsers send neither header.
 */
function isFromBoard({ headers, protocol }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site']
  const isSameOrigin = headers.origin === undefined || headers.origin === `${protocol}://${headers.host}`
  return isSameOrigin && (site === undefined || site === 'same-origin' || site === 'none')
}

async function personOf(request: FastifyRequest, signIn: SignIn): Promise<Person | null> {
  const token = request.cookies[cookieName(request)]
  const person = token === undefined ? null : signIn.personOf(token)
  if (person !== null) return person
  const basic = /^Basic ([A-Za-z0-9+/=]{1,1024})$/i.exec(request.headers.authorization ?? '')?.[1]
  if (basic === undefined) return null
  const [user = '', ...password] = Buffer.from(basic, 'base64').toString('utf8').split(':')
  return signIn.checkPassword(user, password.join(':'), request.ip)
}
