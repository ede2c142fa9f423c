import type { Plane } from '../core/vision/outline.ts'
import { readImage } from './image.ts'

/** The numbers that our own sets keep in a grey PNG, one a pixel. */
export async function readPlane(file: string): Promise<Plane> {
  const { width, height, data } = await readImage(file, { channels: 1 })
  return { width, height, data }
}

/**
 * The mask of a foreign set, 1 where something is marked: black and white, grey, palette or colour on a transparent
 * ground. A pixel is marked from half of the brightest value on, since edges may be smoothed and JPEG rings; in a mask
 * that is dark all over the values are numbers of classes, and all but 0 are marked.
 */
export async function readMask(file: string): Promise<Plane> {
  const { width, height, data } = await readImage(file, { channels: 3, isOnBlack: true })
  const brightness = new Uint8Array(width * height)
  let brightest = 0
  for (let pixel = 0; pixel < brightness.length; pixel++) {
    const value = Math.max(data[pixel * 3] ?? 0, data[pixel * 3 + 1] ?? 0, data[pixel * 3 + 2] ?? 0)
    brightness[pixel] = value
    if (value > brightest) brightest = value
  }
  const least = brightest < 32 ? 1 : brightest / 2
  return { width, height, data: brightness.map((value) => (value >= least ? 1 : 0)) }
}
