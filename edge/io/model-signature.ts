import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { JidokaError } from '../contract/error.ts'
import { environment, loadSettings } from './config.ts'

/** For commands that take no settings. */
export const modelKeyOfEnvironment = (): string => loadSettings({ env: environment() }).modelKey

export const signatureOf = (file: string): string => `${file}.sig`

/**
 * Checks the Ed25519 signature (RFC 8032, 64 bytes) beside a card. The card names its model by hash and holds the thresholds,
 * so whoever signs it signs both.
 *
 * @param keyFile PEM; empty: nothing is asked
 * @throws {JidokaError} MODEL_UNSIGNED, or CONFIG_INVALID for what is no such key
 */
export function requireSignature(file: string, bytes: Uint8Array, keyFile: string): void {
  if (keyFile === '') return
  const key = readModelKey(keyFile)
  const signature = bytesOf(signatureOf(file))
  if (signature === null)
    throw new JidokaError('MODEL_UNSIGNED', `${file} is not signed: there is no ${signatureOf(file)}.`)
  if (!verify(null, bytes, key, signature)) {
    const cause = `${signatureOf(file)} does not belong to this card and the key ${keyFile}.`
    throw new JidokaError('MODEL_UNSIGNED', cause)
  }
}

/** @throws {JidokaError} CONFIG_INVALID */
export function readModelKey(file: string): KeyObject {
  const text = bytesOf(file)?.toString('utf8') ?? ''
  // A key that can sign has no place where models are only checked.
  const key = text.includes('-----BEGIN PUBLIC KEY-----') ? keyIn(text) : null
  if (key?.asymmetricKeyType !== 'ed25519')
    throw new JidokaError('CONFIG_INVALID', `modelKey: ${file} holds no public key of Ed25519 (PEM).`)
  return key
}

function keyIn(text: string): KeyObject | null {
  try {
    return createPublicKey(text)
  } catch {
    return null
  }
}

function bytesOf(file: string): Buffer | null {
  try {
    return readFileSync(file)
  } catch {
    return null
  }
}
