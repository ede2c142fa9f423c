import { JidokaError } from '../contract/error.ts'
import { type Role, UserName } from '../contract/role.ts'
import { putAccount, randomPassword, readAccounts, removeAccount } from '../io/accounts.ts'
import { makeWritable } from '../io/data-folder.ts'
import { hashPassword } from '../io/secret.ts'

export interface UserOptions {
  /** The data folder of the service. */
  readonly folder: string
  /** undefined: lists all users. */
  readonly user: string | undefined
  /** undefined: the role stays; a new user needs one. */
  readonly role: Role | undefined
  readonly shouldRemove: boolean
  readonly out: { write(text: string): unknown }
}

/**
 * Lists, adds or removes users, or gives one a new password, which is printed this once. A running service heeds it at once.
 *
 * @throws {JidokaError} USAGE, USERS_INVALID, FOLDER_READ_ONLY
 */
export async function user({ folder, user: name, role, shouldRemove, out }: UserOptions): Promise<void> {
  const accounts = readAccounts(folder)
  if (name === undefined) {
    for (const { user, role } of accounts) out.write(`${user} ${role}\n`)
    return
  }
  const { error } = UserName.safeParse(name)
  if (error) throw new JidokaError('USAGE', `${name}: ${error.issues[0]?.message}.`)
  const known = accounts.find((account) => account.user === name)
  if (shouldRemove) {
    if (!known) throw new JidokaError('USAGE', `There is no user ${name} in ${folder}.`)
    removeAccount(folder, name)
    return
  }
  const given = role ?? known?.role
  if (!given) throw new JidokaError('USAGE', `The user ${name} is new, and --role was not given.`)
  const password = randomPassword()
  makeWritable(folder)
  putAccount(folder, { user: name, role: given, hash: await hashPassword(password) })
  out.write(`${name} ${given} ${password}\n`)
}
