import type { StationCondition } from '../../edge/contract/part.ts'
import type { Rng } from '../../edge/contract/port.ts'
import { direction, uniform } from '../rng.ts'
import { PixelNoise } from './noise.ts'

/** Lamp, lens and sensor of one shot. */
export interface Optics {
  /** Relative exposure, 1 = nominal. */
  readonly exposure: number
  /** Relative change of light from one edge of the frame to the other, along x and y. */
  readonly gradientX: number
  readonly gradientY: number
  /** Relative loss of light at the corners. */
  readonly vignette: number
  /** Standard deviation of the sensor's noise, grey levels. */
  readonly noiseSigma: number
  /** Half width of a sharp edge in the image, pixels: focus and motion together. */
  readonly edgeSoftness: number
}

export function drawOptics(rng: Rng): Optics {
  const gradient = uniform(rng, 0, 0.1)
  const { cos, sin } = direction(uniform(rng, 0, 360))
  return {
    exposure: uniform(rng, 0.93, 1.07),
    gradientX: gradient * cos,
    gradientY: gradient * sin,
    vignette: uniform(rng, 0, 0.06),
    noiseSigma: uniform(rng, 1.5, 3.2),
    edgeSoftness: uniform(rng, 0.7, 1.3),
  }
}

const smearStrokePx = 24

/**
 * A greasy film on the lens: inside a soft-edged patch every pixel is mixed with its neighbours along the
 * wiping stroke, and light is scattered into it. `share` of the frame's height is covered.
 */
export function smearLens(luminance: Float32Array, size: number, share: number): void {
  const edge = size * share
  for (let y = 0; y < size; y++) {
    const opacity = 0.9 * Math.min(1, Math.max(0, (edge - y) / 40))
    if (opacity === 0) return
    const row = luminance.subarray(y * size, (y + 1) * size)
    let running = 0
    const blurred = new Float32Array(size)
    for (let x = 0; x < size + smearStrokePx; x++) {
      running += row[Math.min(x, size - 1)] ?? 0
      if (x >= smearStrokePx) {
        running -= row[x - smearStrokePx] ?? 0
        blurred[x - smearStrokePx] = running / smearStrokePx
      }
    }
    for (let x = 0; x < size; x++)
      row[x] = (row[x] ?? 0) * (1 - opacity) + ((blurred[x] ?? 0) * 0.85 + 30) * opacity
  }
}

/** Light falls in, the sensor adds its noise, the converter clips to 8 bits. */
export function expose(
  luminance: Float32Array,
  size: number,
  optics: Optics,
  condition: StationCondition,
  rng: Rng,
): Uint8Array<ArrayBuffer> {
  if (condition.lensSmear > 0) smearLens(luminance, size, condition.lensSmear)
  const pixels = new Uint8Array(size * size)
  const noise = new PixelNoise(rng)
  const shot = new Float32Array(size)
  const level = optics.exposure * condition.lampLevel
  for (let y = 0; y < size; y++) {
    noise.fill(shot)
    const fromCentreY = y / size - 0.5
    const rowGain = 1 + optics.gradientY * fromCentreY - 2 * optics.vignette * fromCentreY * fromCentreY
    const row = y * size
    for (let x = 0; x < size; x++) {
      const fromCentreX = x / size - 0.5
      const gain = level * (rowGain + fromCentreX * (optics.gradientX - 2 * optics.vignette * fromCentreX))
      const value = (luminance[row + x] ?? 0) * gain + optics.noiseSigma * (shot[x] ?? 0) + 0.5
      pixels[row + x] = value < 0 ? 0 : value > 255 ? 255 : value
    }
  }
  return pixels
}
