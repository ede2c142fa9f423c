import type { Rng } from '../../edge/contract/port.ts'
import { direction, uniform } from '../rng.ts'
import { type Light, oval, type Shape } from './shape.ts'

/** Coolant: a clear lens with a dark rim, a point of the lamp, and its focused light on the other side. */
export function coolantDrop(rng: Rng, lengthPx: number, light: Light): Shape {
  const a = lengthPx / 2
  const b = a * uniform(rng, 0.82, 1)
  const focus = uniform(rng, 0.5, 1.2)
  return {
    ...oval(a, b),
    shade: (u, v) => {
      const [x, y] = [u / a, v / b]
      const radius = Math.sqrt(x * x + y * y)
      const spot = ((x - light.u * 0.45) ** 2 + (y - light.v * 0.45) ** 2) / 0.05
      if (spot < 1) return 2.6 * (1 - spot) + 0.3
      const caustic = Math.max(0, -(light.u * x + light.v * y)) * radius * focus
      const rim = radius > 0.7 ? -1.5 * Math.min(1, (radius - 0.7) / 0.12) : 0
      return rim * (1 - 0.5 * caustic) + caustic * 0.9 - 0.15
    },
  }
}

/** A chip of swarf lying loose: a curled bright sliver, banded, and its shadow beside it. */
export function chip(rng: Rng, lengthPx: number, light: Light): Shape {
  const half = Math.min(uniform(rng, 1.3, 2.8), lengthPx / 5)
  const bend = (uniform(rng, 0.1, 0.45) * (rng.next() < 0.5 ? -1 : 1)) / lengthPx
  const run = lengthPx / 2
  const thinnest = Math.min(0.8, half)
  const gap = Math.sign(light.v || 1) * -uniform(rng, 1.2, 2.4)
  const band = uniform(rng, 2.5, 4.5)
  const offset = bend * run * run * 0.5
  const sliver = (u: number, v: number) => {
    const beyond = Math.max(Math.abs(u) - (run - thinnest), 0)
    const across = v - bend * u * u + offset
    const serrated = 1 - 0.45 * (u / run) ** 2 - 0.3 * Math.abs(((u / band) % 2) - (u < 0 ? -1 : 1))
    return Math.sqrt(beyond * beyond + across * across) - Math.max(thinnest, half * serrated)
  }
  return {
    halfLengthPx: run,
    halfWidthPx: half + Math.abs(offset) + Math.abs(gap),
    distancePx: (u, v) => Math.min(sliver(u, v), sliver(u, v - gap) + 0.2),
    shade: (u, v) => {
      if (sliver(u, v) > 0.3) return -0.9
      return 0.85 + 0.75 * Math.abs(((u / band) % 2) - (u < 0 ? -1 : 1))
    },
  }
}

/** Where the tool stood a moment or its feed changed: a thin dark arc around the disc's centre, fading at both ends. */
export function feedLine(rng: Rng, lengthPx: number, radiusPx: number): Shape & { readonly shiftPx: number } {
  const run = lengthPx / 2
  const half = uniform(rng, 0.75, 1.2)
  const sag = radiusPx - Math.sqrt(radiusPx * radiusPx - run * run)
  const ripple = uniform(rng, 0, 0.35)
  const wave = uniform(rng, 2.5, 5)
  const lip = uniform(rng, 0, 0.5)
  const over = (u: number, v: number) => {
    const fromCentre = v + radiusPx - sag / 2
    return Math.sqrt(u * u + fromCentre * fromCentre) - radiusPx
  }
  return {
    halfLengthPx: run,
    halfWidthPx: half + 0.8 + sag / 2,
    shiftPx: -sag / 2,
    distancePx: (u, v) => {
      const beyond = Math.max(Math.abs(u) - (run - half), 0)
      const across = over(u, v)
      return Math.sqrt(beyond * beyond + across * across) - half
    },
    shade: (u, v) => {
      const fade = Math.min(1, (1.15 - Math.abs(u) / run) * 2.2)
      const chatter = 1 - ripple * Math.abs(((u / wave) % 2) - (u < 0 ? -1 : 1))
      return (over(u, v) > half * 0.5 ? lip - 1 : -1.25) * fade * chatter
    },
  }
}

/** The shadow of a clamp finger above the disc: a bar without an edge. */
export function fixtureShadow(rng: Rng, lengthPx: number): Shape {
  const slim = uniform(rng, 0.3, 0.8)
  const round = slim * uniform(rng, 0.5, 0.95)
  // The bar is as long from corner to corner as was asked for.
  const a = lengthPx / 2 / (Math.sqrt((1 - round) ** 2 + (slim - round) ** 2) + round)
  const [b, corner] = [a * slim, a * round]
  return {
    halfLengthPx: a,
    halfWidthPx: b,
    softnessPx: Math.max(1.2, b * 0.85),
    distancePx: (u, v) => {
      const [x, y] = [Math.abs(u) - a + corner, Math.abs(v) - b + corner]
      const outside = Math.sqrt(Math.max(0, x) ** 2 + Math.max(0, y) ** 2)
      return outside + Math.min(0, Math.max(x, y)) - corner
    },
    // The finger stands higher at one end: there its shadow is fainter.
    shade: (u) => -0.85 + (0.3 * u) / a,
  }
}

/** A fibre: thin, smoothly curled, bright, with a faint shadow beside it. */
export function lint(rng: Rng, lengthPx: number, light: Light): Shape {
  const half = uniform(rng, 0.6, 0.85)
  const run = lengthPx / 2
  const [bow, wave] = [uniform(rng, -0.22, 0.22) * run, uniform(rng, -0.5, 0.5) * run]
  const gap = Math.sign(light.v || 1) * -1.5
  const { cos } = direction(uniform(rng, 0, 60))
  /** A cubic with both ends on the axis; the distance is taken across it, which its slope makes too long. */
  const fibre = (u: number, v: number) => {
    const t = Math.min(1, Math.max(-1, u / (run - half)))
    const bent = bow * (1 - t * t) + wave * cos * t * (1 - t * t)
    const slope = (-2 * bow * t + wave * cos * (1 - 3 * t * t)) / run
    const beyond = Math.max(Math.abs(u) - (run - half), 0)
    const across = (v - bent) / Math.sqrt(1 + slope * slope)
    return Math.sqrt(beyond * beyond + across * across) - half
  }
  return {
    halfLengthPx: run,
    halfWidthPx: Math.abs(bow) + 0.385 * Math.abs(wave) + half + 1.5,
    distancePx: (u, v) => Math.min(fibre(u, v), fibre(u, v - gap) + 0.15),
    shade: (u, v) => (fibre(u, v) <= 0.25 ? 1.15 : -0.55),
  }
}
