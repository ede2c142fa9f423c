import { stat } from 'node:fs/promises'
import path from 'node:path'
import { glob } from 'tinyglobby'
import { JidokaError } from '../contract/error.ts'

/**
 * Endings by which a folder is searched. Kinds that are not read (gif, svg, heic …) are found too: they are refused
 * aloud, since a part that is skipped in silence counts as inspected.
 */
const endings = 'jpg,jpeg,jpe,jfif,png,apng,webp,tif,tiff,bmp,dib,gif,svg,heic,heif,avif,jp2,jxl'
const anyImage = `**/*.{${endings}}`

/**
 * The images that files, folders (with all below) and globs name, in the order given, each one sorted, none twice.
 * A file or a glob is taken at its word; a folder gives what ends like an image.
 * @throws {JidokaError} IMAGES_NONE for anything that names none, so that no part of an order is left out in silence
 */
export async function listImages(patterns: readonly string[]): Promise<string[]> {
  const found = new Set<string>()
  for (const pattern of patterns) for (const file of await expand(pattern)) found.add(path.normalize(file))
  return [...found]
}

/**
 * The images below a folder as paths relative to it, `/` between the levels, sorted.
 * @throws {JidokaError} IMAGES_NONE
 */
export const listFolder = async (folder: string): Promise<string[]> =>
  some(folder, await glob(anyImage, { cwd: folder, caseSensitiveMatch: false, expandDirectories: false }))

async function expand(pattern: string): Promise<string[]> {
  // What exists is meant as it is written, whatever glob characters are in its name.
  const entry = await stat(pattern).catch(() => null)
  if (entry?.isDirectory()) return (await listFolder(pattern)).map((name) => path.join(pattern, name))
  if (entry) return [pattern]
  // On Windows a backslash separates; in a glob it would escape.
  const names = await glob(pattern.replaceAll(path.sep, '/'), { expandDirectories: false })
  return some(pattern, names).map((name) => (path.isAbsolute(pattern) ? path.resolve(name) : name))
}

function some(pattern: string, files: string[]): string[] {
  if (files.length === 0)
    throw new JidokaError('IMAGES_NONE', `No image was found under ${pattern || 'an empty name'}.`)
  return files.sort()
}
