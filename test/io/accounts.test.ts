import fs from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Role } from '../../edge/contract/role.ts'
import { openAccounts, putAccount, readAccounts, settleAccounts } from '../../edge/io/accounts.ts'
import { isPassword } from '../../edge/io/secret.ts'
import { removeFolder, temporaryFolder } from '../flow/running.ts'

let folder = ''
beforeEach(async () => {
  folder = await temporaryFolder('accounts')
})
afterEach(() => removeFolder(folder))

describe('the users of a data folder', () => {
  it('are made once, one a role, with passwords that only their hashes remember', async () => {
    const { drawn, write } = await settleAccounts(folder, 'given')
    expect(await fs.readdir(folder)).toEqual([])
    write()
    expect(Object.keys(drawn)).toEqual(['viewer', 'operator', 'engineer'])
    const accounts = openAccounts(folder)
    for (const role of Role.options) expect(accounts.find(role)).toMatchObject({ user: role, role })
    expect(await isPassword(drawn.viewer ?? '', accounts.find('viewer')?.hash ?? '')).toBe(true)
    const text = await fs.readFile(path.join(folder, 'users.json'), 'utf8')
    for (const password of ['given', ...Object.values(drawn)]) expect(text).not.toContain(password)
    expect(await fs.readdir(folder)).toEqual(['users.json'])
    if (process.platform !== 'win32')
      expect((await fs.stat(path.join(folder, 'users.json'))).mode & 0o777).toBe(0o600)

    for (const again of ['', 'given']) {
      const later = await settleAccounts(folder, again)
      expect(later.drawn).toEqual({})
      later.write()
    }
    expect(await fs.readFile(path.join(folder, 'users.json'), 'utf8')).toBe(text)
    const changed = await settleAccounts(folder, 'another')
    changed.write()
    expect(await isPassword('another', accounts.find('admin')?.hash ?? '')).toBe(true)
  })

  it('are read again when the file has changed', () => {
    const ann = { user: 'ann', role: 'operator', hash: 'a.b' } as const
    const accounts = openAccounts(folder)
    expect(accounts.find('ann')).toBeNull()
    putAccount(folder, ann)
    expect(accounts.find('ann')).toEqual(ann)
    putAccount(folder, { ...ann, role: 'viewer' })
    expect(accounts.find('ann')?.role).toBe('viewer')
    expect(readAccounts(folder)).toHaveLength(1)
  })

  it.each([
    ['{', /users\.json: it cannot be read as JSON\.$/],
    ['{"accounts":[{"user":"ann","role":"king","hash":""}]}', /users\.json: accounts\.0\.role: /],
    ['{"accounts":[{"user":"edge","role":"admin","hash":""}]}', /users\.json: accounts\.0\.user: .*kept for/],
  ])('let nobody in where the file is %s', async (text, message) => {
    await fs.writeFile(path.join(folder, 'users.json'), text)
    expect(() => openAccounts(folder).find('ann')).toThrow(expect.objectContaining({ code: 'USERS_INVALID' }))
    expect(() => readAccounts(folder)).toThrow(message)
  })
})
