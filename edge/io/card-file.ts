import { readFile } from 'node:fs/promises'
import type { ZodType } from 'zod'
import { JidokaError } from '../contract/error.ts'
import { modelKeyOfEnvironment, requireSignature } from './model-signature.ts'

/**
 * @param key that it must be signed with; the environment says which when left out
 * @throws {JidokaError} CARD_INVALID, naming the field; MODEL_UNSIGNED
 */
export async function readCard<T>(
  file: string,
  schema: ZodType<T>,
  key = modelKeyOfEnvironment(),
): Promise<T> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new JidokaError('CARD_INVALID', `The card ${file} could not be read (${error.code}).`)
  })
  requireSignature(file, bytes, key)
  const parsed = schema.safeParse(fromJson(bytes.toString('utf8')))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const field = issue?.path.join('.') || 'the whole'
  throw new JidokaError('CARD_INVALID', `The card ${file} is not valid: ${field}: ${issue?.message}.`)
}

/** undefined for what is no JSON. */
export function fromJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const shortHash = (sha256: string): string => `sha256 ${sha256.slice(0, 12)}…`

export const hashMismatch = (card: string, named: string, model: string, found: string): JidokaError =>
  new JidokaError(
    'MODEL_HASH_MISMATCH',
    `The card ${card} is for ${shortHash(named)}, but ${model} is ${shortHash(found)}.`,
  )
