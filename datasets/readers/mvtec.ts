import { isGoodFolder, type MaskFile, type PartDescription, refuseSet, stemOf } from './description.ts'

/** An image of the set: its category (empty for a set of one), the kind of part, and its name without ending. */
interface Place {
  readonly path: string
  readonly category: string
  readonly kind: string
  readonly stem: string
}

/**
 * Reads a set in the layout of MVTec AD from the images below its folder: `test/good`, `test/<defect>` and
 * `ground_truth/<defect>/<name>_mask.png` (or `<name>.png`), of one category or of several side by side. `train/` is
 * not read: what a model may have learnt from proves nothing.
 */
export function readMvtec(listing: readonly string[]): PartDescription[] {
  const images = placesIn(listing, 'test')
  const masks = byKey(placesIn(listing, 'ground_truth').map(withoutSuffix))
  const parts = byKey(images)
  for (const [key, { path, kind }] of masks) {
    if (!parts.has(key) && !isGoodFolder(kind)) refuseSet(path, 'this mask belongs to no image in test/')
  }
  return images.map((place) => describe(place, masks.get(keyOf(place))?.path ?? null))
}

function placesIn(listing: readonly string[], room: string): Place[] {
  const pattern = new RegExp(`^(?:([^/]+)/)?${room}/(?:([^/]+)/)?(.+)$`)
  return listing.flatMap((path) => {
    const found = pattern.exec(path)
    if (!found) return []
    const [, category = '', kind, name = ''] = found
    if (kind === undefined)
      return refuseSet(path, `it lies in no folder of ${room}/, so nobody knows what it shows`)
    return [{ path, category, kind, stem: stemOf(name) }]
  })
}

const withoutSuffix = (place: Place): Place => ({ ...place, stem: place.stem.replace(/_mask$/, '') })

const keyOf = ({ category, kind, stem }: Place): string => `${category}/${kind}/${stem}`

function byKey(places: readonly Place[]): Map<string, Place> {
  const found = new Map<string, Place>()
  for (const place of places) {
    const first = found.get(keyOf(place))
    if (first) refuseSet(place.path, `it was there already as ${first.path}; a part counts once`)
    found.set(keyOf(place), place)
  }
  return found
}

function describe({ path, kind, category }: Place, maskPath: string | null): PartDescription {
  const isDefective = !isGoodFolder(kind)
  const wanted = `${category && `${category}/`}ground_truth/${kind}`
  if (isDefective && maskPath === null) refuseSet(path, `its mask is missing in ${wanted}`)
  const mask: MaskFile | null =
    isDefective && maskPath !== null ? { file: maskPath, kind: 'regions', class: kind } : null
  return { part: path, image: path, where: path, isDefective, size: null, unit: 'pixel', marks: [], mask }
}
