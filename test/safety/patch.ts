import type { Box, Image } from '../../edge/contract/part.ts'
import type { Rng } from '../../edge/contract/port.ts'

/** Pixels of a square on an image. */
export interface Place {
  readonly x: number
  readonly y: number
  readonly side: number
}

/** The square of `side` around the middle of a box, moved inside the image. */
export function placeOver(box: Box, side: number, { width, height }: Image): Place {
  const inside = (start: number, extent: number) => Math.round(Math.min(extent - side, Math.max(0, start)))
  return {
    x: inside(box.x + box.width / 2 - side / 2, width),
    y: inside(box.y + box.height / 2 - side / 2, height),
    side,
  }
}

/** A square that touches none of the boxes, nearest to the first of them out of many drawn; null if none was found. */
export function placeBeside(boxes: readonly Box[], side: number, image: Image, rng: Rng): Place | null {
  const [first] = boxes
  const drawn = Array.from({ length: 200 }, () => ({
    x: Math.floor(rng.next() * (image.width - side + 1)),
    y: Math.floor(rng.next() * (image.height - side + 1)),
    side,
  })).filter((place) => boxes.every((box) => !touches(place, box)))
  const far = (place: Place) =>
    first ? Math.hypot(place.x + side / 2 - middle(first).x, place.y + side / 2 - middle(first).y) : 0
  return drawn.sort((a, b) => far(a) - far(b))[0] ?? null
}

const middle = ({ x, y, width, height }: Box) => ({ x: x + width / 2, y: y + height / 2 })

const touches = ({ x, y, side }: Place, box: Box): boolean =>
  x < box.x + box.width && box.x < x + side && y < box.y + box.height && box.y < y + side

/** A copy of the image with every pixel of the square painted; `paint` gets pixels of the square, and what is there. */
export function painted(
  image: Image,
  { x: left, y: top, side }: Place,
  paint: (x: number, y: number, level: number) => number,
): Image {
  const data = image.data.slice()
  const { width, channels } = image
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const start = ((top + y) * width + left + x) * channels
      for (let channel = 0; channel < channels; channel++) {
        const level = data[start + channel] ?? 0
        data[start + channel] = Math.min(255, Math.max(0, Math.round(paint(x, y, level))))
      }
    }
  return { ...image, data }
}

/** Opaque paper of one grey. */
export const sticker = (image: Image, place: Place): Image => painted(image, place, () => 200)

/** A lamp's reflection: saturated in the middle, falling off to nothing at the edge of the square. */
export function glare(image: Image, place: Place): Image {
  const radius = place.side / 2
  return painted(image, place, (x, y, level) => {
    const far = Math.hypot(x + 0.5 - radius, y + 0.5 - radius) / radius
    return level + 400 * Math.max(0, 1 - far ** 2)
  })
}

/** Blocks of grey, as could be printed: `levels` of `blocks × blocks`, row by row. */
export function pattern(image: Image, place: Place, levels: readonly number[]): Image {
  const blocks = Math.round(Math.sqrt(levels.length))
  const at = (pixel: number) => Math.floor((pixel * blocks) / place.side)
  return painted(image, place, (x, y) => levels[at(y) * blocks + at(x)] ?? 0)
}
