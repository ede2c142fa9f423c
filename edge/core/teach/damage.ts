import type { Image } from '../../contract/part.ts'
import type { Rng } from '../../contract/port.ts'

/**
 * A good image with one piece of damage that nobody drew from a defect: a piece of another place (CutPaste, Li et al.
 * 2021), a scratch, or a stain, each of chance size and strength. Only to choose between methods; nothing learns it.
 */
export function damaged(image: Image, other: Image, rng: Rng): Image {
  const to = { ...image, data: Uint8Array.from(image.data) }
  const kind = Math.floor(3 * rng.next())
  if (kind === 0) pastePiece(to, other, rng)
  else if (kind === 1) scratch(to, rng)
  else disc(to, { ...placeIn(to, rng), radius: logBetween(rng, 0.015, 0.08) * shortOf(to) }, strength(rng))
  return to
}

const logBetween = (rng: Rng, low: number, high: number) => low * (high / low) ** rng.next()
const shortOf = ({ width, height }: Image) => Math.min(width, height)
const placeIn = ({ width, height }: Image, rng: Rng) => ({ x: width * rng.next(), y: height * rng.next() })
/** Grey levels, darker or lighter. */
const strength = (rng: Rng) => (rng.next() < 0.5 ? -1 : 1) * logBetween(rng, 12, 80)

function pastePiece(to: Image, from: Image, rng: Rng): void {
  const side = (most: number) => Math.max(2, Math.round(logBetween(rng, 0.04, 0.2) * most))
  const [width, height] = [side(shortOf(to)), side(shortOf(to))]
  const corner = () => ({
    x: Math.floor(rng.next() * (to.width - width)),
    y: Math.floor(rng.next() * (to.height - height)),
  })
  const [there, here] = [corner(), corner()]
  for (let y = 0; y < height; y++) {
    const source = ((there.y + y) * to.width + there.x) * to.channels
    const target = ((here.y + y) * to.width + here.x) * to.channels
    to.data.set(from.data.subarray(source, source + width * to.channels), target)
  }
}

/** A line that wanders: discs along it, each a little off the direction of the last. */
function scratch(to: Image, rng: Rng): void {
  const short = shortOf(to)
  const radius = Math.max(0.6, short * logBetween(rng, 0.002, 0.008))
  const by = strength(rng)
  const seen = new Uint8Array(to.width * to.height)
  let { x, y } = placeIn(to, rng)
  let angle = 2 * Math.PI * rng.next()
  for (let left = short * logBetween(rng, 0.06, 0.4); left > 0; left -= radius) {
    disc(to, { x, y, radius }, by, seen)
    angle += 0.3 * (rng.next() - 0.5)
    x += radius * Math.cos(angle)
    y += radius * Math.sin(angle)
  }
}

interface Disc {
  readonly x: number
  readonly y: number
  readonly radius: number
}

/** Adds `by` grey levels within the disc, to each pixel that was not `seen` before. */
function disc(to: Image, { x, y, radius }: Disc, by: number, seen?: Uint8Array): void {
  for (let row = Math.max(0, Math.ceil(y - radius)); row <= Math.min(to.height - 1, y + radius); row++)
    for (
      let column = Math.max(0, Math.ceil(x - radius));
      column <= Math.min(to.width - 1, x + radius);
      column++
    ) {
      const pixel = row * to.width + column
      if ((column - x) ** 2 + (row - y) ** 2 > radius ** 2 || seen?.[pixel]) continue
      if (seen) seen[pixel] = 1
      for (let at = pixel * to.channels; at < (pixel + 1) * to.channels; at++)
        to.data[at] = Math.max(0, Math.min(255, Math.round((to.data[at] ?? 0) + by)))
    }
}
