import type { Truth } from '../../edge/contract/part.ts'

/** A photograph of a part, and what the folder that it lies in says about the part. */
export interface LabelledPhotograph {
  /** As listed. */
  readonly path: string
  /** Where the defect lies is not known: `marks` is empty. */
  readonly truth: Truth
  /** Name of the defect; null for a good part, or when nobody knows. */
  readonly defect: string | null
}

/** Sub-folders that hold good parts; any other one names a defect. */
const goodFolders = ['good', 'ok']

/**
 * Reads the truth from a listing of a folder of photographs, paths relative to it, `/` or `\` between the levels. The
 * first level counts: `good/` means OK, any other sub-folder names a defect. A photograph that lies in no sub-folder
 * has no known truth. The order is that of the paths, character by character: the same on every computer.
 */
export function readFolder(listing: readonly string[]): LabelledPhotograph[] {
  const entries = listing.map((path) => ({
    path,
    levels: path.split(/[\\/]/).filter((level) => level && level !== '.'),
  }))
  entries.sort((a, b) => compare(a.levels.join('/'), b.levels.join('/')))
  return entries.map(({ path, levels }) => {
    const folder = levels.length > 1 ? (levels[0] ?? null) : null
    const isGood = folder !== null && goodFolders.includes(folder.toLowerCase())
    const isDefective = folder === null ? null : !isGood
    return { path, truth: { isDefective, marks: [] }, defect: isDefective ? folder : null }
  })
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
