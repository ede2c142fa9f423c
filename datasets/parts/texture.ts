import type { Rng } from '../../edge/contract/port.ts'
import { direction, uniform } from '../rng.ts'
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
  /** Sideways drift of the rolling direction, pixels a row: the pose of the strip under the camera. */
  readonly slope: number
}

/** The batch: every coil differs, inside the declared envelope. */
export function drawTexture(rng: Rng): RolledTexture {
  return {
    base: uniform(rng, 105, 150),
    streakSigma: uniform(rng, 1.2, 2.6),
    grainSigma: uniform(rng, 2, 3.6),
    mottleSigma: uniform(rng, 1, 3),
    slope: uniform(rng, -0.03, 0.03),
  }
}

/** The same surface on a strip that lies turned. */
export const turnTexture = (texture: RolledTexture, turnDeg: number): RolledTexture => {
  const { cos, sin } = direction(turnDeg)
  return { ...texture, slope: texture.slope + sin / cos }
}

const streakMemory = 0.97
const grainMemory = 0.55
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
