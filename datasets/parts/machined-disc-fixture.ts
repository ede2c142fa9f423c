import type { Rng } from '../../edge/contract/port.ts'
import { direction, uniform } from '../rng.ts'
import type { Direction } from './machined-disc-material.ts'
import { PixelNoise } from './noise.ts'

/** Where a disc lies: its centre in the frame, how it is turned there, and how large it is. */
export interface DiscPose extends Direction {
  readonly x: number
  readonly y: number
  readonly radiusPx: number
}

/** The blackened table under the disc: brushed, a little dusty, and in the disc's shadow. */
export interface Fixture {
  readonly tone: number
  readonly grain: number
  /** Change of tone from one edge of the frame to the other. */
  readonly slopeX: number
  readonly slopeY: number
  /** How far the disc's shadow falls, and how soft its border is, pixels. */
  readonly shadowPx: number
  readonly softPx: number
  readonly jaws: readonly Jaw[]
}

/** A jaw that holds the disc at its rim; it lies beside the disc, whose shadow is on it. */
interface Jaw extends Direction {
  readonly halfWidthPx: number
  readonly tone: number
}

export function drawFixture(rng: Rng): Fixture {
  const startDeg = uniform(rng, 0, 120)
  const halfWidthPx = uniform(rng, 14, 26)
  const tone = uniform(rng, 20, 40)
  const jawTone = tone * uniform(rng, 1.15, 1.6)
  return {
    tone,
    grain: uniform(rng, 1.2, 2.6),
    slopeX: uniform(rng, -0.25, 0.25),
    slopeY: uniform(rng, -0.25, 0.25),
    shadowPx: uniform(rng, 5, 12),
    softPx: uniform(rng, 8, 18),
    jaws: [0, 120, 240].map((turn) => ({ ...direction(startDeg + turn), halfWidthPx, tone: jawTone })),
  }
}

const shadowSteps = 64

/** How much light is left at a distance from the shadow's border, for each pixel of it; a smooth step. */
function shadowTable(softPx: number): Float32Array {
  return Float32Array.from({ length: shadowSteps }, (_, distance) => {
    const t = Math.min(1, Math.max(0, (distance - shadowSteps / 2 + softPx) / (2 * softPx)))
    return 0.28 + 0.72 * t * t * (3 - 2 * t)
  })
}

/** Paints the table on the whole frame but for what the disc will cover. `lamp` points to the light. */
export function paintFixture(
  luminance: Float32Array,
  size: number,
  fixture: Fixture,
  pose: DiscPose,
  lamp: Direction,
  rng: Rng,
): void {
  const noise = new PixelNoise(rng)
  const fresh = new Float32Array(size)
  const streaks = new Float32Array(size)
  const shadow = shadowTable(fixture.softPx)
  noise.fill(streaks)
  const shade = {
    x: pose.x - lamp.cos * fixture.shadowPx,
    y: pose.y - lamp.sin * fixture.shadowPx,
    start: shadowSteps / 2 - pose.radiusPx,
    shadow,
  }
  const step = (fixture.tone * fixture.slopeX) / size
  for (let y = 0; y < size; y++) {
    const row = luminance.subarray(y * size, (y + 1) * size)
    const level = fixture.tone * (1 + fixture.slopeY * (y / size - 0.5)) + 0.8 * (streaks[y] ?? 0)
    const [left, right] = covered(y + 0.5 - pose.y, pose, size)
    const half = (left + size - right + 1) >> 1
    noise.fillPair(fresh.subarray(0, half), fresh.subarray(half, 2 * half))
    const tone = { level: level - (step * size) / 2, step, grain: fixture.grain, fresh }
    paintSpan(row, 0, left, y + 0.5, tone, shade)
    paintSpan(row, right, size, y + 0.5, { ...tone, fresh: fresh.subarray(left) }, shade)
  }
  for (const jaw of fixture.jaws) paintJaw(luminance, size, jaw, pose, { lamp, shadow })
}

interface Shade {
  /** Centre of the disc's shadow. */
  readonly x: number
  readonly y: number
  /** Step of the table at the shadow's centre. */
  readonly start: number
  readonly shadow: Float32Array
}

interface Tone {
  readonly level: number
  readonly step: number
  readonly grain: number
  readonly fresh: Float32Array
}

function paintSpan(row: Float32Array, from: number, to: number, y: number, tone: Tone, shade: Shade): void {
  const { level, step, grain, fresh } = tone
  const { shadow, start } = shade
  const offY = y - shade.y
  const squaredY = offY * offY
  const nearest = Math.max(1, shadowSteps / 2 - 1 - start) ** 2
  for (let x = from; x < to; x++) {
    const offX = x + 0.5 - shade.x
    const squared = offX * offX + squaredY
    const at = squared > nearest ? shadowSteps - 1 : (Math.sqrt(squared) + start) | 0
    const light = shadow[at < 0 ? 0 : at] ?? 1
    row[x] = (level + step * x + grain * (fresh[x - from] ?? 0)) * light
  }
}

/** From and to which column the disc hides the table in a row; both the frame's width: nowhere. */
function covered(offY: number, { x, radiusPx }: DiscPose, size: number): readonly [number, number] {
  const inner = radiusPx - 3
  if (Math.abs(offY) >= inner) return [size, size]
  const half = Math.sqrt(inner * inner - offY * offY)
  return [Math.max(0, Math.floor(x - half)), Math.min(size, Math.ceil(x + half))]
}

/** A block from the rim to the edge of the frame, with a bevel towards the light. */
function paintJaw(luminance: Float32Array, size: number, jaw: Jaw, pose: DiscPose, lit: Lit): void {
  const { cos, sin, halfWidthPx, tone } = jaw
  const { lamp, shadow } = lit
  const glint = (lamp.sin * cos - lamp.cos * sin) * 0.7
  const from = pose.radiusPx - 2
  for (let y = 0; y < size; y++) {
    const offY = y + 0.5 - pose.y
    const [left, right] = acrossRow(jaw, offY, from)
    const last = Math.min(size, Math.ceil(pose.x + right))
    for (let x = Math.max(0, Math.floor(pose.x + left)); x < last; x++) {
      const offX = x + 0.5 - pose.x
      const across = offY * cos - offX * sin
      const inside = halfWidthPx - Math.abs(across)
      if (inside <= 0 || offX * cos + offY * sin < from) continue
      const bevel = inside < 4 ? (across < 0 ? -glint : glint) * Math.min(1, (4 - inside) / 2) : 0
      const squared = (offX + lamp.cos * 7) ** 2 + (offY + lamp.sin * 7) ** 2
      const at = (Math.sqrt(squared) - pose.radiusPx + shadowSteps / 2) | 0
      const light = shadow[at < 0 ? 0 : at >= shadowSteps ? shadowSteps - 1 : at] ?? 1
      const index = y * size + x
      const old = luminance[index] ?? 0
      const value = tone * (1 + bevel) * light + 0.4 * (old - 25)
      luminance[index] = inside < 1.5 ? old + (inside / 1.5) * (value - old) : value
    }
  }
}

interface Lit {
  readonly lamp: Direction
  readonly shadow: Float32Array
}

const farthest = 400

/** Between which places of a row, from the disc's centre, a jaw may lie. */
function acrossRow({ cos, sin, halfWidthPx }: Jaw, offY: number, from: number): readonly [number, number] {
  if (offY * sin < -halfWidthPx || Math.abs(offY) > farthest) return [0, 0]
  // Along the row, both the distance from the jaw's axis and the distance along it grow evenly.
  const middle = Math.abs(sin) < 0.02 ? 0 : (offY * cos) / sin
  const reach = Math.abs(sin) < 0.02 ? farthest : halfWidthPx / Math.abs(sin)
  const begin = Math.abs(cos) < 0.02 ? -farthest : (from - offY * sin) / cos
  const [low, high] = [Math.max(-farthest, middle - reach), Math.min(farthest, middle + reach)]
  return cos > 0 ? [Math.max(low, begin), high] : [low, cos < -0.02 ? Math.min(high, begin) : high]
}
