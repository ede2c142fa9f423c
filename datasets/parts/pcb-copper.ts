import { direction } from '../rng.ts'
import type { Optics } from './optics.ts'

/**
 * The one shape that copper is made of: a box with round corners, turned. Without length and width it is a disc,
 * without width a trace with round ends. Pixels of the board; u runs along (cos, sin).
 */
export interface Piece {
  readonly x: number
  readonly y: number
  readonly cos: number
  readonly sin: number
  /** Half of the box inside the corners, along u and across it. */
  readonly halfLength: number
  readonly halfWidth: number
  readonly radius: number
}

/** Copper that is laid, or taken away again: an anti-pad, a drilled hole. Later layers win. */
export interface Layer {
  readonly piece: Piece
  readonly isCopper: boolean
}

/** All pieces come from this one literal: engines then read them fast, and there are a hundred thousand pixels to lay. */
export const piece = (
  { x, y, cos, sin }: Turned,
  halfLength: number,
  halfWidth: number,
  radius: number,
): Piece => ({ x, y, cos, sin, halfLength, halfWidth, radius })

interface Turned {
  readonly x: number
  readonly y: number
  readonly cos: number
  readonly sin: number
}

export const disc = (x: number, y: number, radius: number): Piece =>
  piece({ x, y, cos: 1, sin: 0 }, 0, 0, radius)

/** A box of full length and width with corners of this radius. */
export const box = (at: Turned, length: number, width: number, radius: number): Piece =>
  piece(at, Math.max(0, length / 2 - radius), Math.max(0, width / 2 - radius), radius)

/** A straight trace of this width. */
export function line(x0: number, y0: number, x1: number, y1: number, width: number): Piece {
  const dx = x1 - x0
  const dy = y1 - y0
  const length = Math.sqrt(dx * dx + dy * dy)
  const [cos, sin] = length > 0 ? [dx / length, dy / length] : [1, 0]
  return piece({ x: (x0 + x1) / 2, y: (y0 + y1) / 2, cos, sin }, length / 2, 0, width / 2)
}

/** The same, larger or smaller all round. */
export const grown = (of: Piece, by: number): Piece =>
  piece(of, of.halfLength, of.halfWidth, Math.max(0, of.radius + by))

export type Pose = Pick<Optics, 'shiftX' | 'shiftY' | 'rotationDeg'>

/** Where things of the board lie in the frame: the part turns about the middle of the frame, then shifts. */
export function poser(pose: Pose, size: number): (thing: Turned) => Turned {
  const { cos, sin } = direction(pose.rotationDeg)
  const middle = size / 2
  return (thing) => {
    const dx = thing.x - middle
    const dy = thing.y - middle
    return {
      x: middle + dx * cos - dy * sin + pose.shiftX,
      y: middle + dx * sin + dy * cos + pose.shiftY,
      cos: thing.cos * cos - thing.sin * sin,
      sin: thing.sin * cos + thing.cos * sin,
    }
  }
}

/** Signed distances on a square grid: how deep a place lies in copper, pixels; beyond ±`reach` it is not known. */
export interface Depth {
  readonly data: Float32Array<ArrayBuffer>
  /** Places along a side, and pixels from one to the next. */
  readonly size: number
  readonly pitch: number
  /** Coordinate of the left and upper border. */
  readonly origin: number
  readonly reach: number
}

export function bareDepth(size: number, pitch: number, origin: number, reach: number): Depth {
  return { data: new Float32Array(size * size).fill(-reach), size, pitch, origin, reach }
}

/** The places of one row that lie within `reachU` and `reachV` of the middle of a piece: [first, past the last]. */
export interface Span {
  from: number
  to: number
}

export function rowSpan(of: Piece, depth: Depth, dy: number, margin: number, span: Span): void {
  const { cos, sin, halfLength, halfWidth, radius } = of
  const u = halfLength + radius + margin
  const v = halfWidth + radius + margin
  let low = -1e9
  let high = 1e9
  if (cos > 1e-6 || cos < -1e-6) {
    const middle = (-dy * sin) / cos
    const half = Math.abs(u / cos)
    low = middle - half
    high = middle + half
  }
  if (sin > 1e-6 || sin < -1e-6) {
    const middle = (dy * cos) / sin
    const half = Math.abs(v / sin)
    if (middle - half > low) low = middle - half
    if (middle + half < high) high = middle + half
  }
  span.from = Math.max(0, Math.ceil((of.x + low - depth.origin) / depth.pitch - 0.5))
  span.to = Math.min(depth.size, Math.floor((of.x + high - depth.origin) / depth.pitch - 0.5) + 1)
}

/** The rows that a piece touches: [first, past the last]. */
export function rowsOf(of: Piece, depth: Depth, margin: number): readonly [number, number] {
  const { cos, sin, halfLength, halfWidth, radius } = of
  const half = Math.abs(sin) * halfLength + Math.abs(cos) * halfWidth + radius + margin
  const first = Math.ceil((of.y - half - depth.origin) / depth.pitch - 0.5)
  const last = Math.floor((of.y + half - depth.origin) / depth.pitch - 0.5)
  return [Math.max(0, first), Math.min(depth.size, last + 1)]
}

/** Lays or takes away one piece. */
export function lay(layer: Layer, depth: Depth): void {
  const { pitch, origin, reach } = depth
  const span: Span = { from: 0, to: 0 }
  const [top, bottom] = rowsOf(layer.piece, depth, reach)
  for (let row = top; row < bottom; row++) {
    rowSpan(layer.piece, depth, origin + (row + 0.5) * pitch - layer.piece.y, reach, span)
    if (span.from >= span.to) continue
    merge(depth, layer, row, span)
  }
}

/** Copper raises the depth to that inside its piece; what is taken away sinks it to minus that. */
function merge(
  { data, size, pitch, origin, reach }: Depth,
  { piece: of, isCopper }: Layer,
  row: number,
  span: Span,
): void {
  const { cos, sin, halfLength, halfWidth, radius } = of
  const sign = isCopper ? 1 : -1
  const dx = origin + (span.from + 0.5) * pitch - of.x
  const dy = origin + (row + 0.5) * pitch - of.y
  let u = dx * cos + dy * sin
  let v = dy * cos - dx * sin
  const end = row * size + span.to
  for (let at = row * size + span.from; at < end; at++) {
    const a = (u < 0 ? -u : u) - halfLength
    const b = (v < 0 ? -v : v) - halfWidth
    const inside = radius - (a > 0 && b > 0 ? Math.sqrt(a * a + b * b) : a > b ? a : b)
    if (inside > sign * (data[at] ?? 0)) data[at] = sign * (inside > reach ? reach : inside)
    u += cos * pitch
    v -= sin * pitch
  }
}

/** The depth at any place, the nearest of the grid; nothing is known outside: that counts as bare. */
export function depthAt({ data, size, pitch, origin, reach }: Depth, x: number, y: number): number {
  const column = Math.floor((x - origin) / pitch)
  const row = Math.floor((y - origin) / pitch)
  if (column < 0 || row < 0 || column >= size || row >= size) return -reach
  return data[row * size + column] ?? -reach
}
