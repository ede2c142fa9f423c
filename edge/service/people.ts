import type { BusRole } from '../../broker/access.ts'
import type { Clock } from '../contract/port.ts'
import type { Role } from '../contract/role.ts'
import type { Settings } from '../contract/setting.ts'
import { openAccounts, type Settled, settleAccounts } from '../io/accounts.ts'
import { isLoopback } from '../io/config.ts'
import type { Witness } from '../io/person.ts'
import { isSameSecret, randomToken } from '../io/secret.ts'
import { createSignIn, type SignIn } from '../io/sign-in.ts'

/** Who may come in: users by their passwords, and this run's own programs by secrets that end with it. */
export interface People {
  readonly signIn: SignIn
  readonly logins: Readonly<Record<'edge' | 'viewer', string>>
  readonly settled: Settled
  /** The role of a user at this moment; null: there is none of this name. @throws {JidokaError} USERS_INVALID */
  roleOf(user: string): Role | null
  /** The role of a login on the bus, or null. @throws {JidokaError} TOO_MANY_REQUESTS, USERS_INVALID */
  busRole(user: string | undefined, password: string | undefined, address: string): Promise<BusRole | null>
}

/** Before any line runs: hashes take all cores, for a second on a first start. @throws {JidokaError} USERS_INVALID */
export async function openPeople(
  { data, adminPassword }: Pick<Settings, 'data' | 'adminPassword'>,
  witness: Witness,
  clock: Clock,
): Promise<People> {
  const settled = await settleAccounts(data, adminPassword)
  const accounts = openAccounts(data, witness)
  const signIn = createSignIn(accounts, witness, clock)
  const logins = { edge: randomToken(), viewer: randomToken(12) }
  return {
    signIn,
    logins,
    settled,
    roleOf: (user) => accounts.find(user)?.role ?? null,
    async busRole(user, password, address) {
      if (user === undefined || password === undefined) return null
      // These never leave this computer.
      const own = user === 'edge' || user === 'viewer' ? user : null
      if (own && isLoopback(address) && isSameSecret(password, logins[own])) return own
      return (await signIn.checkPassword(user, password, address))?.role ?? null
    },
  }
}
