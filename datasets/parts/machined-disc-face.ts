import type { Rng } from '../../edge/contract/port.ts'
import { type AngleTables, angleStep, angleSteps } from './machined-disc-angle.ts'
import type { DiscPose } from './machined-disc-fixture.ts'
import { column, profileColumns, rowsPerPx } from './machined-disc-profile.ts'
import { PixelNoise } from './noise.ts'

const turnColumns = 256
const quarter = angleSteps / 4

/**
 * Streaks that the tool leaves: unit-variance noise that remembers itself along the turn, one row each pixel of radius,
 * 256 to a turn. Each row begins elsewhere, so that no seam is seen; all is drawn anew for every part.
 */
export function drawStreaks(rng: Rng, radiusPx: number, memory: number): Float32Array<ArrayBuffer> {
  const rows = 2 * Math.ceil(radiusPx / 2 + 4)
  const streaks = new Float32Array(rows * turnColumns)
  const noise = new PixelNoise(rng)
  const fresh = new Float32Array(turnColumns)
  const more = new Float32Array(turnColumns)
  const gain = Math.sqrt(1 - memory * memory)
  for (let row = 0; row < rows; row += 2) {
    noise.fillPair(fresh, more)
    const start = noise.bits()
    const at = row * turnColumns
    let level = fresh[0] ?? 0
    let other = more[0] ?? 0
    for (let turn = 0; turn < turnColumns; turn++) {
      level = memory * level + gain * (fresh[turn] ?? 0)
      other = memory * other + gain * (more[turn] ?? 0)
      streaks[at + ((turn + start) & (turnColumns - 1))] = level
      streaks[at + turnColumns + ((turn + (start >> 8)) & (turnColumns - 1))] = other
    }
  }
  return streaks
}

/** A disc as it is painted: its radial profile, its light by angle, its streaks. */
export interface Face {
  readonly pose: DiscPose
  readonly profile: Float32Array
  readonly angles: AngleTables
  readonly streaks: Float32Array
  /** Depth of the feed marks against the streaks. */
  readonly trackShare: number
}

/** Paints the disc over the fixture, row by row. */
export function paintFace(luminance: Float32Array, size: number, face: Face, rng: Rng): void {
  const { x, y, radiusPx } = face.pose
  const noise = new PixelNoise(rng)
  const fresh = new Float32Array(size)
  const above = new Float32Array(size)
  const reach = radiusPx + 4
  const last = Math.min(size, Math.ceil(y + reach))
  for (let row = Math.max(0, Math.floor(y - reach)); row < last; row++) {
    const offY = row + 0.5 - y
    const half = Math.sqrt(Math.max(0, reach * reach - offY * offY))
    const from = Math.max(0, Math.ceil(x - half))
    const to = Math.min(size, Math.floor(x + half))
    if (to <= from) continue
    const middle = (to - from + 1) >> 1
    noise.fillPair(fresh.subarray(0, middle), fresh.subarray(middle, 2 * middle))
    const target = luminance.subarray(row * size + from, row * size + to)
    paintRow(target, from + 0.5 - x, offY, face, { fresh, above: above.subarray(from, to) })
  }
}

const turnedBy = ({ cos, sin }: DiscPose): number => Math.floor((angleStep(cos, sin) - angleSteps / 4) / 8)

/** Noise of a row, and what the row above made of its own: grain remembers itself in both directions. */
interface Grain {
  readonly fresh: Float32Array
  readonly above: Float32Array
}

/** The innermost loop of the line: `| 0` for floor, one row of the profile a pixel, the angle's step as in `angleStep`. */
function paintRow(target: Float32Array, startX: number, offY: number, face: Face, grain: Grain): void {
  const { fresh, above } = grain
  const { profile, streaks } = face
  const { sheen, broad, facing } = face.angles
  const turned = turnColumns - turnedBy(face.pose)
  const squaredY = offY * offY
  const absY = Math.abs(offY)
  const tall = quarter * offY
  let before = 0
  for (let index = 0; index < target.length; index++) {
    const x = startX + index
    const radius = Math.sqrt(x * x + squaredY)
    const at = ((radius * rowsPerPx) | 0) * profileColumns
    const height = tall / (Math.abs(x) + absY)
    const step = ((x >= 0 ? quarter + height : 3 * quarter - height) | 0) & (angleSteps - 1)
    const light =
      (profile[at] ?? 0) +
      (profile[at + 1] ?? 0) * (sheen[step] ?? 0) +
      (profile[at + 2] ?? 0) * (broad[step] ?? 0) +
      (profile[at + 3] ?? 0) * (facing[step] ?? 0)
    const turn = ((step >> 3) + turned) & (turnColumns - 1)
    const streak = streaks[(radius | 0) * turnColumns + turn] ?? 0
    before = 0.4 * before + 0.92 * (fresh[index] ?? 0)
    const speck = 0.4 * (above[index] ?? 0) + 0.92 * before
    above[index] = speck
    const value = light * (1 + (profile[at + 4] ?? 0) * streak + (profile[at + 5] ?? 0) * speck)
    const under = target[index] ?? 0
    target[index] = under + (profile[at + 6] ?? 0) * (value - under)
  }
}

/** What a place of the disc looks like without noise, and the standard deviation of what is on it; grey levels. */
export function lightAt(
  face: Face,
  x: number,
  y: number,
): { readonly light: number; readonly sigma: number } {
  const radius = Math.sqrt(x * x + y * y)
  const at = Math.floor(radius * rowsPerPx) * profileColumns
  const step = angleStep(x, y) & (angleSteps - 1)
  const part = (name: number) => face.profile[at + name] ?? 0
  const sheen = part(column.sheen) * (face.angles.sheen[step] ?? 0)
  const light =
    part(column.base) +
    sheen +
    part(column.broad) * (face.angles.broad[step] ?? 0) +
    part(column.facing) * (face.angles.facing[step] ?? 0)
  const rough = light * Math.sqrt(part(column.streak) ** 2 + part(column.grain) ** 2)
  // As deep as `turnFaces` in machined-disc-profile.ts cuts it, nearly.
  const track = (0.7 * part(column.base) + 1.8 * sheen) * part(column.streak) * face.trackShare
  return { light, sigma: Math.sqrt(rough * rough + track * track) }
}
