import type { Image } from '../../contract/part.ts'

const blockPx = 8

/** The golden template: the mean of good grey images of one size, in one image of memory. */
export interface Template {
  /** The largest mean difference to it in any block of 8 × 8; 0 while it is empty, NaN for an image of another size. */
  score(image: Image): number
  /** Folds a good image of its size into the mean. */
  learn(image: Image): void
}

export function createTemplate(): Template {
  let mean = new Float32Array(0)
  let width = 0
  let learnt = 0
  return {
    score(image) {
      if (learnt === 0) return 0
      const isOfItsSize = image.width === width && image.data.length === mean.length
      return isOfItsSize ? largestBlockDifference(image, mean) : Number.NaN
    },
    learn({ data, width: itsWidth }) {
      learnt++
      if (learnt === 1) {
        mean = Float32Array.from(data)
        width = itsWidth
      } else if (itsWidth === width && data.length === mean.length) {
        const share = 1 / learnt
        for (let at = 0; at < mean.length; at++) {
          const level = mean[at] ?? 0
          mean[at] = level + ((data[at] ?? 0) - level) * share
        }
      }
    },
  }
}

/** Blocks at the far edges are narrower where the side is no multiple of 8. */
function largestBlockDifference({ data, width, height }: Image, mean: Float32Array): number {
  const sums = new Float64Array(Math.ceil(width / blockPx))
  let largest = 0
  for (let top = 0; top < height; top += blockPx) {
    const bottom = Math.min(height, top + blockPx)
    sums.fill(0)
    for (let row = top; row < bottom; row++) {
      for (let column = 0; column < width; column++) {
        const at = row * width + column
        const block = column >> 3
        sums[block] = (sums[block] ?? 0) + Math.abs((data[at] ?? 0) - (mean[at] ?? 0))
      }
    }
    for (let block = 0; block < sums.length; block++) {
      const columns = Math.min(blockPx, width - block * blockPx)
      largest = Math.max(largest, (sums[block] ?? 0) / (columns * (bottom - top)))
    }
  }
  return largest
}
