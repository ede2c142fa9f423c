import type { z } from 'zod'
import type { SessionData } from '../contract/api.ts'
import { JidokaError } from '../contract/error.ts'
import type { Clock } from '../contract/port.ts'
import { fingerprint, hashPassword, isPassword, isSameSecret, randomToken } from './secret.ts'

export type Person = z.infer<typeof SessionData>

/** Who may look and who may act. Everything lives in memory: a restart signs everybody out. */
export interface SignIn {
  /** A ticket for one viewer: good once, and for an hour. */
  issueTicket(): string
  /** Trades a ticket for the token of a viewer's session; null if it was used, is too old or never was. */
  redeemTicket(ticket: string): string | null
  /**
   * Whether this is the password of the user `admin`; null if not.
   *
   * @throws JidokaError TOO_MANY_REQUESTS after five wrong ones within a minute, right or wrong
   */
  checkPassword(user: string, password: string): Promise<Person | null>
  /** The token of a new session, for a random cookie. */
  openSession(person: Person): string
  personOf(token: string): Person | null
  closeSession(token: string): void
}

/** @throws {JidokaError} NOT_SIGNED_IN for nobody */
export function userOf(person: Person | null): string {
  if (person === null) throw new JidokaError('NOT_SIGNED_IN', 'This needs a sign-in.')
  return person.user
}

const ticketLifeMs = 60 * 60 * 1000
const sessionLifeMs = 12 * 60 * 60 * 1000
const failureMemoryMs = 60 * 1000
const maxFailures = 5
/** The oldest go first beyond this, so that no caller can fill the memory. */
const maxEntries = 256

/** @param adminPassword of the user `admin`; only its hash is kept */
export async function createSignIn(adminPassword: string, clock: Clock): Promise<SignIn> {
  const checkPassword = passwordCheck(await hashPassword(adminPassword), clock)
  const tickets = expiringMap<true>(ticketLifeMs, clock)
  const sessions = expiringMap<Person>(sessionLifeMs, clock)

  function openSession(person: Person): string {
    const token = randomToken()
    sessions.set(fingerprint(token), person)
    return token
  }

  return {
    issueTicket() {
      const ticket = randomToken()
      tickets.set(fingerprint(ticket), true)
      return ticket
    },
    redeemTicket: (ticket) =>
      tickets.take(fingerprint(ticket)) === null ? null : openSession({ user: 'viewer', role: 'viewer' }),
    checkPassword,
    openSession,
    personOf: (token) => sessions.get(fingerprint(token)),
    closeSession(token) {
      sessions.take(fingerprint(token))
    },
  }
}

function passwordCheck(passwordHash: string, clock: Clock): SignIn['checkPassword'] {
  const guesses = throttle(clock)
  // HTTP Basic sends the password with every request, and scrypt takes 0.2 s: remember the last right one by a keyed hash.
  const processKey = randomToken()
  let lastRight: string | null = null
  let turn: Promise<unknown> = Promise.resolve()

  async function isAdminPassword(password: string): Promise<boolean> {
    const mark = fingerprint(`${processKey}.${password}`)
    if (lastRight !== null && isSameSecret(mark, lastRight)) return true
    if (!(await isPassword(password, passwordHash))) return false
    lastRight = mark
    return true
  }

  async function check(user: string, password: string): Promise<Person | null> {
    guesses.check()
    // The hash is computed for an unknown user too: the time taken must not tell who exists.
    if ((await isAdminPassword(password)) && user === 'admin') return { user: 'admin', role: 'admin' }
    guesses.addFailure()
    return null
  }

  return (user, password) => {
    // One at a time: many guesses at once are no way around the limit, and a burst of right ones costs one hash.
    const answer = turn.then(() => check(user, password))
    turn = answer.catch(() => null)
    return answer
  }
}

/** Counts wrong passwords, whoever sent them: on loopback all callers share one address. */
function throttle(clock: Clock) {
  let failuresMs: number[] = []
  return {
    check(): void {
      const sinceMs = clock.monotonicMs() - failureMemoryMs
      failuresMs = failuresMs.filter((atMs) => atMs > sinceMs)
      if (failuresMs.length >= maxFailures)
        throw new JidokaError('TOO_MANY_REQUESTS', 'Too many wrong passwords.')
    },
    addFailure(): void {
      failuresMs.push(clock.monotonicMs())
    },
  }
}

/** Entries live for `lifeMs` at most; a Map keeps the order of insertion, so the first is the oldest. */
function expiringMap<Value>(lifeMs: number, clock: Clock) {
  const entries = new Map<string, { value: Value; untilMs: number }>()
  const get = (key: string): Value | null => {
    const entry = entries.get(key)
    return entry && clock.monotonicMs() < entry.untilMs ? entry.value : null
  }
  return {
    get,
    set(key: string, value: Value): void {
      const oldest = entries.keys().next()
      if (entries.size >= maxEntries && !oldest.done) entries.delete(oldest.value)
      entries.set(key, { value, untilMs: clock.monotonicMs() + lifeMs })
    },
    take(key: string): Value | null {
      const value = get(key)
      entries.delete(key)
      return value
    },
  }
}
