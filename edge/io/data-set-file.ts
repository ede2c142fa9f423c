import { open, readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { JidokaError } from '../contract/error.ts'
import { sha256OfFile } from './file-hash.ts'
import { listFolder } from './folder.ts'

/** The images below the folder of a data set, relative to it, `/` between levels, sorted. */
export async function listSet(folder: string): Promise<string[]> {
  if (!(await isFolder(folder))) throw new JidokaError('DATASET_INVALID', `There is no folder ${folder}.`)
  try {
    return await listFolder(folder)
  } catch {
    throw new JidokaError('DATASET_INVALID', `${folder}: it holds no image.`)
  }
}

const entryOf = (file: string) => stat(file).catch(() => null)
export const isFolder = async (folder: string): Promise<boolean> =>
  (await entryOf(folder))?.isDirectory() === true
export const isFile = async (file: string): Promise<boolean> => (await entryOf(file))?.isFile() === true

/** The files below a folder that end so, relative to it, `/` between levels, sorted; none where there is no folder. */
export async function listEnding(folder: string, ending: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true }).catch((): string[] => [])
  return names
    .filter((name) => name.toLowerCase().endsWith(ending))
    .map((name) => name.replaceAll(path.sep, '/'))
    .sort()
}

/** A text file of a data set without its byte order mark; null where there is none. */
export async function readSetText(folder: string, name: string): Promise<string | null> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path.join(folder, name)))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : 'unknown'
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    const cause =
      code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
        ? 'this is not text in UTF-8'
        : `it cannot be read (${code})`
    throw new JidokaError('DATASET_INVALID', `${name}: ${cause}.`)
  }
}

/** The lines of a long text file that hold anything, with their rows from 1. */
export async function* linesOfSet(
  folder: string,
  name: string,
): AsyncGenerator<{ text: string; row: number }> {
  const handle = await open(path.join(folder, name)).catch(() => {
    throw new JidokaError('DATASET_INVALID', `${name}: it is missing in ${folder}.`)
  })
  let row = 0
  try {
    for await (const text of handle.readLines({ encoding: 'utf8' })) {
      row++
      if (text.trim() !== '') yield { text, row }
    }
  } finally {
    await handle.close()
  }
}

/** The files that hold the same bytes as one before them. Only files of one size are compared. */
export async function* twinsIn(
  folder: string,
  names: readonly string[],
): AsyncGenerator<{ readonly name: string; readonly first: string }> {
  const bySize = new Map<number, string[]>()
  for (const name of names) {
    const size = (await entryOf(path.join(folder, name)))?.size ?? 0
    const group = bySize.get(size)
    if (group) group.push(name)
    else bySize.set(size, [name])
  }
  for (const group of bySize.values()) {
    const byHash = new Map<string, string>()
    for (const name of group.length > 1 ? group : []) {
      const hash = await sha256OfFile(path.join(folder, name))
      const first = byHash.get(hash)
      if (first !== undefined) yield { name, first }
      else byHash.set(hash, name)
    }
  }
}

/**
 * Refuses a set in which two files hold the same bytes: a part counts once.
 * @throws {JidokaError} DATASET_INVALID with both names
 */
export async function refuseTwins(folder: string, names: readonly string[]): Promise<void> {
  for await (const { name, first } of twinsIn(folder, names)) {
    const cause = `${name}: it holds the same bytes as ${first}; a part counts once.`
    throw new JidokaError('DATASET_INVALID', cause)
  }
}
