import type { Rng } from '../../edge/contract/port.ts'
import { pick, uniform } from '../rng.ts'
import type { Colour } from './pcb-material.ts'
import { oval, ovalRadius } from './shape.ts'

/** Something harmless on top of a board, in its own frame, pixels: u along its longest extent. */
export interface Cover {
  readonly halfU: number
  readonly halfV: number
  /** How soft its edge is; null: as sharp as the lens. */
  readonly softnessPx: number | null
  /** What it is dyed with; null: it has no colour of its own, but throws the light elsewhere. */
  readonly dye: Colour | null
  /** Negative inside. */
  distancePx(u: number, v: number): number
  /** Strength of the dye, or change of brightness, in units of its contrast. */
  shade(u: number, v: number): number
}

/** Unit vector towards the lamp in its frame. */
interface Light {
  readonly u: number
  readonly v: number
}

export type CoverMaker = (rng: Rng, lengthPx: number, light: Light) => Cover

/** A fibre of cloth or paper: thin, curled, pale or dark, over copper and laminate alike. */
export const fibre: CoverMaker = (rng, lengthPx) => {
  const half = lengthPx / 2
  const thick = Math.min(lengthPx / 2, uniform(rng, 1.6, 3.4)) / 2
  const bend = uniform(rng, -0.5, 0.5) / half
  const curl = uniform(rng, -0.35, 0.35) / (half * half)
  const most = (Math.abs(bend) + Math.abs(curl) * half) * half * half
  return {
    halfU: half,
    halfV: most + thick,
    softnessPx: null,
    dye: pick<Colour>(rng, [
      [235, 232, 222],
      [228, 230, 240],
      [18, 18, 24],
      [58, 44, 96],
    ]),
    distancePx: (u, v) => {
      const beyond = Math.max((u < 0 ? -u : u) - half + thick, 0)
      // The distance across, shortened by the slope of the curve.
      const slope = 2 * bend * u + 3 * curl * u * u
      const across = (v - bend * u * u - curl * u * u * u) / Math.sqrt(1 + slope * slope)
      return Math.sqrt(beyond * beyond + across * across) - thick
    },
    shade: () => 1,
  }
}

/** What a drop of flux or rinsing water leaves: a faint film with a darker shore. */
export const fluxStain: CoverMaker = (rng, lengthPx) => {
  const a = lengthPx / 2
  const b = a * uniform(rng, 0.6, 1)
  const dent = uniform(rng, -0.16, 0.16)
  const shore = uniform(rng, 0.55, 0.8)
  return {
    halfU: a,
    halfV: b * 1.1,
    softnessPx: Math.max(0.9, a * uniform(rng, 0.06, 0.2)),
    dye: pick<Colour>(rng, [
      [196, 178, 128],
      [60, 42, 20],
      [214, 214, 206],
    ]),
    distancePx: (u, v) => (ovalRadius(u, v, a, b * (1 + (dent * u) / a)) - 1) * b,
    shade: (u, v) => (ovalRadius(u, v, a, b) > shore ? 1 : 0.45),
  }
}

/** A splash of the white ink of the legend, or a piece of a letter. */
export const inkSpeck: CoverMaker = (rng, lengthPx) => {
  const a = lengthPx / 2
  const b = a * uniform(rng, 0.3, 1)
  const isStroke = rng.next() < 0.5
  const [skew, wave] = [uniform(rng, -0.3, 0.3), uniform(rng, -0.25, 0.25)]
  return {
    halfU: a,
    halfV: b,
    softnessPx: null,
    dye: pick<Colour>(rng, [
      [232, 234, 228],
      [238, 236, 224],
    ]),
    distancePx: (u, v) => {
      if (isStroke) {
        const [x, y] = [Math.max((u < 0 ? -u : u) - a + b, 0), v]
        return Math.sqrt(x * x + y * y) - b
      }
      const [x, y] = [u / a, v / b]
      const square = x * x + y * y
      const ragged = square > 0 ? 1 + ((x * y) / square) * (skew + (wave * (x * x - y * y)) / square) : 1
      return (Math.sqrt(square) * Math.max(1, 2 - ragged) - 1) * b
    },
    shade: () => 1,
  }
}

/** Solder mask that came off the board underneath: a dome, one flank lit and the other in shadow. */
export const maskBubble: CoverMaker = (rng, lengthPx, light) => {
  const a = lengthPx / 2
  const b = a * uniform(rng, 0.75, 1)
  return {
    halfU: a,
    halfV: b,
    softnessPx: null,
    dye: null,
    distancePx: oval(a, b).distancePx,
    shade: (u, v) => {
      const slope = (light.u * u) / a + (light.v * v) / b
      const [du, dv] = [u - light.u * a * 0.45, v - light.v * b * 0.45]
      const gleam = Math.max(0, 1 - (du * du + dv * dv) / (0.09 * a * a))
      return slope * 1.2 * ovalRadius(u, v, a, b) + 1.6 * gleam + 0.15
    },
  }
}

/** Where another board slid over this one: fine parallel lines that shine. */
export const scuff: CoverMaker = (rng, lengthPx) => {
  const half = lengthPx / 2
  const wide = Math.min(half, uniform(rng, 3, 9))
  const lines = Array.from({ length: 5 }, () => ({
    v: uniform(rng, -0.9, 0.9) * wide,
    from: uniform(rng, -1, -0.2) * half,
    to: uniform(rng, 0.2, 1) * half,
    tone: uniform(rng, 0.5, 1.3),
  }))
  const first = lines[0]
  const reach = first ? [{ ...first, from: -half, to: half }, ...lines.slice(1)] : lines
  return {
    halfU: half,
    halfV: wide + 1,
    softnessPx: null,
    dye: null,
    distancePx: (u, v) => {
      let best = 1e9
      for (const { v: at, from, to } of reach) {
        const beyond = Math.max(from - u, u - to, 0)
        const distance = Math.sqrt(beyond * beyond + (v - at) * (v - at)) - 0.8
        if (distance < best) best = distance
      }
      return best
    },
    shade: (u, v) => {
      for (const { v: at, from, to, tone } of reach)
        if (u > from && u < to && v - at < 1.2 && at - v < 1.2) return tone
      return 0.5
    },
  }
}
