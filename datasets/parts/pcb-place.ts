import { pick, uniform } from '../rng.ts'
import { box } from './pcb-copper.ts'
import type { Draft } from './pcb-draft.ts'
import { lettering } from './pcb-ink.ts'
import { corners, type Heading, type Leg, route, type Turn } from './pcb-route.ts'

export const frame = 512

export const whole = (draft: Draft, low: number, high: number): number =>
  low + Math.floor(draft.rng.next() * (high - low + 1))

export const anywhere = ({ rng }: Draft) => ({
  x: uniform(rng, -20, frame + 20),
  y: uniform(rng, -20, frame + 20),
})

export const upright: readonly [Heading, ...Heading[]] = [
  { cos: 1, sin: 0 },
  { cos: 0, sin: 1 },
  { cos: -1, sin: 0 },
  { cos: 0, sin: -1 },
]

/** The place at (u, v) of something that lies at (x, y) with this heading. */
export const place = (at: { readonly x: number; readonly y: number } & Heading, u: number, v: number) => ({
  x: at.x + u * at.cos - v * at.sin,
  y: at.y + u * at.sin + v * at.cos,
})

/** Ahead, a bend, ahead, the bend undone, far away: how most traces run. */
export function drawLegs({ rng }: Draft, farPx: number): Leg[] {
  const turn = pick<Turn>(rng, [-1, 0, 1])
  const back = turn === -1 ? 1 : turn === 1 ? -1 : pick<Turn>(rng, [-1, 1])
  return [
    { length: uniform(rng, 24, 90), turn },
    { length: uniform(rng, 40, 150), turn: back },
    { length: farPx * uniform(rng, 0.15, 1), turn: 0 },
  ]
}

/** White ink, if the board has any: it spares the pads. */
export function write(
  draft: Draft,
  word: string,
  x: number,
  y: number,
  heading: Heading,
  height: number,
): void {
  if (!draft.style.hasInk) return
  const length = (word.length * 6.4 * height) / 6
  const middle = place({ x, y, ...heading }, length / 2, height / 2)
  const area = box({ ...middle, ...heading }, length, height, 2)
  if (draft.board.openings.some((pad) => near(pad, area))) return
  if (draft.board.ink.some((stroke) => near(stroke, area))) return
  draft.board.ink.push(...lettering(word, x, y, heading, height, uniform(draft.rng, 2.4, 3.4)))
  draft.board.reserved.push(area)
}

type Area = ReturnType<typeof box>
const reachOf = ({ halfLength, halfWidth, radius }: Area) => Math.max(halfLength, halfWidth) + radius
const near = (a: Area, b: Area) =>
  Math.abs(a.x - b.x) < reachOf(a) + reachOf(b) && Math.abs(a.y - b.y) < reachOf(a) + reachOf(b)

/** Traces side by side that start at these offsets and run alike; some end early. */
export function bundle(
  draft: Draft,
  from: { readonly x: number; readonly y: number } & Heading,
  offsets: readonly number[],
  width: number,
  skip: number,
): void {
  const legs = drawLegs(draft, 500)
  for (const offset of offsets) {
    const draw = draft.rng.next()
    if (draw < 0.08) continue
    const own = draw < 0.2 ? [{ length: uniform(draft.rng, 45, 90), turn: 0 as const }] : legs
    route(draft, corners(from.x, from.y, from, own, offset), width, skip)
  }
}
