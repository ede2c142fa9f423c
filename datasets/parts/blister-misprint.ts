import type { Rng } from '../../edge/contract/port.ts'
import { direction, pick, uniform } from '../rng.ts'
import type { OverlayShape } from './blister-overlay.ts'
import { coverAt, type Lettering } from './blister-print.ts'

/** Directions in which the extent of a set of points is measured: 12 leave 1 % undiscovered. */
const rays = Array.from({ length: 12 }, (_, ray) => direction(ray * 15))

interface Point {
  readonly u: number
  readonly v: number
}

/** Every point where the print is wrong, and what area each stands for. */
interface Wrong {
  readonly points: readonly Point[]
  readonly areaPx: number
}

/** A round piece of the print, by the wrong points in it. */
interface Piece {
  readonly centre: Point
  readonly radius: number
  /** How far its extent may be from the one asked for, pixels. */
  readonly error: number
  readonly low: Point
  readonly high: Point
}

/** A disc must keep its extent when it grows or shrinks by this much: pixels do not see the points quite in place. */
const looseningPx = 0.6

/** Grows a disc about one wrong point until the wrong points in it reach the extent asked for. */
function grown({ points, areaPx }: Wrong, centre: Point, extentPx: number): Piece {
  const far = ({ u, v }: Point) => Math.sqrt((u - centre.u) ** 2 + (v - centre.v) ** 2)
  const sorted = points
    .map((point) => ({ ...point, far: far(point) }))
    .filter((point) => point.far < extentPx + 2)
    .sort((a, b) => a.far - b.far)
  const low = rays.map(() => 1e9)
  const high = rays.map(() => -1e9)
  const corner = (of: readonly number[]) => ({ u: of[0] ?? 0, v: of[6] ?? 0 })
  const extents: number[] = []
  let piece: Piece = { centre, radius: 0.5, error: 1e9, low: centre, high: centre }
  let within = 0
  for (const point of sorted) {
    const extent = widen(low, high, point)
    extents.push(extent)
    while ((sorted[within]?.far ?? 0) < point.far - looseningPx) within++
    const tight = extents[Math.max(0, within - 1)] ?? 0
    const sliver = Math.max(0.8 * extentPx, 1.5 * Math.min(extentPx, 4)) - extents.length * areaPx
    const error = Math.max(Math.abs(extent - extentPx), extentPx - tight - 2 * looseningPx, sliver)
    if (error < piece.error) {
      piece = { centre, radius: point.far + 0.2, error, low: corner(low), high: corner(high) }
    } else if (point.far < piece.radius + looseningPx)
      piece = { ...piece, error: Math.max(piece.error, error) }
    else break
  }
  return piece
}

/** Takes a point in; returns the largest extent of all, with the breadth of a pixel. */
function widen(low: number[], high: number[], { u, v }: Point): number {
  let extent = 0
  for (const [ray, { cos, sin }] of rays.entries()) {
    const along = u * cos + v * sin
    if (along < (low[ray] ?? 0)) low[ray] = along
    if (along > (high[ray] ?? 0)) high[ray] = along
    extent = Math.max(extent, (high[ray] ?? 0) - (low[ray] ?? 0) + 0.7)
  }
  return extent
}

/** The best of a few pieces, all about points of the print drawn by chance. */
function drawPiece(rng: Rng, wrong: Wrong, extentPx: number): Piece {
  const start = { u: 0, v: 0 }
  const { points } = wrong
  const draw = () => grown(wrong, points[Math.floor(rng.next() * points.length)] ?? start, extentPx)
  let best = draw()
  for (let attempt = 0; attempt < 20 && best.error > 0.5; attempt++) {
    const next = draw()
    if (next.error < best.error) best = next
  }
  return best
}

type IsWrong = (u: number, v: number) => boolean

/** Small faults are looked for with a finer comb. */
function pointsWhere(lettering: Lettering, reach: number, extentPx: number, isWrong: IsWrong): Wrong {
  const points: Point[] = []
  const step = extentPx < 18 ? 0.5 : 1
  const [halfU, halfV] = [Math.ceil(lettering.halfWidth + reach), Math.ceil(lettering.halfHeight + reach)]
  for (let v = -halfV; v <= halfV; v += step) {
    for (let u = -halfU; u <= halfU; u += step) if (isWrong(u, v)) points.push({ u, v })
  }
  return { points, areaPx: step * step }
}

export interface Misprint {
  readonly shape: OverlayShape
  /** Its middle against that of the text. */
  readonly centre: Point
  /** Share of the ink that lacks, or that was laid besides: bounds of what the fault can be. */
  readonly least: number
  readonly most: number
  /** How far its extent may be from the one asked for, pixels. */
  readonly error: number
}

/** Ink that did not take, in one piece of the text: it stands paler there; never gone, or an E would pass for an F. */
export function faded(rng: Rng, lettering: Lettering, extentPx: number): Misprint {
  const isInk = (u: number, v: number) => coverAt(lettering, u, v) > 0.5
  const piece = drawPiece(rng, pointsWhere(lettering, 0, extentPx, isInk), extentPx)
  return { ...cutOut(piece, isInk, (u, v) => coverAt(lettering, u, v)), least: 0.6, most: 0.85 }
}

/** The pad touched twice: a piece of the text stands once more, a little off. */
export function doubled(rng: Rng, lettering: Lettering, extentPx: number): Misprint {
  const off = direction(pick(rng, [0, 180]) + uniform(rng, -70, 70))
  const by = uniform(rng, 3.6, 6)
  const second = (u: number, v: number) =>
    coverAt(lettering, u - off.cos * by, v - off.sin * by) * (1 - coverAt(lettering, u, v))
  const isWrong = (u: number, v: number) => second(u, v) > 0.5
  const piece = drawPiece(rng, pointsWhere(lettering, by, extentPx, isWrong), extentPx)
  return { ...cutOut(piece, isWrong, (u, v) => -second(u, v)), least: 0.55, most: 0.9 }
}

/** Ink wiped before it was dry: a ragged veil over some of the text. */
export function smeared(rng: Rng, lettering: Lettering, extentPx: number, room: number): Misprint {
  const { points } = pointsWhere(lettering, 0, 99, (u, v) => coverAt(lettering, u, v) > 0.5)
  const at = points[Math.floor(rng.next() * points.length)] ?? { u: 0, v: 0 }
  const turn = direction(uniform(rng, -25, 25))
  const a = extentPx / 2
  const b = Math.max(Math.min(0.8, 0.9 * a), a * uniform(rng, 0.35, 0.6))
  const waves = uniform(rng, 0.8, 1.6)
  const keptU = Math.max(0, lettering.halfWidth - a)
  const keptV = Math.max(0, room - b - 0.45 * a)
  const along = (u: number, v: number) => u * turn.cos + v * turn.sin
  const across = (u: number, v: number) => v * turn.cos - u * turn.sin
  return {
    shape: {
      halfLengthPx: Math.abs(turn.cos) * a + Math.abs(turn.sin) * b,
      halfWidthPx: Math.abs(turn.sin) * a + Math.abs(turn.cos) * b,
      distancePx: (u, v) => (Math.sqrt((along(u, v) / a) ** 2 + (across(u, v) / b) ** 2) - 1) * b,
      shade: (u, v) => {
        const x = across(u, v) * waves * 0.5 + 16
        const streak = x - Math.floor(x)
        return -(0.75 + 0.5 * Math.abs(2 * streak - 1))
      },
    },
    centre: {
      u: Math.max(-keptU, Math.min(keptU, at.u)),
      v: Math.max(-keptV, Math.min(keptV, at.v)),
    },
    least: 0.5,
    most: 0.95,
    error: 0,
  }
}

/** The shape of a piece: its outline is the disc, what belongs to it is wrong print alone. */
function cutOut(
  { centre, radius, error, low, high }: Piece,
  belongs: (u: number, v: number) => boolean,
  shade: (u: number, v: number) => number,
): Pick<Misprint, 'shape' | 'centre' | 'error'> {
  const middle = { u: (low.u + high.u) / 2, v: (low.v + high.v) / 2 }
  const [fromU, fromV] = [middle.u - centre.u, middle.v - centre.v]
  const shape: OverlayShape = {
    halfLengthPx: (high.u - low.u + 1) / 2,
    halfWidthPx: (high.v - low.v + 1) / 2,
    softnessPx: 0.6,
    distancePx: (u, v) => Math.sqrt((u + fromU) ** 2 + (v + fromV) ** 2) - radius,
    shade: (u, v) => shade(u + middle.u, v + middle.v),
    belongs: (u, v) => belongs(u + middle.u, v + middle.v),
  }
  return { shape, centre: middle, error }
}
