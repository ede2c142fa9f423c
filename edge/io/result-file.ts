import { readFile } from 'node:fs/promises'
import type { ZodType } from 'zod'
import { JidokaError } from '../contract/error.ts'
import { fromJson } from './card-file.ts'

/** Reads a file of results that another run wrote; `name` says what it should be. @throws {JidokaError} USAGE, naming the file */
export async function readResult<T>(file: string, schema: ZodType<T>, name: string): Promise<T> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new JidokaError('USAGE', `${file} could not be read (${error.code}).`)
  })
  const parsed = schema.safeParse(fromJson(text))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new JidokaError('USAGE', `${file} is no ${name} (${issue?.path.join('.') || 'no JSON'}).`)
}
