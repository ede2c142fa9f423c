import type { Rng } from '../../edge/contract/port.ts'
import { direction, pick, uniform } from '../rng.ts'

/** A face between two turning steps; its inner border is the outer one of the ring before it, or the bore. */
export interface Ring {
  readonly outerPx: number
  /** Steps between faces are lit by which side is higher. */
  readonly level: number
  readonly finish: 'turned' | 'fine' | 'rough'
  /** Brightness against the other faces of the same disc. */
  readonly tone: number
}

/** A drilled hole; pixels from the centre of the disc. */
export interface Hole {
  readonly x: number
  readonly y: number
  readonly radiusPx: number
  readonly chamferPx: number
  /** 0: none. */
  readonly counterborePx: number
  readonly isThreaded: boolean
}

export interface Keyway {
  readonly cos: number
  readonly sin: number
  readonly halfWidthPx: number
  /** Where it ends, from the centre of the disc. */
  readonly reachPx: number
}

/** What the drawing of a disc says; before it is laid under the camera. */
export interface DiscLayout {
  readonly radiusPx: number
  readonly borePx: number
  readonly rings: readonly Ring[]
  /** Radii of narrow grooves. */
  readonly groovesPx: readonly number[]
  readonly bolts: readonly Hole[]
  readonly dowels: readonly Hole[]
  readonly keyway: Keyway | null
}

type Range = readonly [number, number]

/** A family of drawings; lengths in shares of the disc's radius. */
interface Family {
  readonly bore: Range
  /** Outer border, level and finish of each ring. */
  readonly rings: readonly (readonly [Range, number, Ring['finish'] | 'any'])[]
  /** The ring that carries the bolt circle. */
  readonly boltRing: number
  readonly boltCounts: readonly [number, ...number[]]
  readonly counterbore: number
  readonly keyway: number
}

const whole: Range = [1, 1]
const trainingFamilies: readonly [Family, ...Family[]] = [
  {
    bore: [0.17, 0.25],
    rings: [
      [[0.36, 0.44], 2, 'turned'],
      [[0.87, 0.93], 1, 'any'],
      [whole, 0, 'turned'],
    ],
    boltRing: 1,
    boltCounts: [4, 5, 6, 8],
    counterbore: 0.3,
    keyway: 0.5,
  },
  {
    bore: [0.15, 0.21],
    rings: [
      [[0.5, 0.55], 1, 'any'],
      [[0.57, 0.6], 0, 'rough'],
      [whole, 2, 'fine'],
    ],
    boltRing: 0,
    boltCounts: [4, 5],
    counterbore: 0,
    keyway: 0,
  },
  {
    bore: [0.11, 0.17],
    rings: [
      [[0.3, 0.42], 0, 'fine'],
      [[0.46, 0.52], 2, 'turned'],
      [whole, 1, 'any'],
    ],
    boltRing: 2,
    boltCounts: [4, 6, 8],
    counterbore: 0.7,
    keyway: 0.2,
  },
  {
    bore: [0.4, 0.48],
    rings: [
      [[0.55, 0.6], 1, 'fine'],
      [whole, 2, 'any'],
    ],
    boltRing: 1,
    boltCounts: [5, 6, 8],
    counterbore: 0.3,
    keyway: 0,
  },
]

/** Drawings that training never sees: a plain disc with odd counts, and one with two recesses. */
const laterFamilies: readonly Family[] = [
  {
    bore: [0.2, 0.3],
    rings: [[whole, 1, 'turned']],
    boltRing: 0,
    boltCounts: [5, 6, 7],
    counterbore: 0.4,
    keyway: 0.6,
  },
  {
    bore: [0.13, 0.2],
    rings: [
      [[0.26, 0.32], 2, 'fine'],
      [[0.74, 0.8], 0, 'any'],
      [whole, 2, 'turned'],
    ],
    boltRing: 1,
    boltCounts: [4, 6, 7],
    counterbore: 0,
    keyway: 0.4,
  },
]

export function drawLayout(rng: Rng, isTraining: boolean): DiscLayout {
  const [first, ...others] = trainingFamilies
  const family = pick(rng, [first, ...others, ...(isTraining ? [] : laterFamilies)])
  const radiusPx = uniform(rng, 211, 229)
  const borePx = radiusPx * uniform(rng, ...family.bore)
  const rings = family.rings.map(([border, level, finish]) => ({
    outerPx: radiusPx * uniform(rng, ...border),
    level,
    finish: finish === 'any' ? pick(rng, ['turned', 'fine', 'turned', 'rough'] as const) : finish,
    tone: uniform(rng, 0.86, 1.1),
  }))
  const inner = rings[family.boltRing - 1]?.outerPx ?? borePx
  const outer = rings[family.boltRing]?.outerPx ?? radiusPx
  const holes = drawHoles(rng, family, inner, outer)
  const keyway =
    rng.next() < family.keyway ? drawKeyway(rng, borePx, (rings[0]?.outerPx ?? radiusPx) - borePx) : null
  const groovesPx = drawGrooves(rng, radiusPx, borePx, rings, holes)
  return { radiusPx, borePx, rings, groovesPx, bolts: holes.bolts, dowels: holes.dowels, keyway }
}

interface Holes {
  readonly bolts: readonly Hole[]
  readonly dowels: readonly Hole[]
  readonly circlePx: number
  readonly reachPx: number
}

/** The bolt circle, and on some drawings dowel holes in the middle between two bolts each. */
function drawHoles(rng: Rng, family: Family, inner: number, outer: number): Holes {
  const count = pick(rng, family.boltCounts)
  const circlePx = (inner + outer) / 2 + (outer - inner) * uniform(rng, -0.05, 0.05)
  const isCounterbored = rng.next() < family.counterbore
  const shareOfReach = isCounterbored ? 1.65 : 1.25
  const room = Math.min((outer - inner) * 0.4, (circlePx * 2.1) / count) / shareOfReach
  const radiusPx = Math.min(room, uniform(rng, 10.5, isCounterbored ? 14 : 18))
  const chamferPx = uniform(rng, 1.6, 3.2)
  const counterborePx = isCounterbored ? radiusPx * 1.6 : 0
  const isThreaded = !isCounterbored && rng.next() < 0.5
  const start = uniform(rng, 0, 360)
  const at = (turn: number) => {
    const { cos, sin } = direction(start + (360 * turn) / count)
    return { x: circlePx * cos, y: circlePx * sin }
  }
  const bolts = Array.from({ length: count }, (_, n) => ({
    ...at(n),
    radiusPx,
    chamferPx,
    counterborePx,
    isThreaded,
  }))
  const dowelPx = uniform(rng, 4.5, 6.5)
  const hasDowels = count <= 6 && rng.next() < 0.4
  const step = count % 2 === 0 ? count / 2 : 1
  const dowels = Array.from({ length: hasDowels ? count / step : 0 }, (_, n) => ({
    ...at(n * step + 0.5),
    radiusPx: dowelPx,
    chamferPx: 1.2,
    counterborePx: 0,
    isThreaded: false,
  }))
  return { bolts, dowels, circlePx, reachPx: Math.max(radiusPx + chamferPx, counterborePx + 2) }
}

function drawKeyway(rng: Rng, borePx: number, widthPx: number): Keyway {
  const halfWidthPx = borePx * uniform(rng, 0.16, 0.24)
  const depthPx = Math.min(widthPx * 0.5, borePx * uniform(rng, 0.22, 0.36))
  return { ...direction(uniform(rng, 0, 360)), halfWidthPx, reachPx: borePx + depthPx }
}

/** Up to two narrow grooves where nothing else is. */
function drawGrooves(rng: Rng, radiusPx: number, borePx: number, rings: readonly Ring[], holes: Holes) {
  const grooves: number[] = []
  for (let count = Math.floor(uniform(rng, 0, 3)); count > 0; count--) {
    const radius = uniform(rng, borePx + 22, radiusPx - 10)
    const isFree =
      Math.abs(radius - holes.circlePx) > holes.reachPx + 7 &&
      [...rings.map(({ outerPx }) => outerPx), ...grooves].every((other) => Math.abs(radius - other) > 9)
    if (isFree) grooves.push(radius)
  }
  return grooves
}

/** How far a hole reaches over the face, with its chamfer and counterbore. */
export const reachOf = (hole: Hole): number =>
  Math.max(hole.radiusPx + hole.chamferPx, hole.counterborePx === 0 ? 0 : hole.counterborePx + 2)

/** Whether a place of the disc, in its own frame, is metal with nothing within `marginPx`; `except`: a hole that may be near. */
export function isClear(
  layout: DiscLayout,
  x: number,
  y: number,
  marginPx: number,
  except: Hole | null = null,
): boolean {
  const radius = Math.sqrt(x * x + y * y)
  if (radius > layout.radiusPx - marginPx || radius < layout.borePx + marginPx) return false
  const { keyway } = layout
  if (keyway) {
    const along = x * keyway.cos + y * keyway.sin
    const across = Math.abs(y * keyway.cos - x * keyway.sin)
    if (along > 0 && along < keyway.reachPx + marginPx && across < keyway.halfWidthPx + marginPx) return false
  }
  const isFar = (hole: Hole) =>
    hole === except || (hole.x - x) ** 2 + (hole.y - y) ** 2 > (reachOf(hole) + marginPx) ** 2
  return layout.bolts.every(isFar) && layout.dowels.every(isFar)
}
