import { depthAt, disc, line } from './pcb-copper.ts'
import { addConductor, addVia, type Draft, fits, marginPx, roomPitch } from './pcb-draft.ts'

/** Times 45 degrees. */
export type Turn = -1 | 0 | 1

/** One stretch of a route, and the turn at its end. */
export interface Leg {
  readonly length: number
  readonly turn: Turn
}

export interface Heading {
  readonly cos: number
  readonly sin: number
}

export const turned = ({ cos, sin }: Heading, turn: number): Heading =>
  turn === 0
    ? { cos, sin }
    : { cos: (cos - turn * sin) * Math.SQRT1_2, sin: (sin + turn * cos) * Math.SQRT1_2 }

export const eastward: Heading = { cos: 1, sin: 0 }
/** Eastward, southward, westward, northward and between, in steps of 45 degrees. */
export const headings: readonly [Heading, ...Heading[]] = [
  eastward,
  ...[1, 2, 3, 4, 5, 6, 7].map((steps) => {
    let heading = eastward
    for (let step = 0; step < steps; step++) heading = turned(heading, 1)
    return { cos: Math.round(heading.cos * 1e12) / 1e12, sin: Math.round(heading.sin * 1e12) / 1e12 }
  }),
]

const mitre = Math.SQRT2 - 1
type Point = readonly [number, number]

/** The corners of the trace that runs `offset` beside the first of its bundle: all keep their distance in the bends. */
export function corners(x: number, y: number, heading: Heading, legs: readonly Leg[], offset = 0): Point[] {
  let at: Point = [x - heading.sin * offset, y + heading.cos * offset]
  const points = [at]
  let before = 0
  let course = heading
  for (const { length, turn } of legs) {
    const run = Math.max(1, length - offset * mitre * (before + turn))
    at = [at[0] + course.cos * run, at[1] + course.sin * run]
    points.push(at)
    course = turned(course, turn)
    before = turn
  }
  return points
}

const stepPx = 5

/** How far one can go along these corners with room on both sides; the first `skip` pixels are not looked at. */
function freeLength({ room }: Draft, points: readonly Point[], gap: number, skip: number): number {
  let gone = 0
  for (const [index, [x, y]] of points.entries()) {
    const next = points[index + 1]
    if (!next) break
    const [dx, dy] = [next[0] - x, next[1] - y]
    const length = Math.sqrt(dx * dx + dy * dy)
    for (let step = 0; step < length; step += stepPx) {
      if (gone + step < skip) continue
      const share = step / length
      if (depthAt(room, x + dx * share, y + dy * share) > -gap) return gone + step
    }
    gone += length
  }
  return Number.POSITIVE_INFINITY
}

/** The first `length` pixels of a route. */
function cut(points: readonly Point[], length: number): Point[] {
  const kept: Point[] = []
  let left = length
  for (const [index, point] of points.entries()) {
    kept.push(point)
    const next = points[index + 1]
    if (!next) break
    const [dx, dy] = [next[0] - point[0], next[1] - point[1]]
    const run = Math.sqrt(dx * dx + dy * dy)
    if (run >= left) return [...kept, [point[0] + (dx * left) / run, point[1] + (dy * left) / run]]
    left -= run
  }
  return kept
}

const lengthOf = (points: readonly Point[]): number =>
  points.slice(1).reduce((sum, [x, y], index) => {
    const [fromX, fromY] = points[index] ?? [x, y]
    return sum + Math.sqrt((x - fromX) ** 2 + (y - fromY) ** 2)
  }, 0)

/** Whether a via would have room at the end of a trace; past the board's border it needs none. */
function takesVia(draft: Draft, [x, y]: Point, frame: number): boolean {
  const isOutside = Math.min(x, y) < -marginPx / 2 || Math.max(x, y) > frame + marginPx / 2
  return isOutside || fits(draft, disc(x, y, draft.style.viaRadius), 10)
}

/**
 * Lays a trace along these corners as far as there is room, and a via where it ends inside the board.
 * @param skip pixels at its start that may touch copper: the pad that it leaves
 * @returns whether anything was laid
 */
export function route(draft: Draft, points: readonly Point[], width: number, skip: number): boolean {
  const gap = width / 2 + draft.style.space * 0.75 + 2
  const frame = draft.room.size * roomPitch - 2 * marginPx
  let length = Math.min(freeLength(draft, points, gap, skip), lengthOf(points) + 1)
  let path = cut(points, length)
  while (!takesVia(draft, path.at(-1) ?? [0, 0], frame)) {
    length -= 8
    if (length < skip + 20) return false
    path = cut(points, length)
  }
  for (const [index, [x, y]] of path.entries()) {
    const next = path[index + 1]
    if (next) addConductor(draft, line(x, y, next[0], next[1], width))
  }
  const [x, y] = path.at(-1) ?? [0, 0]
  addVia(draft, x, y)
  return true
}
