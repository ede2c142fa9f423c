import type { Clock } from '../contract/port.ts'
import type { Accounts } from './accounts.ts'
import { expiringMap } from './expiring-map.ts'
import { type CheckPassword, passwordCheck } from './password-check.ts'
import type { Person, Witness } from './person.ts'
import { fingerprint, randomToken } from './secret.ts'

/** Who may look and who may act. Sessions live in memory: a restart signs everybody out. */
export interface SignIn {
  /** A ticket for one viewer: good once, and for an hour. */
  issueTicket(): string
  /** Trades a ticket for the token of a viewer's session; null if it was used, is too old or never was. */
  redeemTicket(ticket: string, address: string): string | null
  readonly checkPassword: CheckPassword
  /** The token of a new session, for a random cookie. */
  openSession(person: Person): string
  /** null too once the user was removed, or has another password or role. */
  personOf(token: string): Person | null
  closeSession(token: string): void
}

const ticketLifeMs = 60 * 60 * 1000
const sessionLifeMs = 12 * 60 * 60 * 1000

interface Session {
  readonly person: Person
  /** Of the password that the session began with; null: it began with a ticket. */
  readonly hash: string | null
}

export function createSignIn(accounts: Accounts, witness: Witness, clock: Clock): SignIn {
  const tickets = expiringMap<true>(ticketLifeMs, clock)
  const sessions = expiringMap<Session>(sessionLifeMs, clock)

  function open(person: Person, hash: string | null): string {
    const token = randomToken()
    sessions.set(fingerprint(token), { person, hash })
    return token
  }

  return {
    issueTicket() {
      const ticket = randomToken()
      tickets.set(fingerprint(ticket), true)
      return ticket
    },
    redeemTicket(ticket, address) {
      if (tickets.take(fingerprint(ticket)) === null) {
        witness.refused('', 'link', address)
        return null
      }
      witness.signedIn('viewer', 'viewer', 'link', address)
      return open({ user: 'viewer', role: 'viewer', isHere: true }, null)
    },
    checkPassword: passwordCheck(accounts, witness, clock),
    openSession: (person) => open(person, accounts.find(person.user)?.hash ?? ''),
    personOf(token) {
      const session = sessions.get(fingerprint(token))
      if (session === null || session.hash === null) return session?.person ?? null
      const account = accounts.find(session.person.user)
      return account?.hash === session.hash && account.role === session.person.role ? session.person : null
    },
    closeSession(token) {
      sessions.take(fingerprint(token))
    },
  }
}
