import { JidokaError } from '../contract/error.ts'
import type { Clock } from '../contract/port.ts'
import type { Account } from '../contract/role.ts'
import type { Accounts } from './accounts.ts'
import { expiringMap } from './expiring-map.ts'
import { guessLimit } from './guess-limit.ts'
import type { Person, Witness } from './person.ts'
import { fingerprint, isPassword, randomToken } from './secret.ts'

const maxFailures = 5
/** Guesses that wait for their turn, 0.2 s each. */
const maxWaiting = 64

/**
 * Who has this password; null if nobody.
 *
 * @param address who asks: guesses are counted for each
 * @throws JidokaError TOO_MANY_REQUESTS after five wrong ones within a minute, right or wrong; USERS_INVALID
 */
export type CheckPassword = (user: string, password: string, address: string) => Promise<Person | null>

/** Checks passwords one at a time: many guesses at once are no way around the limit, and a burst of right ones costs one hash. */
export function passwordCheck(accounts: Accounts, witness: Witness, clock: Clock): CheckPassword {
  const guesses = guessLimit(clock, maxFailures, 'passwords')
  const isRight = hashMemory(clock)
  let waiting = 0
  let turn: Promise<unknown> = Promise.resolve()

  async function check(user: string, password: string, address: string): Promise<Person | null> {
    guesses.check(address)
    const account = accounts.find(user)
    const isKnown = account !== null && (await isRight.check(password, account))
    if (isKnown) {
      witness.signedIn(user, account.role, 'password', address)
      return { user, role: account.role, isHere: false }
    }
    // The hash is computed for an unknown user too: the time taken must not tell who exists.
    if (account === null) await isPassword(password, `${'A'.repeat(22)}.`)
    guesses.addFailure(address)
    witness.refused(user, 'password', address)
    return null
  }

  return async (user, password, address) => {
    const account = accounts.find(user)
    // Who is known need not wait behind those who guess.
    if (account && isRight.already(password, account)) {
      guesses.check(address)
      return { user, role: account.role, isHere: false }
    }
    if (waiting >= maxWaiting)
      throw new JidokaError('TOO_MANY_REQUESTS', 'Too many passwords wait to be checked.')
    waiting++
    const answer = turn.then(() => check(user, password, address)).finally(() => waiting--)
    turn = answer.catch(() => null)
    return answer
  }
}

/** HTTP Basic sends the password with every request, and scrypt takes 0.2 s: right ones are remembered by a keyed hash. */
function hashMemory(clock: Clock) {
  const processKey = randomToken()
  const right = expiringMap<true>(12 * 60 * 60 * 1000, clock)
  const markOf = (password: string, { hash }: Account) => fingerprint(`${processKey}.${hash}.${password}`)
  const already = (password: string, account: Account) => right.get(markOf(password, account)) === true
  return {
    already,
    async check(password: string, account: Account): Promise<boolean> {
      if (already(password, account)) return true
      if (!(await isPassword(password, account.hash))) return false
      right.set(markOf(password, account), true)
      return true
    },
  }
}
