import type { z } from 'zod'
import type { SessionData } from '../contract/api.ts'
import { JidokaError } from '../contract/error.ts'
import { mayDo, type Role } from '../contract/role.ts'

export interface Person extends z.infer<typeof SessionData> {
  /** Came by the link that this computer's terminal showed. */
  readonly isHere: boolean
}

/** Hears who came in and who did not. */
export interface Witness {
  signedIn(user: string, role: Role, by: 'link' | 'password', address: string): void
  refused(user: string, by: 'link' | 'password', address: string): void
  usersChanged(user: string, change: 'added' | 'changed' | 'removed'): void
}

/** @throws {JidokaError} NOT_SIGNED_IN for nobody */
export function userOf(person: Person | null): string {
  if (person === null) throw new JidokaError('NOT_SIGNED_IN', 'This needs a sign-in.')
  return person.user
}

/** Who came by the link sits at this computer, and may press what an operator may. */
export const personMay = ({ role, isHere }: Person, act: string): boolean =>
  mayDo(role, act) || (isHere && mayDo('operator', act))
