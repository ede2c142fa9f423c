import type { Rng } from '../../edge/contract/port.ts'
import { direction, pick, quantize, uniform } from '../rng.ts'
import { burr, crack, dent, type Edge } from './machined-disc-defect.ts'
import { type DiscLayout, type Hole, isClear } from './machined-disc-layout.ts'
import { chip, coolantDrop, feedLine, fixtureShadow, lint } from './machined-disc-look-alike.ts'
import type { Direction } from './machined-disc-material.ts'
import { stamp } from './machined-disc-stamp.ts'
import type { Light, Shape } from './shape.ts'

/** Where a mark is put: its shape's centre from the disc's centre, and the shape's long axis. */
export interface Placed extends Direction {
  readonly x: number
  readonly y: number
  readonly shape: Shape
}

/** What a mark is put on. `lamp` points to the light. */
export interface Ground {
  readonly layout: DiscLayout
  readonly lamp: Direction
}

/** Tries one place; null: it does not fit there. */
export type Placer = (rng: Rng, ground: Ground, lengthPx: number) => Placed | null

const lightFor = (lamp: Direction, { cos, sin }: Direction): Light => ({
  u: lamp.cos * cos + lamp.sin * sin,
  v: lamp.sin * cos - lamp.cos * sin,
})

const turned = (a: Direction, b: Direction): Direction => ({
  cos: quantize(a.cos * b.cos - a.sin * b.sin),
  sin: quantize(a.sin * b.cos + a.cos * b.sin),
})

/** A place on the disc, all equally likely; `outwards` is its direction from the centre. */
function anywhere(rng: Rng, { borePx, radiusPx }: DiscLayout) {
  const outwards = direction(uniform(rng, 0, 360))
  const radius = quantize(Math.sqrt(uniform(rng, borePx * borePx, radiusPx * radiusPx)))
  return { x: radius * outwards.cos, y: radius * outwards.sin, radius, outwards }
}

/** Whether the shape lies on metal along its whole axis. */
function isOnMetal(layout: DiscLayout, { x, y, cos, sin, shape }: Placed, marginPx: number): boolean {
  const steps = Math.max(1, Math.ceil(shape.halfLengthPx / 6))
  for (let step = -steps; step <= steps; step++) {
    const along = (step / steps) * Math.max(0, shape.halfLengthPx - shape.halfWidthPx)
    if (!isClear(layout, x + along * cos, y + along * sin, shape.halfWidthPx + marginPx)) return false
  }
  return true
}

const edgeGapPx = 3

/** Anywhere on the face; its long axis within `spreadDeg` of the direction from the centre. */
const onFace =
  (shapeOf: (rng: Rng, lengthPx: number, light: Light) => Shape, spreadDeg: number): Placer =>
  (rng, { layout, lamp }, lengthPx) => {
    const { x, y, outwards } = anywhere(rng, layout)
    const axis = turned(outwards, direction(uniform(rng, -spreadDeg, spreadDeg)))
    const shape = shapeOf(rng, lengthPx, lightFor(lamp, axis))
    const placed = { x, y, ...axis, shape }
    return isOnMetal(layout, placed, edgeGapPx) ? placed : null
  }

interface EdgePlace {
  readonly edge: Edge
  readonly hole: Hole | null
  /** Centre of the edge's circle. */
  readonly x: number
  readonly y: number
}

function pickEdge(rng: Rng, layout: DiscLayout): EdgePlace {
  const rim: EdgePlace = { edge: { radiusPx: layout.radiusPx, outwards: 1 }, hole: null, x: 0, y: 0 }
  const chance = rng.next()
  if (chance < 0.3) return rim
  if (chance < 0.5) return { ...rim, edge: { radiusPx: layout.borePx, outwards: -1 } }
  const [first, ...others] = layout.bolts
  if (!first) return rim
  const hole = pick(rng, [first, ...others])
  return { edge: { radiusPx: hole.radiusPx, outwards: -1 }, hole, x: hole.x, y: hole.y }
}

/** From an edge into the metal, or on the face; never along the turning marks. */
const placeCrack: Placer = (rng, ground, lengthPx) => {
  if (rng.next() < 0.4) return onFace(crack, 50)(rng, ground, lengthPx)
  const { layout } = ground
  const { edge, hole, x, y } = pickEdge(rng, layout)
  const normal = direction(uniform(rng, 0, 360))
  const inwards = edge.outwards < 0 ? normal : { cos: -normal.cos, sin: -normal.sin }
  const axis = turned(inwards, direction(uniform(rng, -32, 32)))
  const start = { x: x + normal.cos * edge.radiusPx, y: y + normal.sin * edge.radiusPx }
  const centre = { x: start.x + (axis.cos * lengthPx) / 2, y: start.y + (axis.sin * lengthPx) / 2 }
  const length = Math.sqrt(centre.x ** 2 + centre.y ** 2)
  const alongTurning = Math.abs(axis.sin * centre.x - axis.cos * centre.y) / length
  if (alongTurning > 0.87) return null
  const shape = crack(rng, lengthPx)
  const beginsClear = Math.min(8, lengthPx / 2)
  const steps = Math.max(1, Math.ceil(lengthPx / 6))
  for (let step = 0; step <= steps; step++) {
    const along = beginsClear + (step / steps) * (lengthPx - beginsClear)
    const [atX, atY] = [start.x + axis.cos * along, start.y + axis.sin * along]
    if (!isClear(layout, atX, atY, Math.min(5, along - 3), hole)) return null
  }
  return { ...centre, ...axis, shape }
}

/** Along the edge of a hole, of the bore or of the rim; not where the keyway is. */
const placeBurr: Placer = (rng, { layout, lamp }, lengthPx) => {
  const { edge, x, y } = pickEdge(rng, layout)
  if (lengthPx > 1.5 * edge.radiusPx) return null
  const normal = direction(uniform(rng, 0, 360))
  // u runs along the edge and v away from its circle's centre, turned like x and y.
  const axis = { cos: normal.sin, sin: -normal.cos }
  const shape = burr(rng, lengthPx, edge, lightFor(lamp, axis))
  const radius = edge.radiusPx + shape.shiftPx
  const placed = { x: x + normal.cos * radius, y: y + normal.sin * radius, ...axis, shape }
  const { keyway, borePx } = layout
  const isAtBore = edge.radiusPx === borePx
  const isByKeyway =
    isAtBore &&
    keyway !== null &&
    normal.cos * keyway.cos + normal.sin * keyway.sin > 0 &&
    Math.abs(normal.sin * keyway.cos - normal.cos * keyway.sin) * borePx <
      keyway.halfWidthPx + lengthPx / 2 + 5
  return isByKeyway ? null : placed
}

/** Along the turning marks, on one face. */
const placeFeedLine: Placer = (rng, { layout }, lengthPx) => {
  const { radius, outwards } = anywhere(rng, layout)
  if (lengthPx > 1.2 * radius) return null
  const borders = [...layout.rings.map(({ outerPx }) => outerPx), ...layout.groovesPx]
  if (borders.some((border) => Math.abs(border - radius) < 5)) return null
  const axis = { cos: outwards.sin, sin: -outwards.cos }
  const shape = feedLine(rng, lengthPx, radius)
  const centre = radius + shape.shiftPx
  const placed = { x: outwards.cos * centre, y: outwards.sin * centre, ...axis, shape }
  const halfArc = lengthPx / 2 / radius
  for (const share of [-1, -0.6, -0.2, 0.2, 0.6, 1]) {
    const across = radius * Math.sqrt(1 - (share * halfArc) ** 2)
    const along = share * halfArc * radius
    const atX = outwards.cos * across + axis.cos * along
    if (!isClear(layout, atX, outwards.sin * across + axis.sin * along, edgeGapPx)) return null
  }
  return placed
}

/** A kind of mark: the limit of its class or, of a look-alike, the limit that its size is measured by. */
interface Kind {
  readonly limitMm: number
  readonly place: Placer
}

export const defectKinds = {
  crack: { limitMm: 5, place: placeCrack },
  dent: { limitMm: 2.2, place: onFace(dent, 180) },
  burr: { limitMm: 2.4, place: placeBurr },
} as const satisfies Record<string, Kind>

export const lookAlikeKinds = {
  'coolant-drop': { limitMm: 2.2, place: onFace(coolantDrop, 180) },
  chip: { limitMm: 2.4, place: onFace(chip, 180) },
  'feed-line': { limitMm: 5, place: placeFeedLine },
  stamp: { limitMm: 2.2, place: onFace(stamp, 180) },
  'fixture-shadow': { limitMm: 3.2, place: onFace(fixtureShadow, 180) },
  lint: { limitMm: 3, place: onFace(lint, 180) },
} as const satisfies Record<string, Kind>

export const missingBore = 'missing-bore'
