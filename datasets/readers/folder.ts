import type { Truth } from '../../edge/contract/part.ts'
import { isGoodFolder, type PartDescription, plainMark, refuseSet } from './description.ts'

/** A photograph of a part, and what the folder that it lies in says about the part. */
export interface LabelledPhotograph {
  /** As listed. */
  readonly path: string
  /** Where the defect lies is not known: `marks` is empty. */
  readonly truth: Truth
  /** Name of the defect; null for a good part, or when nobody knows. */
  readonly defect: string | null
}

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
    const isGood = folder !== null && isGoodFolder(folder)
    const isDefective = folder === null ? null : !isGood
    return { path, truth: { isDefective, marks: [] }, defect: isDefective ? folder : null }
  })
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The same for a data set, where every part must have a truth: a defect is known by name, not by place. */
export const describeFolder = (listing: readonly string[]): PartDescription[] =>
  readFolder(listing).map(({ path, truth, defect }) => {
    if (truth.isDefective === null)
      refuseSet(path, 'it lies in no sub-folder, so nobody knows whether it is good')
    const marks = defect === null ? [] : [plainMark(defect)]
    const shared = { image: path, where: path, size: null, unit: 'pixel', mask: null } as const
    return { ...shared, part: path, isDefective: truth.isDefective === true, marks }
  })
