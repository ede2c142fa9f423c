import type { Rng } from '../../edge/contract/port.ts'
import { direction, quantize, uniform } from '../rng.ts'
import { type Light, oval, type Shape } from './shape.ts'

interface Stroke {
  readonly u: number
  readonly v: number
  readonly alongU: number
  readonly alongV: number
  readonly squared: number
  /** Half width where it begins, and how much thinner it is at its end. */
  readonly half: number
  readonly taper: number
}

const strokeFrom = (
  u: number,
  v: number,
  toU: number,
  toV: number,
  half: number,
  endHalf: number,
): Stroke => {
  const [alongU, alongV] = [toU - u, toV - v]
  const squared = Math.max(1e-6, alongU * alongU + alongV * alongV)
  return { u, v, alongU, alongV, squared, half, taper: half - endHalf }
}

/** Signed distance to strokes with round ends. */
export function distanceToStrokes(strokes: readonly Stroke[], u: number, v: number): number {
  let nearest = 1e9
  for (const stroke of strokes) {
    const offU = u - stroke.u
    const offV = v - stroke.v
    const share = (offU * stroke.alongU + offV * stroke.alongV) / stroke.squared
    const t = share < 0 ? 0 : share > 1 ? 1 : share
    const awayU = offU - t * stroke.alongU
    const awayV = offV - t * stroke.alongV
    const distance = Math.sqrt(awayU * awayU + awayV * awayV) - stroke.half + t * stroke.taper
    if (distance < nearest) nearest = distance
  }
  return nearest
}

/**
 * A crack: dark, jagged, thinner towards its tip, with a branch or two. It runs from -length/2, where an edge may be,
 * to length/2; no branch is farther from either end than the other end is.
 */
export function crack(rng: Rng, lengthPx: number): Shape {
  const half = Math.min(uniform(rng, 0.85, 1.25), lengthPx / 5)
  const tip = Math.min(half, 0.72)
  const count = Math.min(11, Math.max(3, Math.round(lengthPx / uniform(rng, 4, 7))))
  const swing = Math.min(3.2, lengthPx * 0.09)
  const bow = uniform(rng, -0.06, 0.06) * lengthPx
  const points = Array.from({ length: count + 1 }, (_, n) => {
    const isEnd = n === 0 || n === count
    const share = (n + (isEnd ? 0 : uniform(rng, -0.3, 0.3))) / count
    const v = isEnd ? 0 : uniform(rng, -swing, swing) + bow * 4 * share * (1 - share)
    return { u: (share - 0.5) * (lengthPx - 2 * half), v, half: half - (half - tip) * share }
  })
  const strokes = points.slice(1).map((to, n) => {
    const from = points[n] ?? to
    return strokeFrom(from.u, from.v, to.u, to.v, from.half, to.half)
  })
  for (let branch = 0; branch < (rng.next() < 0.35 ? 2 : 1); branch++) {
    const from = points[Math.floor(count * uniform(rng, 0.35, 0.75))] ?? { u: 0, v: 0, half }
    const side = (branch === 0) === bow < 0 ? 1 : -1
    const reach = Math.min(lengthPx * uniform(rng, 0.16, 0.3), lengthPx / 2 - from.u)
    const turn = direction(uniform(rng, 28, 50))
    const bend = { u: from.u + 0.5 * reach * turn.cos, v: from.v + side * 0.5 * reach * turn.sin }
    const end = { u: from.u + reach * 0.9, v: bend.v + side * 0.25 * reach }
    strokes.push(strokeFrom(from.u, from.v, bend.u, bend.v, tip, tip))
    strokes.push(strokeFrom(bend.u, bend.v, end.u, end.v, tip, 0.6))
  }
  const widest = Math.max(...strokes.flatMap((s) => [Math.abs(s.v), Math.abs(s.v + s.alongV)])) + half
  return {
    halfLengthPx: lengthPx / 2,
    halfWidthPx: widest,
    distancePx: (u, v) => distanceToStrokes(strokes, u, v),
    shade: () => -1.15,
  }
}

/** A blow: a hollow whose far flank is lit and whose near one is not, with a lip of metal pushed up around it. */
export function dent(rng: Rng, lengthPx: number, light: Light): Shape {
  const a = lengthPx / 2
  const b = a * uniform(rng, 0.7, 1)
  const flat = uniform(rng, 0, 0.8)
  const lip = uniform(rng, 0.8, 0.88)
  const skew = uniform(rng, -0.25, 0.25)
  const depth = uniform(rng, 0.15, 0.5)
  return {
    ...oval(a, b),
    shade: (u, v) => {
      const [x, y] = [u / a, v / b]
      const radius = Math.sqrt(x * x + y * y)
      const towards = (light.u * x + light.v * y) / Math.max(radius, 0.2)
      // The hollow is steepest near its border; outside that the lip falls away.
      const slope =
        radius < lip ? (1 - flat) * radius + flat * radius * radius * radius : lip - 5 * (radius - lip)
      const facing = -(towards + skew * x * y) * slope
      return 3 * facing + (facing > 0.55 ? 3 * (facing - 0.55) : 0) - depth
    },
  }
}

/** An edge on which a burr can stand: a circle; `outwards` 1: metal is inside (a rim), -1: metal is outside (a hole). */
export interface Edge {
  readonly radiusPx: number
  readonly outwards: 1 | -1
}

const teeth = 14

/** What lies between two teeth, at a share of the burr's length. */
function at(values: readonly number[], share: number): number {
  const place = Math.min(0.999999, Math.max(0, share)) * teeth
  const below = Math.floor(place)
  const [low, high] = [values[below] ?? 0, values[below + 1] ?? 0]
  return low + (high - low) * (place - below)
}

/**
 * A burr: metal drawn over an edge, ragged and bright. u runs along the edge; v away from its circle's centre. The
 * shape's centre lies `shiftPx` along v from the edge.
 */
export function burr(
  rng: Rng,
  lengthPx: number,
  edge: Edge,
  light: Light,
): Shape & { readonly shiftPx: number } {
  const { radiusPx, outwards } = edge
  const onFace = Math.min(uniform(rng, 1.1, 2), lengthPx / 4)
  const overEdge = Math.min(uniform(rng, 3, 5.6), Math.max(1.2, lengthPx * 0.42))
  const heights = Array.from({ length: teeth + 1 }, (_, n) =>
    n === 0 || n === teeth ? 0.35 : uniform(rng, 0.35, 1),
  )
  const tones = Array.from({ length: teeth + 1 }, () => uniform(rng, 0.65, 1.5))
  const outer = radiusPx + (outwards > 0 ? 0.35 * overEdge : onFace)
  const halfLength = lengthPx / 2
  const sag = outer - Math.sqrt(outer * outer - halfLength * halfLength)
  const thick = onFace + overEdge
  const top = outwards > 0 ? overEdge : onFace
  const shiftPx = top - (sag + thick) / 2
  const lit = 0.25 * Math.sign(light.v || 1) * outwards
  const sine = halfLength / outer
  /** Where along the burr, 0 … 1, a place is: chords for arcs. */
  const shareAt = (u: number, radius: number) => (u / radius / sine + 1) / 2
  return {
    halfLengthPx: halfLength,
    halfWidthPx: (sag + thick) / 2 + 1,
    shiftPx: quantize(shiftPx),
    distancePx: (u, v) => {
      const fromCentre = v + shiftPx + radiusPx
      const radius = Math.max(1, Math.sqrt(u * u + fromCentre * fromCentre))
      const share = shareAt(u, radius)
      const over = (radius - radiusPx) * outwards
      const height = overEdge * at(heights, share)
      const beyond = (Math.abs(share - 0.5) - 0.5) * 2 * sine * radius
      return Math.max(over - height, -onFace - over, beyond)
    },
    shade: (u, v) => {
      const fromCentre = v + shiftPx + radiusPx
      const radius = Math.max(1, Math.sqrt(u * u + fromCentre * fromCentre))
      // Its root is a dark line on the face; what stands over the edge catches the light.
      const over = (radius - radiusPx) * outwards
      const root = over < 0.3 - onFace ? 1.9 : 0
      return 1.15 * at(tones, shareAt(u, radius)) + lit - root
    },
  }
}
