import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { JidokaError } from '../contract/error.ts'
import { Account, Role } from '../contract/role.ts'
import type { Witness } from './person.ts'
import { hashPassword, isPassword, randomToken } from './secret.ts'

/** Who may sign in by password. */
export interface Accounts {
  /** @throws {JidokaError} USERS_INVALID */
  find(user: string): Account | null
}

const AccountFile = z.strictObject({ accounts: z.array(Account) })

export const accountFile = (folder: string): string => path.join(folder, 'users.json')
export const randomPassword = (): string => randomToken(12)

/** Users as a start of the service leaves them. */
export interface Settled {
  /** Passwords drawn, by user, on the first start of a folder; they are to be shown now or never. */
  readonly drawn: Readonly<Record<string, string>>
  /** Once the service runs: a start that fails leaves nobody whose password was never shown. */
  write(): void
}

/**
 * On the first start of a folder: one user for each role.
 *
 * @param adminPassword what the admin's password shall be; empty: as it is, at first a random one
 * @throws {JidokaError} USERS_INVALID
 */
export async function settleAccounts(folder: string, adminPassword: string): Promise<Settled> {
  const known = readAccounts(folder)
  const isFirst = !fs.existsSync(accountFile(folder))
  const drawn: Record<string, string> = {}
  if (isFirst) for (const role of Role.options) drawn[role] = randomPassword()
  const admin = known.find(({ user }) => user === 'admin')
  const isFit = adminPassword && admin && (await isPassword(adminPassword, admin.hash))
  const given = adminPassword && !isFit ? { admin: adminPassword } : {}
  if (adminPassword) delete drawn.admin
  const made = await Promise.all(
    Object.entries({ ...drawn, ...given }).map(async ([user, password]) => ({
      ...{ user, role: Role.parse(user) },
      hash: await hashPassword(password),
    })),
  )
  return {
    drawn,
    write() {
      for (const account of made) putAccount(folder, account)
    },
  }
}

/** Adds the user, or puts them in the place of who had this name. @throws {JidokaError} USERS_INVALID */
export function putAccount(folder: string, account: Account): void {
  const others = readAccounts(folder).filter(({ user }) => user !== account.user)
  writeAccounts(folder, [...others, account])
}

export const removeAccount = (folder: string, name: string): void =>
  writeAccounts(
    folder,
    readAccounts(folder).filter(({ user }) => user !== name),
  )

/** Reads the file again whenever it has changed, and tells what of it. */
export function openAccounts(folder: string, witness?: Pick<Witness, 'usersChanged'>): Accounts {
  const file = accountFile(folder)
  let known: { readonly mark: string; readonly accounts: readonly Account[] } | null = null
  return {
    find(user) {
      const found = fs.statSync(file, { throwIfNoEntry: false })
      const mark = found ? `${found.mtimeMs} ${found.ino} ${found.size}` : 'none'
      if (known?.mark !== mark) {
        const accounts = readAccounts(folder)
        if (known) tellChanges(known.accounts, accounts, witness)
        known = { mark, accounts }
      }
      return known.accounts.find((account) => account.user === user) ?? null
    },
  }
}

function tellChanges(
  before: readonly Account[],
  after: readonly Account[],
  witness?: Pick<Witness, 'usersChanged'>,
): void {
  const find = (accounts: readonly Account[], name: string) => accounts.find(({ user }) => user === name)
  for (const { user } of before) if (!find(after, user)) witness?.usersChanged(user, 'removed')
  for (const account of after) {
    const was = find(before, account.user)
    if (!was) witness?.usersChanged(account.user, 'added')
    else if (was.hash !== account.hash || was.role !== account.role)
      witness?.usersChanged(account.user, 'changed')
  }
}

/** @throws {JidokaError} USERS_INVALID */
export function readAccounts(folder: string): readonly Account[] {
  const file = accountFile(folder)
  try {
    return AccountFile.parse(JSON.parse(fs.readFileSync(file, 'utf8'))).accounts
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    const [issue] = error instanceof z.ZodError ? error.issues : []
    const cause = issue ? `${issue.path.join('.')}: ${issue.message}` : 'it cannot be read as JSON'
    throw new JidokaError('USERS_INVALID', `${file}: ${cause}.`)
  }
}

/** Written whole or not at all; readable by the user of this computer alone. */
function writeAccounts(folder: string, accounts: readonly Account[]): void {
  const draft = `${accountFile(folder)}.${process.pid}`
  fs.rmSync(draft, { force: true })
  fs.writeFileSync(draft, `${JSON.stringify({ accounts }, null, 2)}\n`, {
    mode: 0o600,
    flag: 'wx',
    flush: true,
  })
  fs.renameSync(draft, accountFile(folder))
}
