import { readdir, stat } from 'node:fs/promises'
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
 * @throws {JidokaError} IMAGES_NONE, IMAGE_UNREADABLE
 */
export async function listFolder(folder: string): Promise<string[]> {
  const files = await glob(anyImage, { cwd: folder, caseSensitiveMatch: false, expandDirectories: false })
  await refuseLostLinks(folder)
  return some(folder, files)
}

const isImage = new RegExp(`\\.(${endings.replaceAll(',', '|')})$`, 'i')

/** The glob passes over links that lead nowhere (a git-annex set that was not fetched). */
async function refuseLostLinks(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink() || !isImage.test(entry.name)) continue
    const file = path.join(entry.parentPath, entry.name)
    if (!(await stat(file).catch(() => null)))
      throw new JidokaError('IMAGE_UNREADABLE', `${file} is a link to a file that is not there.`)
  }
}

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
