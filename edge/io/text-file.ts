import fs from 'node:fs'
import { type ErrorCode, JidokaError } from '../contract/error.ts'

/** The whole of a small text file. @throws {JidokaError} `code` for one that cannot be read */
export function readText(file: string, code: ErrorCode = 'CONFIG_INVALID'): string {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch (error) {
    throw new JidokaError(code, `${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`)
  }
}
