import { readFileSync } from 'node:fs'
import path from 'node:path'

/** The commit that is checked out in a clone, read from its files; null where there is none to be found. */
export function commitOf(root: string): string | null {
  try {
    const git = path.join(root, '.git')
    const head = readFileSync(path.join(git, 'HEAD'), 'utf8').trim()
    const ref = /^ref: (.+)$/.exec(head)?.[1]
    if (!ref) return head
    try {
      return readFileSync(path.join(git, ref), 'utf8').trim()
    } catch {
      const packed = readFileSync(path.join(git, 'packed-refs'), 'utf8').split('\n')
      return packed.find((line) => line.endsWith(` ${ref}`))?.split(' ')[0] ?? null
    }
  } catch {
    return null
  }
}
