import { createHash, randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { codeLength } from '../contract/group.ts'
import { codeOf } from '../core/classroom/code.ts'

/** OWASP's parameters for 16 MB a hash: strong enough, and it fits beside a model. */
const cost: ScryptOptions = { N: 2 ** 14, r: 8, p: 5, maxmem: 64 * 1024 * 1024 }
const keyBytes = 32

/** Chance that nobody can guess: `bytes` × 8 bits, as text fit for a URL. */
export const randomToken = (bytes = 32): string => randomBytes(bytes).toString('base64url')

/** A code of a group: six signs that a person can read out. */
export const randomCode = (): string => codeOf(randomBytes(codeLength))

/** Of a certificate: 16 bytes, positive and without a leading zero, as DER wants an integer. */
export function randomSerial(): Buffer {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40
  return bytes
}

/** What to keep instead of a random token: whoever reads it cannot sign in with it. Not for passwords. */
export const fingerprint = (token: string): string => createHash('sha256').update(token).digest('base64url')

/** Compares in a time that says nothing about where the two differ, nor how long they are. */
export const isSameSecret = (one: string, other: string): boolean =>
  timingSafeEqual(createHash('sha256').update(one).digest(), createHash('sha256').update(other).digest())

/** `<salt>.<key>` by scrypt, off the event loop's thread; about 0.2 s. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  return `${salt.toString('base64url')}.${(await derive(password, salt)).toString('base64url')}`
}

export async function isPassword(password: string, hash: string): Promise<boolean> {
  const [salt = '', key = ''] = hash.split('.')
  const derived = await derive(password, Buffer.from(salt, 'base64url'))
  return isSameSecret(derived.toString('base64url'), key)
}

const derive = (password: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, keyBytes, cost, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
