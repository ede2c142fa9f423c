import type { Defect } from '../../contract/inspection.ts'
import type { Box, Image } from '../../contract/part.ts'

/** A piece of an image at the size that a model takes; `x`, `y`: its top left pixel in the image. */
export interface Tile {
  readonly x: number
  readonly y: number
  readonly image: Image
}

/** Neighbouring tiles share this many pixels, so that a mark on a seam lies whole in one of them; small tiles half. */
const overlapPx = 64

/**
 * Cuts an image of any size, at least 1 × 1, into tiles of one size, row by row. A side shorter than the tile is
 * continued at its far end by mirror reflection (… c b a b c b a …), so a tile never invents an edge.
 * An image of exactly the tile's size passes through uncopied.
 */
export function* tileImage(image: Image, width: number, height: number): Generator<Tile> {
  if (image.width === width && image.height === height) return yield { x: 0, y: 0, image }
  for (const y of tileStarts(image.height, height)) {
    for (const x of tileStarts(image.width, width)) yield { x, y, image: cut(image, x, y, width, height) }
  }
}

/** Where tiles of `size` start along a side of `length`: the fewest that overlap enough, evenly spread. */
export function tileStarts(length: number, size: number): number[] {
  if (length <= size) return [0]
  const overlap = Math.min(overlapPx, size >> 1)
  const steps = Math.ceil((length - size) / (size - overlap))
  return Array.from({ length: steps + 1 }, (_, i) => Math.floor((i * (length - size)) / steps))
}

function cut(image: Image, left: number, top: number, width: number, height: number): Image {
  const { channels } = image
  const data = new Uint8Array(width * height * channels)
  const inside = Math.min(width, image.width)
  for (let y = 0; y < height; y++) {
    const from = (reflect(top + y, image.height) * image.width + left) * channels
    const to = y * width * channels
    data.set(image.data.subarray(from, from + inside * channels), to)
    for (let x = inside; x < width; x++) {
      const source = to + reflect(x, inside) * channels
      data.copyWithin(to + x * channels, source, source + channels)
    }
  }
  return { width, height, channels, data }
}

/** The place inside [0, length) that a mirror at either end shows at `at`: 0 1 2 1 0 1 2 … for a length of 3. */
export function reflect(at: number, length: number): number {
  if (length === 1) return 0
  const period = 2 * (length - 1)
  const place = at % period
  return place < length ? place : period - place
}

/**
 * Defects found tile by tile, as they lie in the image: cut to its pixels (what a mirror showed is gone), and those of
 * one class that touch on a seam joined into one, with the score and the size of the worst.
 */
export function joinDefects(defects: readonly Defect[], image: Pick<Image, 'width' | 'height'>): Defect[] {
  const joined: Defect[] = []
  const byScore = [...defects].sort((a, b) => b.score - a.score)
  for (const defect of byScore) {
    let whole = { ...defect, box: clip(defect.box, image) }
    if (whole.box.width <= 0 || whole.box.height <= 0) continue
    for (let at = joined.findIndex((other) => isSame(other, whole)); at >= 0; ) {
      const [other] = joined.splice(at, 1)
      if (other) whole = { ...other, box: union(other.box, whole.box) }
      at = joined.findIndex((next) => isSame(next, whole))
    }
    joined.push(whole)
  }
  return joined.sort((a, b) => b.score - a.score)
}

const isSame = (a: Defect, b: Defect): boolean => a.class === b.class && overlaps(a.box, b.box)

const overlaps = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

const span = (left: number, top: number, right: number, bottom: number): Box => ({
  x: left,
  y: top,
  width: Math.max(0, right - left),
  height: Math.max(0, bottom - top),
})

const clip = (box: Box, image: Pick<Image, 'width' | 'height'>): Box =>
  span(
    Math.max(0, box.x),
    Math.max(0, box.y),
    Math.min(image.width, box.x + box.width),
    Math.min(image.height, box.y + box.height),
  )

const union = (a: Box, b: Box): Box =>
  span(
    Math.min(a.x, b.x),
    Math.min(a.y, b.y),
    Math.max(a.x + a.width, b.x + b.width),
    Math.max(a.y + a.height, b.y + b.height),
  )
