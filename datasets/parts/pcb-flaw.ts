import type { Rng } from '../../edge/contract/port.ts'
import { direction, uniform } from '../rng.ts'
import type { Site } from './pcb-site.ts'

/**
 * A fault of etching in its own frame, pixels: u along the conductor (or the fault's longest extent), v across it,
 * for flanks outwards from the copper's edge. `inside` is about the distance to its outline, positive within.
 */
export interface Flaw {
  /** Whether it leaves copper where there should be none, or takes copper away. */
  readonly isCopper: boolean
  readonly halfU: number
  readonly fromV: number
  readonly toV: number
  inside(u: number, v: number): number
}

export type FlawMaker = (rng: Rng, sizePx: number, site: Site) => Flaw

/**
 * A bar of this width between v = ±`half`, wider towards its ends as etching rounds them, and aslant.
 * Its width half way is exact: that is the size of opens and shorts.
 */
function bar(rng: Rng, isCopper: boolean, widthPx: number, half: number, over: number): Flaw {
  const flares = [uniform(rng, 0.02, 0.3) * half, uniform(rng, 0.02, 0.3) * half] as const
  const slants = [uniform(rng, -0.3, 0.3), uniform(rng, -0.3, 0.3)] as const
  const slant =
    Math.abs(slants[0] - slants[1]) * half < widthPx * 0.4 ? slants : ([slants[0], slants[0]] as const)
  return {
    isCopper,
    halfU: widthPx / 2 + Math.max(...flares) + 0.3 * half,
    fromV: -half,
    toV: half,
    inside: (u, v) => {
      const side = u < 0 ? 0 : 1
      const share = v / half
      const edge = widthPx / 2 + flares[side] * share * share + (side === 0 ? -1 : 1) * slant[side] * v
      const along = edge - (u < 0 ? -u : u)
      const across = half + over - (v < 0 ? -v : v)
      return along < across ? along : across
    },
  }
}

/** A gap across a trace; its size is the length of the gap on the trace's middle line. */
export const open: FlawMaker = (rng, sizePx, site) => bar(rng, false, sizePx, site.across / 2, 3)

/** A bridge to the neighbouring conductor; its size is the width of the bridge half way. */
export const short: FlawMaker = (rng, sizePx, site) => bar(rng, true, sizePx, site.across / 2, 2.5)

const rim = Array.from({ length: 37 }, (_, index) => direction(index * 5))

/**
 * Half an oval on the copper's edge, with a ragged outline. It is drawn to measure: `lengthPx` is its largest extent along
 * the edge, `height` its largest away from it.
 */
function hump(rng: Rng, isCopper: boolean, lengthPx: number, height: number, lean: number): Flaw {
  const [skew, wave] = [uniform(rng, -0.55, 0.55), uniform(rng, -0.45, 0.45)]
  // Squared, so that it meets the edge steeply: a thin wedge would be lost between the pixels.
  const ragged = (x: number, y: number) => 1 + x * y * y * (skew + wave * (x * x - y * y))
  const [xs, ys] = [
    rim.map(({ cos, sin }) => ragged(cos, sin) * cos),
    rim.map(({ cos, sin }) => ragged(cos, sin) * sin),
  ]
  const [left, right] = [Math.min(...xs), Math.max(...xs)]
  const [a, b] = [lengthPx / (right - left), height / Math.max(...ys)]
  const sign = isCopper ? 1 : -1
  return {
    isCopper,
    halfU: Math.max(-left, right) * a + Math.abs(lean) * height,
    fromV: isCopper ? 0 : -height,
    toV: isCopper ? height : 0,
    inside: (u, v) => {
      const y = (sign * v) / b
      const x = (u - lean * sign * v) / a
      // Behind the edge it only joins what is there.
      if (y < 0) return x < 1 && x > -1 && sign * v > -2.5 ? 0.5 : -1
      const radius = Math.sqrt(x * x + y * y)
      const outline = radius > 0 ? ragged(x / radius, y / radius) : 1
      return (outline - radius) * (a < b ? a : b)
    },
  }
}

/** A nick in a conductor's edge; its size is its extent along the edge. */
export const mouseBite: FlawMaker = (rng, sizePx, site) => {
  const deepest = Math.min(sizePx * uniform(rng, 0.35, 0.65), site.across * uniform(rng, 0.4, 0.6))
  return hump(rng, false, sizePx, Math.max(1.7, deepest), 0)
}

/** Copper that sticks out of an edge; its size is how far. */
export const spur: FlawMaker = (rng, sizePx, site) =>
  hump(rng, true, site.across, sizePx, uniform(rng, -0.3, 0.3))

/** A chain of lobes, `sizePx` from end to end and about `widthPx` wide. */
function patch(rng: Rng, isCopper: boolean, sizePx: number, widthPx: number): Flaw {
  const half = sizePx / 2
  const most = widthPx / 2
  const ends = [most * uniform(rng, 0.6, 1), most * uniform(rng, 0.6, 1)] as const
  const lobes = Array.from({ length: 4 }, (_, index) => {
    const radius = index === 0 ? ends[0] : index === 3 ? ends[1] : most * uniform(rng, 0.65, 1)
    const u = -half + ends[0] + (index / 3) * (sizePx - ends[0] - ends[1])
    return { u, v: (rng.next() - 0.5) * 2 * (most - radius) * 0.9, radius }
  })
  return {
    isCopper,
    halfU: half,
    fromV: -most,
    toV: most,
    inside: (u, v) => {
      let best = -1e9
      for (const [index, lobe] of lobes.entries()) {
        const [du, dv] = [u - lobe.u, v - lobe.v]
        const own = lobe.radius - Math.sqrt(du * du + dv * dv)
        if (own > best) best = own
        const next = lobes[index + 1]
        if (!next) continue
        const neck = 0.8 * Math.min(lobe.radius, next.radius) - toStretch(u, v, lobe, next)
        if (neck > best) best = neck
      }
      return best
    },
  }
}

interface Spot {
  readonly u: number
  readonly v: number
}

/** Distance to the straight line between two spots. */
function toStretch(u: number, v: number, from: Spot, to: Spot): number {
  const [du, dv] = [to.u - from.u, to.v - from.v]
  const square = du * du + dv * dv
  const share = square > 0 ? Math.min(1, Math.max(0, ((u - from.u) * du + (v - from.v) * dv) / square)) : 0
  const [x, y] = [u - from.u - share * du, v - from.v - share * dv]
  return Math.sqrt(x * x + y * y)
}

/** An island of copper where none belongs; its size is its longest extent. */
export const spuriousCopper: FlawMaker = (rng, sizePx, site) => patch(rng, true, sizePx, site.across)

/** A hole in copper; its size is its longest extent. */
export const pinHole: FlawMaker = (rng, sizePx, site) => patch(rng, false, sizePx, site.across)
