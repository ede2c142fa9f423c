import type { Rng } from '../../edge/contract/port.ts'
import { pick, uniform } from '../rng.ts'
import type { Light, Shape } from './shape.ts'

type Point = readonly [number, number]
type Glyph = readonly [readonly Point[], ...(readonly Point[])[]]

/** Punched characters, as runs of points; the tallest is 1.6 high. */
const glyphs: readonly [Glyph, ...Glyph[]] = [
  [
    [
      [0.2, 0.3],
      [0.5, 0],
      [0.5, 1.6],
    ],
  ],
  [
    [
      [0, 0],
      [1, 0],
      [0.35, 1.6],
    ],
  ],
  [
    [
      [0.75, 1.6],
      [0.75, 0],
      [0, 1.1],
      [1, 1.1],
    ],
  ],
  [
    [
      [0, 1.6],
      [0.5, 0],
      [1, 1.6],
    ],
    [
      [0.25, 1],
      [0.75, 1],
    ],
  ],
  [
    [
      [0, 0],
      [1, 1.6],
    ],
    [
      [1, 0],
      [0, 1.6],
    ],
  ],
  [
    [
      [0, 0],
      [0, 1.6],
    ],
    [
      [1, 0],
      [0, 0.8],
      [1, 1.6],
    ],
  ],
  [
    [
      [0.9, 0],
      [0, 0],
      [0, 0.7],
      [0.9, 0.7],
      [0.9, 1.6],
      [0, 1.6],
    ],
  ],
]

/** Dots of a stamped sign: of a punched matrix code, or along the strokes of one or two characters; the least is one punch. */
export function stamp(rng: Rng, lengthPx: number, light: Light): Shape {
  const isCode = rng.next() < 0.45
  const points = isCode ? codePoints(rng, lengthPx) : characterPoints(rng, lengthPx)
  const dotPx = points.length === 1 ? lengthPx / 2 : Math.min(uniform(rng, 0.85, 1.35), lengthPx / 3)
  const centred = spread(points, lengthPx - 2 * dotPx)
  const flank = 0.6 / dotPx
  const nearest = (u: number, v: number) => {
    let [best, at] = [1e9, 0]
    for (let n = 0; n < centred.length; n++) {
      const [x, y] = centred[n] ?? [0, 0]
      const squared = (u - x) ** 2 + (v - y) ** 2
      if (squared < best) [best, at] = [squared, n]
    }
    const [x, y] = centred[at] ?? [0, 0]
    return { distance: Math.sqrt(best), towards: light.u * (u - x) + light.v * (v - y) }
  }
  return {
    halfLengthPx: Math.max(...centred.map(([u]) => Math.abs(u))) + dotPx,
    halfWidthPx: Math.max(...centred.map(([, v]) => Math.abs(v))) + dotPx,
    distancePx: (u, v) => nearest(u, v).distance - dotPx,
    shade: (u, v) => -0.95 - flank * nearest(u, v).towards,
  }
}

/** A matrix code: its left column and lowest row are full, the rest is chance. */
function codePoints(rng: Rng, lengthPx: number): Point[] {
  const cells = Math.min(8, Math.max(1, Math.round(lengthPx / uniform(rng, 4.5, 5.5))))
  const points: Point[] = []
  for (let x = 0; x < cells; x++)
    for (let y = 0; y < cells; y++) if (x === 0 || y === cells - 1 || rng.next() < 0.45) points.push([x, y])
  return points
}

function characterPoints(rng: Rng, lengthPx: number): Point[] {
  const count = lengthPx > 14 && rng.next() < 0.7 ? 2 : 1
  const perUnit = Math.max(1, lengthPx / (count === 2 ? 4.6 : 3.4))
  return Array.from({ length: count }, (_, place) =>
    pick(rng, glyphs).flatMap((run) => alongRun(run, perUnit).map(([x, y]): Point => [x + place * 1.5, y])),
  ).flat()
}

/** Points along a run, `perUnit` for each unit of length. */
function alongRun(run: readonly Point[], perUnit: number): Point[] {
  return run.slice(1).flatMap(([toX, toY], n) => {
    const [x, y] = run[n] ?? [toX, toY]
    const steps = Math.max(1, Math.round(Math.sqrt((toX - x) ** 2 + (toY - y) ** 2) * perUnit))
    return Array.from(
      { length: steps + 1 },
      (_, i): Point => [x + ((toX - x) * i) / steps, y + ((toY - y) * i) / steps],
    )
  })
}

/** Scaled so that the two farthest points are `extentPx` apart, around the middle of their box. */
function spread(points: readonly Point[], extentPx: number): Point[] {
  let farthest = 0
  for (const [x, y] of points)
    for (const [u, v] of points) farthest = Math.max(farthest, (x - u) ** 2 + (y - v) ** 2)
  const scale = farthest === 0 ? 0 : extentPx / Math.sqrt(farthest)
  const middle = (values: number[]) => (Math.min(...values) + Math.max(...values)) / 2
  const [midX, midY] = [middle(points.map(([x]) => x)), middle(points.map(([, y]) => y))]
  return points.map(([x, y]): Point => [(x - midX) * scale, (y - midY) * scale])
}
