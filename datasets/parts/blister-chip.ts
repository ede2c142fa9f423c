import type { Rng } from '../../edge/contract/port.ts'
import { uniform } from '../rng.ts'
import type { Place, Stadium } from './blister-layout.ts'
import type { Rgb } from './blister-material.ts'
import type { OverlayShape } from './blister-overlay.ts'
import type { Light } from './shape.ts'

const notches = 9
const marchPx = 0.25

interface Point {
  readonly x: number
  readonly y: number
}

/**
 * A chord of the outline, drawn by chance: its middle, u along it, v inwards.
 * It is found by walking the outline from one point until the other is far enough away.
 */
export function drawChord(rng: Rng, tablet: Stadium, lengthPx: number): Place {
  const around = 4 * tablet.half + 2 * Math.PI * tablet.radius
  const start = around * rng.next()
  const from = outlineAt(tablet, start)
  let to = from
  let length = 0
  for (let walked = lengthPx; length < lengthPx && walked < around / 2; walked += marchPx) {
    to = outlineAt(tablet, start + walked)
    length = Math.sqrt((to.x - from.x) ** 2 + (to.y - from.y) ** 2)
  }
  const [cos, sin] = [(to.x - from.x) / length, (to.y - from.y) / length]
  return { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2, cos, sin }
}

/** A point of the outline, so many pixels along it; clockwise in the picture, so that inwards is to the right. */
function outlineAt({ half, radius }: Stadium, walked: number): Point {
  const cap = Math.PI * radius
  const lap = walked % (4 * half + 2 * cap)
  const side = lap < 2 * half + cap ? 1 : -1
  const rest = side > 0 ? lap : lap - 2 * half - cap
  if (rest < 2 * half) return { x: side * (rest - half), y: -side * radius }
  const { cos, sin } = turned((rest - 2 * half) / radius)
  return { x: side * (half + radius * sin), y: -side * radius * cos }
}

const turned = (angle: number) => ({
  cos: Math.round(Math.cos(angle) * 1e6) / 1e6,
  sin: Math.round(Math.sin(angle) * 1e6) / 1e6,
})

/**
 * A piece broken off at the rim: its chord is the mark's length. In three of eight the break goes right through and
 * the floor of the cavity shows; else it is a flake off the face that just notches the outline. Where it broke the
 * tablet is rough, darker or (a coated tablet's core) paler.
 */
export function chipShape(
  rng: Rng,
  lengthPx: number,
  tablet: Stadium,
  chord: Place,
  light: Light,
  ground: Rgb,
) {
  const half = lengthPx / 2
  const sag = Math.max(0, rimDepth(tablet, chord, 0, 0))
  const deepest = Math.max(0.12 * lengthPx, lengthPx * uniform(rng, 0.42, 0.62) - sag)
  const ragged = Array.from({ length: notches }, () => uniform(rng, 0.8, 1.12))
  const tone = rng.next() < 0.75 ? -1 : 1
  const through = rng.next() < 0.375 ? uniform(rng, 0.35, 0.8) : uniform(rng, 0.1, 0.28)
  const salt = rng.words()[0] ?? 1
  const lit = 0.7 * light.v
  const middle = (deepest - sag) / 2
  /** Where the break runs, from the chord inwards. */
  const breakAt = (u: number): number => {
    const at = Math.min(notches - 1.001, Math.max(0, ((u + half) / lengthPx) * (notches - 1)))
    const from = Math.floor(at)
    const notch = (ragged[from] ?? 1) + ((ragged[from + 1] ?? 1) - (ragged[from] ?? 1)) * (at - from)
    const off = Math.min(1, (u / half) ** 2)
    return deepest * notch * (1 - 0.7 * off * off)
  }
  const depthAt = (u: number, v: number) => rimDepth(tablet, chord, u, v + middle)
  const shape: OverlayShape = {
    halfLengthPx: half,
    halfWidthPx: (deepest * 1.05 + sag) / 2,
    ground,
    distancePx: (u, v) => {
      const w = v + middle
      return Math.max(-depthAt(u, v), Math.sqrt(u * u + w * w) - half, w - breakAt(u))
    },
    shade: (u, v) => {
      const edge = breakAt(u) - v - middle
      const rough = facet(Math.floor(u * 0.45 + 50), Math.floor(v * 0.45 + 50), salt)
      return tone * (0.82 + 0.4 * rough) + (edge < 1.6 ? lit : 0)
    },
    bare: (u, v) => Math.max(0, Math.min(1, through * (breakAt(u) + sag) - depthAt(u, v) + 0.5)),
  }
  return { shape, centre: { x: 0, y: middle, cos: 1, sin: 0 } }
}

/** Distance of a point at the chord's place from the outline, inwards. */
function rimDepth({ half, radius }: Stadium, chord: Place, u: number, v: number): number {
  const x = chord.x + u * chord.cos - v * chord.sin
  const y = chord.y + u * chord.sin + v * chord.cos
  const beyond = Math.max(Math.abs(x) - half, 0)
  return radius - Math.sqrt(beyond * beyond + y * y)
}

/** 0 … 1, a fixed random value for each facet of the break. */
function facet(u: number, v: number, salt: number): number {
  let hash = Math.imul(u + 0x10000, 0x9e3779b1) ^ Math.imul(v + 0x10000, 0x85ebca77) ^ salt
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return ((hash >>> 16) & 255) / 255
}
