import { scryptSync } from 'node:crypto'
import { expect, it } from 'vitest'
import { fingerprint, hashPassword, isPassword, isSameSecret, randomToken } from '../../edge/io/secret.ts'

it('tokens are 256 bits, fit for a URL, never the same', () => {
  const tokens = Array.from({ length: 1000 }, () => randomToken())
  expect(new Set(tokens).size).toBe(1000)
  expect(tokens.every((token) => /^[\w-]{43}$/.test(token))).toBe(true)
})

it('a password fits its hash alone, and two hashes of it differ', async () => {
  const hash = await hashPassword('质检 pass')
  expect(hash).not.toBe(await hashPassword('质检 pass'))
  expect(await isPassword('质检 pass', hash)).toBe(true)
  expect(await isPassword('质检 pas', hash)).toBe(false)
  expect(await isPassword('', 'no hash at all')).toBe(false)
})

it('the hash is scrypt with N 16384, r 8, p 5', async () => {
  const [salt = '', key = ''] = (await hashPassword('secret')).split('.')
  const expected = scryptSync('secret', Buffer.from(salt, 'base64url'), 32, {
    N: 16_384,
    r: 8,
    p: 5,
    maxmem: 2 ** 26,
  })
  expect(key).toBe(expected.toString('base64url'))
})

it('one spelling of a character is as good as the other', async () => {
  expect(await isPassword('caf\u00e9', await hashPassword('cafe\u0301'))).toBe(true)
})

it('secrets compare by content, whatever their length', () => {
  expect([
    isSameSecret('a', 'a'),
    isSameSecret('a', 'b'),
    isSameSecret('a', 'aa'),
    isSameSecret('', ''),
  ]).toEqual([true, false, false, true])
})

it('a fingerprint is SHA-256', () => {
  // FIPS 180-4, the example of one block.
  expect(Buffer.from(fingerprint('abc'), 'base64url').toString('hex')).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  )
})
