import type { Rng } from '../../edge/contract/port.ts'
import { direction, pick, uniform } from '../rng.ts'
import { PixelNoise } from './noise.ts'

/** How one strip's surface looks before anything happens to it; grey levels of 255. */
export interface RolledTexture {
  /** Mean grey level. */
  readonly base: number
  /** Standard deviation of the streaks that rolling leaves, and of the scale's grain. */
  readonly streakSigma: number
  readonly grainSigma: number
  /** Standard deviation of slow mottling, centimetres across. */
  readonly mottleSigma: number
  /** How far streaks and grain run along the rolling direction: correlation of a row with the one before. */
  readonly streakMemory: number
  readonly grainMemory: number
  /** Sideways drift of the rolling direction, pixels a row: the pose of the strip under the camera. */
  readonly slope: number
}

type Range = readonly [number, number]
type Material = Readonly<Record<Exclude<keyof RolledTexture, 'slope'>, Range>>

/** As it comes from the hot mill, under its scale. */
const hotRolled: Material = {
  base: [105, 150],
  streakSigma: [1.2, 2.6],
  grainSigma: [2, 3.6],
  mottleSigma: [1, 3],
  streakMemory: [0.96, 0.98],
  grainMemory: [0.5, 0.6],
}
/** The scale taken off in acid: brighter, finer, cloudy. */
const pickled: Material = {
  base: [135, 175],
  streakSigma: [0.8, 1.8],
  grainSigma: [1.8, 3],
  mottleSigma: [2, 4.5],
  streakMemory: [0.95, 0.97],
  grainMemory: [0.2, 0.45],
}
/** Rolled again when cold: long bright lines, hardly any cloud. */
const coldRolled: Material = {
  base: [125, 165],
  streakSigma: [2, 3.2],
  grainSigma: [1.4, 2.6],
  mottleSigma: [0.5, 1.5],
  streakMemory: [0.985, 0.995],
  grainMemory: [0.6, 0.75],
}
/** Annealed and rolled with rough rolls; kept from training. */
const temperRolled: Material = {
  base: [120, 170],
  streakSigma: [1, 2],
  grainSigma: [2.2, 3.6],
  mottleSigma: [0.5, 2],
  streakMemory: [0.97, 0.985],
  grainMemory: [0.3, 0.5],
}

/** The batch: every coil differs, inside the declared envelope. */
export function drawTexture(rng: Rng, isTraining: boolean): RolledTexture {
  const later = isTraining ? [] : [temperRolled]
  const material = pick<Material>(rng, [hotRolled, pickled, coldRolled, ...later])
  return {
    base: uniform(rng, ...material.base),
    streakSigma: uniform(rng, ...material.streakSigma),
    grainSigma: uniform(rng, ...material.grainSigma),
    mottleSigma: uniform(rng, ...material.mottleSigma),
    streakMemory: uniform(rng, ...material.streakMemory),
    grainMemory: uniform(rng, ...material.grainMemory),
    slope: uniform(rng, -0.03, 0.03),
  }
}

/** The same surface on a strip that lies turned. */
export const turnTexture = (texture: RolledTexture, turnDeg: number): RolledTexture => {
  const { cos, sin } = direction(turnDeg)
  return { ...texture, slope: texture.slope + sin / cos }
}

const mottleCell = 32

/** Adds slow mottling: a coarse random grid, linear between its knots. */
function addMottle(target: Float32Array, size: number, sigma: number, rng: Rng): void {
  const knots = size / mottleCell + 1
  const grid = new Float32Array(knots * knots)
  new PixelNoise(rng).fill(grid)
  for (let y = 0; y < size; y++) {
    const gridY = Math.floor(y / mottleCell)
    const fractionY = (y % mottleCell) / mottleCell
    for (let gridX = 0; gridX < knots - 1; gridX++) {
      const top = gridY * knots + gridX
      const left = lerp(grid[top] ?? 0, grid[top + knots] ?? 0, fractionY) * sigma
      const right = lerp(grid[top + 1] ?? 0, grid[top + knots + 1] ?? 0, fractionY) * sigma
      const step = (right - left) / mottleCell
      const start = y * size + gridX * mottleCell
      for (let x = 0; x < mottleCell; x++) target[start + x] = (target[start + x] ?? 0) + left + step * x
    }
  }
}

const lerp = (from: number, to: number, share: number): number => from + (to - from) * share

/**
 * Paints rolled steel: streaks and grain are first-order recursive noise along the rolling direction, so
 * every pixel is drawn anew and no tile ever returns. Returns luminance, `size × size`, row by row.
 */
export function paintTexture(texture: RolledTexture, size: number, rng: Rng): Float32Array<ArrayBuffer> {
  const luminance = new Float32Array(size * size)
  const margin = 2 + Math.ceil(Math.abs(texture.slope) * size)
  const width = size + 2 * margin
  const streak = new Float32Array(width)
  const grain = new Float32Array(width)
  const freshStreak = new Float32Array(width)
  const freshGrain = new Float32Array(width)
  const noise = new PixelNoise(rng.fork('rolled'))
  noise.fillPair(streak, grain)
  const { streakMemory, grainMemory } = texture
  const streakGain = Math.sqrt(1 - streakMemory ** 2)
  const grainGain = Math.sqrt(1 - grainMemory ** 2)
  for (let y = 0; y < size; y++) {
    noise.fillPair(freshStreak, freshGrain)
    for (let u = 0; u < width; u++) {
      streak[u] = streakMemory * (streak[u] ?? 0) + streakGain * (freshStreak[u] ?? 0)
      grain[u] = grainMemory * (grain[u] ?? 0) + grainGain * (freshGrain[u] ?? 0)
    }
    const shift = margin + Math.round(texture.slope * (y - size / 2))
    const row = y * size
    for (let x = 0; x < size; x++) {
      luminance[row + x] =
        texture.base +
        texture.streakSigma * (streak[x + shift] ?? 0) +
        texture.grainSigma * (grain[x + shift] ?? 0)
    }
  }
  addMottle(luminance, size, texture.mottleSigma, rng.fork('mottle'))
  return luminance
}
