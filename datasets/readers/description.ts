import type { LabelledMark, Outline } from '../../edge/contract/data-set.ts'
import { JidokaError } from '../../edge/contract/error.ts'

/** What the labels say of one part, before its image is opened. Paths are relative to the set, `/` between levels. */
export interface PartDescription {
  /** Unique in the set. */
  readonly part: string
  readonly image: string
  /** File and row that say it. */
  readonly where: string
  readonly isDefective: boolean
  /** The size that the labels are for; null: they do not say. */
  readonly size: { readonly width: number; readonly height: number } | null
  /** `share`: boxes and rings are shares of the image's width and height. */
  readonly unit: 'pixel' | 'share'
  readonly marks: readonly DescribedMark[]
  readonly mask: MaskFile | null
}

export interface DescribedMark extends LabelledMark {
  readonly outline: Outline | null
}

/** `plane`: the value of a pixel is the number of its mark. `regions`: each connected region is a mark of this class. */
export type MaskFile =
  | { readonly file: string; readonly kind: 'plane' }
  | { readonly file: string; readonly kind: 'regions'; readonly class: string }

/** Gives up on a data set: it is the only thing a person hears. `cause` has no full stop. */
export function refuseSet(where: string, cause: string): never {
  throw new JidokaError('DATASET_INVALID', `${where}: ${cause}.`)
}

/** A mark of a class, without size, limit or contrast: foreign sets give none. */
export const plainMark = (name: string): DescribedMark => ({
  class: name,
  isLookAlike: false,
  sizeMm: null,
  sizeOverLimit: null,
  contrastToNoise: null,
  box: null,
  outline: null,
})

/** Sub-folders that hold good parts. */
export const isGoodFolder = (name: string): boolean => ['good', 'ok'].includes(name.toLowerCase())

/** A path without its ending. */
export const stemOf = (path: string): string => path.replace(/\.[^./]+$/, '')

/** Whether a path that a label file gives could name something outside of the set. */
export const leadsOut = (path: string): boolean => /^[\\/]|^[A-Za-z]:|(^|[\\/])\.\.([\\/]|$)/.test(path)
