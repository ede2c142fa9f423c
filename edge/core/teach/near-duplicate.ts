import type { Image } from '../../contract/part.ts'
import { medianOf } from '../quality/quantile.ts'

/** Cells along each side of a thumbnail. */
const side = 16
/** Of the distance that two images usually have: re-encoded, shifted by a pixel or taken twice they lie at a tenth or less. */
const near = 0.15

/** Mean level of each of 16 × 16 cells over the mean of all: the picture at a glance, whatever the exposure. Grey levels. */
export function thumbnail({ data, width, height, channels }: Image): Float32Array {
  const sums = new Float64Array(side * side)
  const counts = new Float64Array(side * side)
  const column = Int32Array.from({ length: width }, (_, x) => Math.floor((x * side) / width))
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * side) / height) * side
    for (let x = 0; x < width; x++) {
      const cell = row + (column[x] ?? 0)
      for (let channel = 0; channel < channels; channel++)
        sums[cell] = (sums[cell] ?? 0) + (data[(y * width + x) * channels + channel] ?? 0)
      counts[cell] = (counts[cell] ?? 0) + channels
    }
  }
  const levels = sums.map((sum, cell) => sum / Math.max(1, counts[cell] ?? 0))
  const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length
  return Float32Array.from(levels, (level) => level - mean)
}

/** Indexes of the images that are nearly the picture of one before them; where all look alike, none. */
export function nearDuplicates(thumbnails: readonly Float32Array[]): number[] {
  const nearest = thumbnails.map(() => Number.POSITIVE_INFINITY)
  const distances: number[] = []
  thumbnails.forEach((one, index) => {
    for (let before = 0; before < index; before++) {
      const away = distanceOf(one, thumbnails[before] ?? one)
      nearest[index] = Math.min(nearest[index] ?? away, away)
      distances.push(away)
    }
  })
  const limit = near * medianOf(distances)
  return nearest.flatMap((away, index) => (away < limit ? [index] : []))
}

function distanceOf(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let cell = 0; cell < a.length; cell++) sum += Math.abs((a[cell] ?? 0) - (b[cell] ?? 0))
  return sum / a.length
}
