import type { Rng } from '../../edge/contract/port.ts'
import { direction, uniform } from '../rng.ts'
import { PixelNoise } from './noise.ts'
import type { Pose } from './pcb-copper.ts'
import { backgroundSigma, luma, type Surface } from './pcb-material.ts'

/** What a board's picture is painted on: how deep each pixel lies in copper, and red, green and blue. */
export interface Canvas {
  readonly size: number
  /** Signed distance to the copper's edge, pixels, up to ±`depthReach`. */
  readonly depth: Float32Array<ArrayBuffer>
  readonly planes: readonly [Float32Array, Float32Array, Float32Array]
  readonly softness: number
}

export const depthReach = 4
const cell = 16

/**
 * Slow changes of brightness on a coarse grid, to be read linearly between its knots, grey levels: clouds in the
 * mask or the copper, and the blurred image of a lamp in what shines.
 */
function drawClouds(rng: Rng, surface: Surface, size: number, noise: PixelNoise): Float32Array {
  const side = size / cell + 2
  const knots = new Float32Array(side * side)
  noise.fill(knots)
  const [x, y] = [uniform(rng, 0, side), uniform(rng, 0, side)]
  const reach = uniform(rng, 0.4, 1) * side
  for (let index = 0; index < knots.length; index++) {
    const [dx, dy] = [(index % side) - x, Math.floor(index / side) - y]
    const near = Math.max(0, 1 - (dx * dx + dy * dy) / (reach * reach))
    knots[index] = surface.mottleSigma * (knots[index] ?? 0) + surface.gloss * near * near
  }
  return knots
}

const waveSteps = 256
/** One period of a thread, bright in its middle. */
const wave = Float32Array.from({ length: waveSteps }, (_, index) => direction((index * 360) / waveSteps).cos)

/** The threads' phases at the first pixel, in steps of `wave`, and what a pixel adds; 65,536 to the step. */
interface Cloth {
  readonly along: number
  readonly across: number
  readonly stepCos: number
  readonly stepSin: number
}

function layCloth(rng: Rng, surface: Surface, pose: Pose): Cloth {
  const { cos, sin } = direction(pose.rotationDeg)
  const steps = waveSteps / (2 * surface.threadPx)
  const [stepCos, stepSin] = [Math.round(cos * steps * 65536), Math.round(sin * steps * 65536)]
  const start = () => uniform(rng, 0, waveSteps * 65536)
  return {
    along: Math.round(start() - pose.shiftX * stepCos - pose.shiftY * stepSin),
    across: Math.round(start() + pose.shiftX * stepSin - pose.shiftY * stepCos),
    stepCos,
    stepSin,
  }
}

/** Copper and laminate under solder mask, or bare: grain, glass cloth, cloudiness, and light on the flanks. */
export function shadeBoard(
  canvas: Canvas,
  surface: Surface,
  usualNoiseSigma: number,
  pose: Pose,
  rng: Rng,
): void {
  const { size } = canvas
  const noise = new PixelNoise(rng)
  const cloth = layCloth(rng.fork('cloth'), surface, pose)
  const contrast = surface.contrastToNoise * backgroundSigma(surface, usualNoiseSigma)
  const clouds = drawClouds(rng.fork('gloss'), surface, size, noise)
  const ragged = new Float32Array((size / 4) ** 2)
  noise.fill(ragged)
  const row = () => new Float32Array(size)
  const rows = { grain: row(), copper: row(), tone: row(), ragged }
  const [left, right] = [rows.grain.subarray(0, size / 2), rows.grain.subarray(size / 2)]
  const [red, green, blue] = [dye(surface, 0, contrast), dye(surface, 1, contrast), dye(surface, 2, contrast)]
  for (let y = 0; y < size; y++) {
    noise.fillPair(left, right)
    cloudRow(clouds, size, y, rows.tone)
    shadeRow(canvas, surface, cloth, y, rows)
    mix(canvas, [red, green, blue], y * size, rows)
  }
}

interface Dye {
  readonly base: number
  /** What copper adds. */
  readonly more: number
  /** How the grain shows in this channel: partly in the laminate's own colour, partly white. */
  readonly tint: number
}

const dye = ({ laminate, towards }: Surface, channel: 0 | 1 | 2, contrast: number): Dye => ({
  base: laminate[channel],
  more: towards[channel] * contrast,
  tint: 0.35 + (0.65 * laminate[channel]) / luma(laminate),
})

interface Rows {
  readonly grain: Float32Array
  /** How far etching wanders, for every 4 x 4 pixels. */
  readonly ragged: Float32Array
  readonly copper: Float32Array
  readonly tone: Float32Array
}

/** One row of the clouds. */
function cloudRow(clouds: Float32Array, size: number, y: number, row: Float32Array): void {
  const side = size / cell + 2
  const share = (y % cell) / cell
  let x = 0
  for (let at = Math.floor(y / cell) * side; x < size; at++) {
    const left = (clouds[at] ?? 0) * (1 - share) + (clouds[at + side] ?? 0) * share
    const right = (clouds[at + 1] ?? 0) * (1 - share) + (clouds[at + side + 1] ?? 0) * share
    const step = (right - left) / cell
    for (let k = 0; k < cell; k++) row[x++] = left + step * k
  }
}

/** Half width of the flank that the light sees, and how far etching wanders, standard deviation, pixels. */
const flankPx = 2.6
const raggedPx = 0.14

/** Fills `copper` (share of the pixel) and adds to `tone` (everything that copper and laminate have in common). */
function shadeRow(
  { size, depth, softness }: Canvas,
  surface: Surface,
  cloth: Cloth,
  y: number,
  { grain, ragged, copper, tone }: Rows,
): void {
  const { grainSigma, weave, relief } = surface
  const scale = 0.5 / softness
  const above = Math.max(0, y - 1) * size
  const below = Math.min(size - 1, y + 1) * size
  const here = y * size
  const raggedRow = (y >> 2) * (size >> 2)
  let along = (cloth.along + y * cloth.stepSin) | 0
  let across = (cloth.across + y * cloth.stepCos) | 0
  for (let x = 0; x < size; x++) {
    const deep = depth[here + x] ?? 0
    let level = (tone[x] ?? 0) + grainSigma * (grain[x] ?? 0)
    let share = deep > 0 ? 1 : 0
    if (deep > -flankPx && deep < flankPx) {
      share = 0.5 + (deep + raggedPx * (ragged[raggedRow + (x >> 2)] ?? 0)) * scale
      share = share < 0 ? 0 : share > 1 ? 1 : share
      // Never outside the array: engines read it slowly from then on.
      const fromLeft = x > 0 && x < size - 1 ? (depth[here + x + 1] ?? 0) - (depth[here + x - 1] ?? 0) : 0
      const fromAbove = (depth[below + x] ?? 0) - (depth[above + x] ?? 0)
      level += relief * (flankPx - (deep < 0 ? -deep : deep)) * (0.3 * fromLeft + 0.4 * fromAbove)
    }
    if (share < 1)
      level += weave * (1 - share) * (wave[(along >> 16) & 255] ?? 0) * (wave[(across >> 16) & 255] ?? 0)
    copper[x] = share
    tone[x] = level
    along = (along + cloth.stepCos) | 0
    across = (across - cloth.stepSin) | 0
  }
}

function mix(
  { planes: [red, green, blue] }: Canvas,
  [r, g, b]: readonly [Dye, Dye, Dye],
  start: number,
  { copper, tone }: Rows,
): void {
  for (let x = 0; x < copper.length; x++) {
    const share = copper[x] ?? 0
    const level = tone[x] ?? 0
    const at = start + x
    red[at] = r.base + r.more * share + r.tint * level
    green[at] = g.base + g.more * share + g.tint * level
    blue[at] = b.base + b.more * share + b.tint * level
  }
}
