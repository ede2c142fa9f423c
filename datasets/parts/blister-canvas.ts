import type { Place } from './blister-layout.ts'
import type { Materials, Rgb } from './blister-material.ts'
import type { PixelNoise } from './noise.ts'

/** The part while it is painted; rows of `size` grey levels. */
export interface Canvas {
  readonly size: number
  readonly red: Float32Array
  readonly green: Float32Array
  readonly blue: Float32Array
  /** Unit noise, drawn anew for every part: powder, foil, fabric. One row longer than the picture. */
  readonly grain: Float32Array
  /** Unit vector to the lamp, in the plane of the picture, and how much it does against the light from all around. */
  readonly lampX: number
  readonly lampY: number
  readonly contrast: number
  readonly materials: Materials
}

/** The lamp's direction as seen by a thing that lies turned. */
export const lampAt = ({ lampX, lampY }: Canvas, { cos, sin }: Place) => ({
  u: lampX * cos + lampY * sin,
  v: lampY * cos - lampX * sin,
})

export interface Window {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Pixels that a turned box covers, inside the picture. */
export function windowAround(size: number, { x, y, cos, sin }: Place, halfU: number, halfV: number): Window {
  const halfX = Math.abs(cos) * halfU + Math.abs(sin) * halfV
  const halfY = Math.abs(sin) * halfU + Math.abs(cos) * halfV
  return {
    left: Math.max(0, Math.floor(x - halfX)),
    top: Math.max(0, Math.floor(y - halfY)),
    right: Math.min(size, Math.ceil(x + halfX)),
    bottom: Math.min(size, Math.ceil(y + halfY)),
  }
}

/** Brightness of a colour, Rec. 601. */
export const lumaOf = ([red, green, blue]: Rgb): number => 0.299 * red + 0.587 * green + 0.114 * blue

export const smooth = (share: number): number => {
  const t = share < 0 ? 0 : share > 1 ? 1 : share
  return t * t * (3 - 2 * t)
}

/** Unit noise, evenly spread and coarse: four values from each draw; three neighbours together look normal. */
export function fillGrain(target: Float32Array, noise: PixelNoise): void {
  const scale = 1 / 73.9
  for (let at = 0; at < target.length; at += 4) {
    const bits = noise.bits()
    target[at] = ((bits & 255) - 127.5) * scale
    target[at + 1] = (((bits >>> 8) & 255) - 127.5) * scale
    target[at + 2] = (((bits >>> 16) & 255) - 127.5) * scale
    target[at + 3] = ((bits >>> 24) - 127.5) * scale
  }
}
