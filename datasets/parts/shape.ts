import type { Rng } from '../../edge/contract/port.ts'
import { uniform } from '../rng.ts'

/**
 * The geometry of a mark in its own frame: u along its longest extent, v across, pixels from its centre.
 * `distancePx` is negative inside (the mask is where it is at most 0); `shade` is the change of brightness
 * in units of the mark's contrast.
 */
export interface Shape {
  readonly halfLengthPx: number
  readonly halfWidthPx: number
  /** Soft shapes (oil) override the focus of the lens. */
  readonly softnessPx?: number
  distancePx(u: number, v: number): number
  shade(u: number, v: number): number
}

/** Unit vector towards the lamp, in the mark's frame. */
export interface Light {
  readonly u: number
  readonly v: number
}

export type ShapeMaker = (rng: Rng, lengthPx: number, light: Light) => Shape

/** 1 on the border of an oval of these half axes. */
export const ovalRadius = (u: number, v: number, a: number, b: number): number =>
  Math.sqrt((u / a) ** 2 + (v / b) ** 2)

/** The outline that pits, roll marks, drops and oil share. */
export const oval = (a: number, b: number) => ({
  halfLengthPx: a,
  halfWidthPx: b,
  distancePx: (u: number, v: number) => (ovalRadius(u, v, a, b) - 1) * b,
})

/** A hole: dark, with the far wall lit. */
export const pit: ShapeMaker = (rng, lengthPx, light) => {
  const a = lengthPx / 2
  const b = a * uniform(rng, 0.75, 1)
  return {
    ...oval(a, b),
    shade: (u, v) => -1.1 + Math.max(0, -(light.u * u + light.v * v) / a) * ovalRadius(u, v, a, b) * 1.6,
  }
}

/** Foreign matter rolled in: a ragged dark chain of grains along the strip. */
export const inclusion: ShapeMaker = (rng, lengthPx) => {
  const half = lengthPx / 2
  const thick = half * uniform(rng, 0.3, 0.5)
  const grains = Array.from({ length: 5 }, (_, index) => {
    const r = thick * (index === 2 ? 1 : uniform(rng, 0.6, 1))
    return {
      u: ((index - 2) / 2) * (half - r),
      v: (rng.next() - 0.5) * thick * 0.8,
      r,
      tone: uniform(rng, 0.75, 1.25),
    }
  })
  const nearest = (u: number, v: number) => {
    let best = 1e9
    let tone = 1
    for (const grain of grains) {
      const distance = Math.sqrt((u - grain.u) ** 2 + (v - grain.v) ** 2) - grain.r
      if (distance < best) {
        best = distance
        tone = grain.tone
      }
    }
    return { best, tone }
  }
  return {
    halfLengthPx: half,
    halfWidthPx: thick * 1.4,
    distancePx: (u, v) => nearest(u, v).best,
    shade: (u, v) => -nearest(u, v).tone,
  }
}

const stroke = (u: number, v: number, half: number, width: number, bend: number): number => {
  const beyond = Math.max(Math.abs(u) - (half - width / 2), 0)
  const across = v - bend * u * u
  return Math.sqrt(beyond * beyond + across * across) - width / 2
}

/** A groove: thin, slightly bent, bright where the steel is bare (three in four), dark where it is oxidised. */
export const scratch: ShapeMaker = (rng, lengthPx, light) => {
  const half = lengthPx / 2
  const width = uniform(rng, 1.6, 2.8)
  const bend = uniform(rng, -0.08, 0.08) / half
  const tone = rng.next() < 0.75 ? 1 : -1
  const flank = 0.3 * Math.sign(light.v || 1)
  return {
    halfLengthPx: half,
    halfWidthPx: width / 2 + Math.abs(bend) * half * half,
    distancePx: (u, v) => stroke(u, v, half, width, bend),
    shade: (u, v) => tone * (1 + flank * Math.sign(v - bend * u * u)),
  }
}

/** The imprint of a damaged roll: an embossed oval, one flank lit and the other in shadow. */
export const rollMark: ShapeMaker = (rng, lengthPx, light) => {
  const a = lengthPx / 2
  const b = a * uniform(rng, 0.6, 1)
  return {
    ...oval(a, b),
    shade: (u, v) => ((light.u * u + light.v * v) / a) * 1.5 * ovalRadius(u, v, a, b) + 0.25,
  }
}

/** Water: a dark rim, a clear lens, one bright reflection of the lamp. */
export const waterDrop: ShapeMaker = (rng, lengthPx, light) => {
  const a = lengthPx / 2
  const b = a * uniform(rng, 0.85, 1)
  return {
    ...oval(a, b),
    shade: (u, v) => {
      const spot = Math.sqrt((u - light.u * a * 0.4) ** 2 + (v - light.v * b * 0.4) ** 2) / (0.3 * a)
      if (spot < 1) return 2.2 * (1 - spot * spot)
      return ovalRadius(u, v, a, b) > 0.72 ? -1 : 0.15
    },
  }
}

/** Oil: a broad darkening that fades out; it has no edge. */
export const oilHaze: ShapeMaker = (rng, lengthPx) => {
  const a = lengthPx / 2
  const b = a * uniform(rng, 0.5, 1)
  return {
    ...oval(a, b),
    softnessPx: b * 0.8,
    shade: () => -0.7,
  }
}

/** Chalk: a broad, crumbly bright stroke left by an operator. */
export const chalkMark: ShapeMaker = (rng, lengthPx) => {
  const half = lengthPx / 2
  const width = Math.min(lengthPx, uniform(rng, 4, 7))
  const salt = rng.words()[0] ?? 1
  return {
    halfLengthPx: half,
    halfWidthPx: width / 2,
    distancePx: (u, v) => stroke(u, v, half, width, 0),
    shade: (u, v) => crumb(Math.floor(u * 0.8), Math.floor(v * 0.8), salt),
  }
}

/** 0.1 to 1.7, a fixed random value for each crumb. */
function crumb(u: number, v: number, salt: number): number {
  let hash = Math.imul(u + 0x10000, 0x9e3779b1) ^ Math.imul(v + 0x10000, 0x85ebca77) ^ salt
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return 0.1 + ((hash >>> 16) & 255) / 160
}
