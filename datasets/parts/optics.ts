import type { Disturbance, DisturbanceName } from '../../edge/contract/disturbance.ts'
import type { StationCondition } from '../../edge/contract/part.ts'
import type { Rng } from '../../edge/contract/port.ts'
import { atLevel, levelOf } from '../disturbance.ts'
import { direction, uniform } from '../rng.ts'
import { blur, boxKernel, convolved, gaussianKernel } from './blur.ts'
import { drawDirt, layDirt } from './dirt.ts'
import { compressImage } from './jpeg.ts'
import { PixelNoise } from './noise.ts'
import { smearLens } from './smear.ts'

/** Lamp, lens, sensor and camera of one shot. */
export interface Optics {
  /** Relative exposure, 1 = nominal. */
  readonly exposure: number
  /** Relative change of light from one edge of the frame to the other, along x and y. */
  readonly gradientX: number
  readonly gradientY: number
  /** Relative loss of light at the corners. */
  readonly vignette: number
  /** Standard deviation of the sensor's usual noise, and of what comes on top, grey levels. */
  readonly usualNoiseSigma: number
  readonly extraNoiseSigma: number
  /** Half width of a sharp edge in the image, pixels. */
  readonly edgeSoftness: number
  /** Standard deviation of the blur, and length of the smear along the travel, pixels. */
  readonly defocusPx: number
  readonly motionPx: number
  readonly dirtShare: number
  /** Where the part lies against where it should. */
  readonly shiftX: number
  readonly shiftY: number
  readonly rotationDeg: number
  /** Quality of the camera's JPEG, 100: as good as raw. */
  readonly jpegQuality: number
}

/** One shot inside the envelope, but for the disturbance that was ordered. */
export function drawOptics(rng: Rng, ordered: Disturbance | null): Optics {
  const level = (name: DisturbanceName) => levelOf(rng, name, ordered)
  const either = rng.next() < 0.5 ? -1 : 1
  const gradient = atLevel('gradient', level('gradient'))
  const slope = direction(uniform(rng, 0, 360))
  const away = direction(uniform(rng, 0, 360))
  const shiftPx = atLevel('shiftPx', level('shift'))
  return {
    exposure: 1 + either * atLevel('exposure', level('exposure')),
    gradientX: gradient * slope.cos,
    gradientY: gradient * slope.sin,
    vignette: uniform(rng, 0, 0.06),
    usualNoiseSigma: uniform(rng, 1.5, 3),
    extraNoiseSigma: atLevel('noise', level('noise')),
    edgeSoftness: uniform(rng, 0.7, 1.3),
    defocusPx: atLevel('defocusPx', level('defocus')),
    motionPx: atLevel('motionPx', level('motion')),
    dirtShare: atLevel('dirt', level('dirt')),
    shiftX: shiftPx * away.cos,
    shiftY: shiftPx * away.sin,
    rotationDeg: (rng.next() < 0.5 ? -1 : 1) * atLevel('rotationDeg', level('shift')),
    jpegQuality: atLevel('jpegQuality', level('jpeg')),
  }
}

/**
 * Light falls through window and lens, the sensor adds its noise, the converter clips to 8 bits, the camera compresses.
 * @param planes luminance, one plane for grey, three for red, green and blue, each `size × size`; they are used up
 * @returns pixels, channels interleaved
 */
export function expose(
  planes: readonly Float32Array[],
  size: number,
  optics: Optics,
  condition: StationCondition,
  rng: Rng,
): Uint8Array<ArrayBuffer> {
  const focus = gaussianKernel(Math.hypot(optics.defocusPx, condition.defocusPx))
  const across = convolved(focus, boxKernel(optics.motionPx + condition.vibrationPx))
  const spots = drawDirt(rng.fork('dirt'), size, optics.dirtShare)
  for (const plane of planes) {
    blur(plane, size, focus, across)
    layDirt(plane, size, spots)
    if (condition.lensSmear > 0) smearLens(plane, size, condition.lensSmear)
  }
  const pixels = new Uint8Array(planes.length * size * size)
  const noise = new PixelNoise(rng)
  for (const [channel, plane] of planes.entries())
    convert(plane, { pixels, channel, channels: planes.length, size, noise }, optics, condition.lampLevel)
  if (optics.jpegQuality < 99.5) compressImage(pixels, size, planes.length, Math.round(optics.jpegQuality))
  return pixels
}

interface Sensor {
  readonly pixels: Uint8Array
  readonly channel: number
  readonly channels: number
  readonly size: number
  readonly noise: PixelNoise
}

/** One channel of the sensor: uneven light, noise, 8 bits. */
function convert(plane: Float32Array, sensor: Sensor, optics: Optics, lampLevel: number): void {
  const { pixels, channel, channels, size, noise } = sensor
  const shot = new Float32Array(size)
  const level = optics.exposure * lampLevel
  const noiseSigma = Math.sqrt(optics.usualNoiseSigma ** 2 + optics.extraNoiseSigma ** 2)
  for (let y = 0; y < size; y++) {
    noise.fill(shot)
    const fromCentreY = y / size - 0.5
    const rowGain = 1 + optics.gradientY * fromCentreY - 2 * optics.vignette * fromCentreY * fromCentreY
    const row = y * size
    for (let x = 0; x < size; x++) {
      const fromCentreX = x / size - 0.5
      const gain = level * (rowGain + fromCentreX * (optics.gradientX - 2 * optics.vignette * fromCentreX))
      const value = (plane[row + x] ?? 0) * gain + noiseSigma * (shot[x] ?? 0) + 0.5
      pixels[(row + x) * channels + channel] = value < 0 ? 0 : value > 255 ? 255 : value
    }
  }
}
