import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { user } from '../../edge/command/user.ts'
import type { Role } from '../../edge/contract/role.ts'
import { openAccounts } from '../../edge/io/accounts.ts'
import { isPassword } from '../../edge/io/secret.ts'
import { removeFolder, temporaryFolder } from '../flow/running.ts'

let folder = ''
beforeEach(async () => {
  folder = await temporaryFolder('user')
})
afterEach(() => removeFolder(folder))

async function said(name?: string, role?: Role, shouldRemove = false): Promise<string> {
  let text = ''
  const out = { write: (words: string) => (text += words) }
  await user({ folder, user: name, role, shouldRemove, out })
  return text
}

describe('jidoka user', () => {
  it('adds one with a password that fits, gives a new one with the same role, lists and removes', async () => {
    const accounts = openAccounts(folder)
    const first = /^ann operator (\S{16})\n$/.exec(await said('ann', 'operator'))?.[1] ?? ''
    expect(await isPassword(first, accounts.find('ann')?.hash ?? '')).toBe(true)
    const second = /^ann operator (\S{16})\n$/.exec(await said('ann'))?.[1] ?? ''
    expect(await isPassword(first, accounts.find('ann')?.hash ?? '')).toBe(false)
    expect(await isPassword(second, accounts.find('ann')?.hash ?? '')).toBe(true)
    expect(await said()).toBe('ann operator\n')
    await said('ann', undefined, true)
    expect([await said(), accounts.find('ann')]).toEqual(['', null])
  })

  it.each([
    ['a new user without a role', 'ann', /The user ann is new/],
    ['a name that is none', 'Ann Lee', /Ann Lee: a user is 1 to 32/],
    ['the name of the service', 'edge', /kept for the service/],
  ])('refuses %s', async (_, name, message) => {
    await expect(said(name)).rejects.toThrow(message)
  })

  it('refuses to remove who is not there', async () => {
    await expect(said('ann', undefined, true)).rejects.toMatchObject({ code: 'USAGE' })
  })
})
