import { readFileSync } from 'node:fs'
import { JidokaError } from '../contract/error.ts'

/** A certificate or several, PEM. @throws {JidokaError} CONFIG_INVALID, naming the file */
export function readCertificate(file: string): string {
  const text = read(file)
  if (!text.includes('-----BEGIN CERTIFICATE-----'))
    throw new JidokaError('CONFIG_INVALID', `${file} holds no certificate (PEM).`)
  return text
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const cause = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new JidokaError('CONFIG_INVALID', `The certificate ${file} cannot be read (${cause}).`)
  }
}
