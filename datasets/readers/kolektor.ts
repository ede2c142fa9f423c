import { type PartDescription, refuseSet, stemOf } from './description.ts'

/** An image of KolektorSDD and its mask; whether the part is defective, the mask alone says. */
export interface KolektorPair {
  readonly image: string
  readonly mask: string
}

/** Whether a set is laid out as MVTec AD has it, as copies of KolektorSDD often are. */
export const isMvtecLayout = (listing: readonly string[]): boolean =>
  listing.some((path) => /^(?:[^/]+\/)?ground_truth\//.test(path))

/**
 * Pairs the images of KolektorSDD (doi:10.1007/s10845-019-01476-x) as its authors lay them out: `kos01/Part0.jpg` with
 * `kos01/Part0_label.bmp`, a mask for every image, black all over for a good one.
 */
export function pairKolektor(listing: readonly string[]): KolektorPair[] {
  const masks = new Map(
    listing.filter(isMask).map((path) => [stemOf(path).slice(0, -'_label'.length), path] as const),
  )
  const pairs = listing
    .filter((path) => !isMask(path))
    .map((image) => {
      const mask = masks.get(stemOf(image))
      masks.delete(stemOf(image))
      return mask === undefined
        ? refuseSet(image, `its mask ${stemOf(image)}_label.bmp is missing`)
        : { image, mask }
    })
  for (const mask of masks.values()) refuseSet(mask, 'this mask belongs to no image')
  return pairs
}

const isMask = (path: string): boolean => stemOf(path).endsWith('_label')

/** All defects of the set are fine cracks. */
export const describeKolektor = ({ image, mask }: KolektorPair, isDefective: boolean): PartDescription => ({
  part: image,
  image,
  where: image,
  isDefective,
  size: null,
  unit: 'pixel',
  marks: [],
  mask: isDefective ? { file: mask, kind: 'regions', class: 'crack' } : null,
})
