import { direction, uniform } from '../rng.ts'
import { type Light, oval, ovalRadius, type Shape, type ShapeMaker } from './shape.ts'

interface Disc {
  readonly u: number
  readonly v: number
  readonly r: number
  readonly tone: number
}

/** Many small discs taken as one shape; outside them nothing. */
function ofDiscs(discs: readonly Disc[], halfLengthPx: number, halfWidthPx: number): Shape {
  const nearest = (u: number, v: number) => {
    let best = 1e9
    let tone = 0
    for (const disc of discs) {
      const du = u - disc.u
      const dv = v - disc.v
      const distance = Math.sqrt(du * du + dv * dv) - disc.r
      if (distance < best) {
        best = distance
        tone = disc.tone
      }
    }
    return { best, tone }
  }
  return {
    halfLengthPx,
    halfWidthPx,
    distancePx: (u, v) => nearest(u, v).best,
    shade: (u, v) => nearest(u, v).tone,
  }
}

/** Powder: bright loose grains; two of them mark its ends. */
export const dust: ShapeMaker = (rng, lengthPx) => {
  const half = lengthPx / 2
  const count = 4 + Math.round(lengthPx * 0.55)
  const wide = half * uniform(rng, 0.4, 0.9)
  const discs = Array.from({ length: count }, (_, index) => {
    const r = Math.min(half * 0.5, uniform(rng, 0.7, 1.5))
    const turn = direction(uniform(rng, 0, 360))
    const far = rng.next()
    const end = index === 0 ? -1 : 1
    const u = index < 2 ? end * (half - r) : turn.cos * far * (half - r)
    const v = index < 2 ? 0 : turn.sin * far * Math.max(0, wide - r)
    return { u, v, r, tone: uniform(rng, 0.6, 1.4) }
  })
  return ofDiscs(discs, half, wide)
}

/** A knot of fibres: one across its whole length, others curled about it. */
export const fibre: ShapeMaker = (rng, lengthPx) => {
  const half = lengthPx / 2
  const thick = Math.min(half * 0.68, uniform(rng, 0.9, 1.5))
  const wide = half * uniform(rng, 0.35, 0.75)
  const strands = 1 + Math.round(uniform(rng, 1, 3))
  const discs = Array.from({ length: strands }, (_, strand) => {
    const bend = uniform(rng, -1, 1) * wide
    const lean = strand === 0 ? 0 : uniform(rng, -0.6, 0.6)
    const share = strand === 0 ? 1 : uniform(rng, 0.5, 0.9)
    const beads = Math.max(2, Math.ceil((2 * half) / (thick * 1.1)))
    return Array.from({ length: beads }, (_, bead) => {
      const t = (2 * bead) / (beads - 1) - 1
      const r = thick * (strand === 0 ? 1 : 0.8)
      const v = bend * (1 - t * t) * 0.9 - (strand === 0 ? 0 : bend * 0.4) + lean * t * wide
      const u = t * share * (half - r)
      return {
        u,
        v: clamp(v, Math.min(wide, Math.sqrt(half * half - u * u)) - r),
        r,
        tone: -uniform(rng, 0.85, 1.15),
      }
    })
  }).flat()
  return ofDiscs(discs, half, wide)
}

const clamp = (value: number, most: number): number =>
  Math.max(-Math.max(0, most), Math.min(Math.max(0, most), value))

/** Something like an insect: a body of three parts, dark, with thin legs. */
export const speck: ShapeMaker = (rng, lengthPx) => {
  const half = lengthPx / 2
  const wide = half * uniform(rng, 0.45, 0.7)
  const body = [-0.55, 0, 0.62].map((at, index) => {
    const r = Math.max(Math.min(0.75, half * 0.7), half * ([0.45, 0.36, 0.38][index] ?? 0.4))
    const u = Math.sign(at) * Math.min(Math.abs(at) * half, half - r)
    return { u, v: uniform(rng, -0.06, 0.06) * half, r, tone: -uniform(rng, 0.85, 1.2) }
  })
  const legs = [-1, 1].flatMap((side) =>
    [-0.35, 0.05, 0.4].flatMap((at) => {
      const lean = uniform(rng, -0.25, 0.25)
      return [0.4, 0.6, 0.8, 1].map((out) => ({
        u: (at + lean * out) * half,
        v: side * out * Math.max(0, wide - 0.6),
        r: Math.min(0.6, half * 0.3),
        tone: -0.8,
      }))
    }),
  )
  return ofDiscs([...body, ...(lengthPx > 8 ? legs : [])], half, wide)
}

/** A piece of something else: an angular block, its flank towards the lamp lit, the other dark. */
export const fragment: ShapeMaker = (rng, lengthPx, light) => {
  const half = lengthPx / 2
  const wide = Math.max(Math.min(0.75, half * 0.7), half * uniform(rng, 0.45, 0.7))
  const cuts = Array.from({ length: 4 }, (_, index) => {
    const turn = direction(45 + index * 90 + uniform(rng, -22, 22))
    // The middle of its ends stays, hence its length.
    return { ...turn, off: Math.abs(turn.cos) * half + Math.abs(turn.sin) * wide * uniform(rng, 0.05, 0.35) }
  })
  const sign = rng.next() < 0.7 ? -1 : 1
  const outline = (u: number, v: number): number => {
    let far = Math.max(Math.abs(u) - half, Math.abs(v) - wide)
    for (const cut of cuts) far = Math.max(far, u * cut.cos + v * cut.sin - cut.off)
    return far
  }
  return {
    halfLengthPx: half,
    halfWidthPx: wide,
    distancePx: outline,
    shade: (u, v) => sign + (outline(u, v) > -1.6 ? 0.45 * flank(u, v, half, wide, light) : 0),
  }
}

const flank = (u: number, v: number, a: number, b: number, light: Light): number => {
  const nu = u / (a * a)
  const nv = v / (b * b)
  return (nu * light.u + nv * light.v) / (Math.sqrt(nu * nu + nv * nv) || 1)
}

/** The lamp mirrored in film or foil: a hot spot that runs out at its edge. */
export const glint: ShapeMaker = (rng, lengthPx) => {
  const a = lengthPx / 2
  const b = Math.max(0.9, a * uniform(rng, 0.25, 0.8))
  return {
    ...oval(a, b),
    shade: (u, v) => 0.7 + 2.4 * Math.max(0, 1 - ovalRadius(u, v, a, b)),
  }
}

/** Grease of a finger on the film: a dark haze without an edge. */
export const smudge: ShapeMaker = (rng, lengthPx) => {
  const a = lengthPx / 2
  const b = a * uniform(rng, 0.5, 1)
  return {
    ...oval(a, b),
    softnessPx: Math.max(2.2, b * 0.85),
    shade: () => -0.8,
  }
}

/** A fold of film or foil: one flank bright, the other dark. */
export const crease: ShapeMaker = (rng, lengthPx, light) => {
  const half = lengthPx / 2
  const width = Math.min(lengthPx, uniform(rng, 2.4, 3.8))
  const bend = uniform(rng, -0.12, 0.12) / half
  const side = Math.sign(light.v || 1)
  const across = (u: number, v: number) => v - bend * u * u
  return {
    halfLengthPx: half,
    halfWidthPx: width / 2 + Math.abs(bend) * half * half,
    distancePx: (u, v) => {
      const beyond = Math.max(Math.abs(u) - (half - width / 2), 0)
      const off = across(u, v)
      return Math.sqrt(beyond * beyond + off * off) - width / 2
    },
    shade: (u, v) => 1.15 * Math.max(-1, Math.min(1, (side * across(u, v)) / 0.6)),
  }
}

/** Air under the film: a ring, lit on one side and dark on the other, clear inside. */
export const bubble: ShapeMaker = (rng, lengthPx, light) => {
  const a = lengthPx / 2
  const b = a * uniform(rng, 0.85, 1)
  return {
    ...oval(a, b),
    shade: (u, v) => {
      const inward = (1 - ovalRadius(u, v, a, b)) * b
      return inward < 2 ? 1.3 * flank(u, v, a, b, light) : 0.12
    },
  }
}

/** A harmless print of the tool: a shallow dent, lit on the far flank. */
export const dent: ShapeMaker = (rng, lengthPx, light) => {
  const a = lengthPx / 2
  const b = a * uniform(rng, 0.6, 1)
  return {
    ...oval(a, b),
    shade: (u, v) => -1.5 * ovalRadius(u, v, a, b) * flank(u, v, a, b, light),
  }
}
