import type { LabelledCapture } from '../../contract/data-set.ts'
import type { Box, Image } from '../../contract/part.ts'
import { isDefect, labelOf, lastLabel } from './trial.ts'

/** Levels of a heat map. */
const levels = 256

/** How heat lies on the pixels of one part, or of many summed: a histogram of 256 levels each. */
export interface PartOverlap {
  /** Pixels of no defect; those of marks under their limit count nowhere. */
  readonly background: ArrayLike<number>
  /** Pixels of defects. */
  readonly defect: ArrayLike<number>
  /** Shares of the pixels of each defect, summed over the defects: every defect weighs the same. */
  readonly regions: ArrayLike<number>
  readonly regionCount: number
}

interface Sum {
  readonly background: Float64Array
  readonly defect: Float64Array
  readonly regions: Float64Array
  regionCount: number
}

const emptySum = (): Sum => ({
  background: new Float64Array(levels),
  defect: new Float64Array(levels),
  regions: new Float64Array(levels),
  regionCount: 0,
})

type Extent = Pick<Image, 'width' | 'height'>

type Labelled = Pick<LabelledCapture, 'truth' | 'mask'> & {
  readonly frame: { readonly image: Extent }
}

/**
 * The heat on one part's pixels; `heat` holds cells of `stridePx` pixels from the image's top left corner, and what
 * it does not cover is cold. Cells are counted, and only the boxes of marks walked pixel by pixel; marks that share
 * the last label of the mask are one. Null: no mask says where the marks of the part lie, or nobody knows if it has any.
 */
export function partOverlap(
  heat: Image,
  { frame, truth, mask }: Labelled,
  stridePx: number,
): PartOverlap | null {
  const part = emptySum()
  countCells(part.background, heat, frame.image, stridePx)
  if (!mask) return truth.isDefective === false && truth.marks.length === 0 ? part : null
  for (const [index, mark] of truth.marks.slice(0, lastLabel).entries()) {
    if (mark.isLookAlike) continue
    const label = labelOf(index)
    const isShared = label === lastLabel && truth.marks.length > lastLabel
    const box = isShared ? null : mark.box
    const inside = pixelsOf(box, label, mask, frame.image, (x, y) => levelAt(heat, x, y, stridePx))
    let pixels = 0
    for (let level = 0; level < levels; level++) {
      part.background[level] = (part.background[level] ?? 0) - (inside[level] ?? 0)
      pixels += inside[level] ?? 0
    }
    if (isDefect(mark) && pixels > 0) addRegion(part, inside, pixels)
  }
  return part
}

const levelAt = (heat: Image, x: number, y: number, stridePx: number): number => {
  const [column, row] = [Math.floor(x / stridePx), Math.floor(y / stridePx)]
  return column < heat.width ? (heat.data[row * heat.width + column] ?? 0) : 0
}

/** Adds the pixels under each cell; a cell beyond the image's edge has fewer of them, or none. */
function countCells(histogram: Float64Array, heat: Image, image: Extent, stridePx: number): void {
  const pixelsAlong = (cell: number, length: number) =>
    Math.max(0, Math.min(stridePx, length - cell * stridePx))
  const widths = Array.from({ length: heat.width }, (_, column) => pixelsAlong(column, image.width))
  let covered = 0
  for (let row = 0; row < heat.height; row++) {
    const height = pixelsAlong(row, image.height)
    for (let column = 0; column < heat.width; column++) {
      const pixels = height * (widths[column] ?? 0)
      const level = heat.data[row * heat.width + column] ?? 0
      histogram[level] = (histogram[level] ?? 0) + pixels
      covered += pixels
    }
  }
  histogram[0] = (histogram[0] ?? 0) + image.width * image.height - covered
}

/** The pixels that the mask gives to a mark, by heat; without a box, wherever they lie. */
function pixelsOf(
  place: Box | null,
  label: number,
  mask: Uint8Array,
  image: Extent,
  levelOf: (x: number, y: number) => number,
): Float64Array {
  const histogram = new Float64Array(levels)
  const box = place ?? { x: 0, y: 0, ...image }
  const right = Math.min(image.width, Math.ceil(box.x + box.width))
  const bottom = Math.min(image.height, Math.ceil(box.y + box.height))
  for (let y = Math.max(0, Math.floor(box.y)); y < bottom; y++) {
    for (let x = Math.max(0, Math.floor(box.x)); x < right; x++) {
      if (mask[y * image.width + x] !== label) continue
      const level = levelOf(x, y)
      histogram[level] = (histogram[level] ?? 0) + 1
    }
  }
  return histogram
}

function addRegion(part: Sum, inside: Float64Array, pixels: number): void {
  part.regionCount++
  for (let level = 0; level < levels; level++) {
    const count = inside[level] ?? 0
    part.defect[level] = (part.defect[level] ?? 0) + count
    part.regions[level] = (part.regions[level] ?? 0) + count / pixels
  }
}

function addTo(sum: Sum, part: PartOverlap): void {
  sum.regionCount += part.regionCount
  for (const key of ['background', 'defect', 'regions'] as const)
    for (let level = 0; level < levels; level++)
      sum[key][level] = (sum[key][level] ?? 0) + (part[key][level] ?? 0)
}

/** The sum of parts; a resample for a bootstrap may repeat them. */
export function addOverlaps(parts: Iterable<PartOverlap>): PartOverlap {
  const sum = emptySum()
  for (const part of parts) addTo(sum, part)
  return sum
}

const total = (histogram: ArrayLike<number>): number =>
  Array.from(histogram).reduce((sum, count) => sum + count, 0)

/**
 * Area under the per-region overlap against the false positive rate, up to `limit` of it, divided by `limit`
 * (Bergmann et al. 2021, MVTec AD): trapezes between the 256 thresholds. Null without a defect or a background.
 */
export function auproOf({ background, regions, regionCount }: PartOverlap, limit = 0.3): number | null {
  const backgroundPixels = total(background)
  if (regionCount === 0 || backgroundPixels === 0) return null
  let [area, rate, overlap] = [0, 0, 0]
  for (let level = levels - 1; level >= 0 && rate < limit; level--) {
    const rateStep = (background[level] ?? 0) / backgroundPixels
    const overlapStep = (regions[level] ?? 0) / regionCount
    const share = rate + rateStep > limit ? (limit - rate) / rateStep : 1
    area += share * rateStep * (overlap + (share * overlapStep) / 2)
    rate += rateStep
    overlap += overlapStep
  }
  return area / limit
}

/** Chance that a pixel of a defect is hotter than one of the background, ties counted half. Null without both. */
export function pixelAurocOf({ background, defect }: PartOverlap): number | null {
  const [backgroundPixels, defectPixels] = [total(background), total(defect)]
  if (backgroundPixels === 0 || defectPixels === 0) return null
  let [area, colder] = [0, 0]
  for (let level = 0; level < levels; level++) {
    const here = background[level] ?? 0
    area += (defect[level] ?? 0) * (colder + here / 2)
    colder += here
  }
  return area / (backgroundPixels * defectPixels)
}

export interface Overlap {
  add(part: PartOverlap): void
  aupro(limit?: number): number | null
  pixelAuroc(): number | null
}

/** Sums parts in memory that does not grow with them. */
export function createOverlap(): Overlap {
  const sum = emptySum()
  return {
    add: (part) => addTo(sum, part),
    aupro: (limit) => auproOf(sum, limit),
    pixelAuroc: () => pixelAurocOf(sum),
  }
}
