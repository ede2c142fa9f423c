import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { JidokaError } from '../contract/error.ts'

/** Longer lines are no table: without a bound, a file without line ends would fill the memory. */
const longestLine = 1 << 20
/** So much of a file is looked at for what no text holds. */
const sniffedChars = 1 << 16

/**
 * The lines of a text file in UTF-8, as many at a time as one read gives, without line ends and byte order mark. The file
 * is read no faster than the lines are taken.
 * @throws {JidokaError} SERIES_INVALID when it cannot be read or is no text
 */
export async function* textLines(file: string): AsyncGenerator<string[]> {
  const refuse = (cause: string): never => {
    throw new JidokaError('SERIES_INVALID', `${file} ${cause}.`)
  }
  if ((await stat(file).catch(unread(file))).isDirectory()) refuse('is a folder')
  let [rest, isFirst] = ['', true]
  try {
    for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 18 })) {
      const text = String(chunk)
      const [fresh, head] = isFirst ? [text.replace(/^\uFEFF/, ''), text.slice(0, sniffedChars)] : [text, '']
      isFirst = false
      if (/[\0\uFFFD]/.test(head)) refuse('is not text in UTF-8; save it as CSV UTF-8')
      const lines = (rest + fresh).split(/\r?\n/)
      rest = lines.pop() ?? ''
      if (rest.length > longestLine)
        refuse(`has a line of more than ${longestLine} characters: it is no table`)
      yield lines
    }
  } catch (error) {
    if (error instanceof JidokaError) throw error
    unread(file)(error)
  }
  if (rest !== '') yield [rest]
}

/** Whether a place is a folder; false for one that is not there. */
export const isFolder = (place: string): Promise<boolean> =>
  stat(place).then(
    (found) => found.isDirectory(),
    () => false,
  )

/** The whole of a small text file, its byte order mark taken off. */
export async function wholeText(file: string): Promise<string> {
  const parts: string[] = []
  for await (const lines of textLines(file)) for (const line of lines) parts.push(line)
  return parts.join('\n')
}

const unread =
  (file: string) =>
  (error: unknown): never => {
    const code = error instanceof Error && 'code' in error ? error.code : 'unknown'
    throw new JidokaError('SERIES_INVALID', `${file} cannot be read (${code}).`)
  }
