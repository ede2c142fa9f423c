import { pick, uniform } from '../rng.ts'
import { box, disc, line, piece } from './pcb-copper.ts'
import { add, addConductor, addHole, addPad, addVia, type Draft, fits } from './pcb-draft.ts'
import { anyWord, lettering } from './pcb-ink.ts'
import { anywhere, drawLegs, frame, place, upright, whole, write } from './pcb-place.ts'
import { corners, type Heading, headings, type Leg, route, type Turn, turned } from './pcb-route.ts'
/** A bus from one side of the frame to another. */
export function bus(draft: Draft): void {
  const { rng, style } = draft
  const pitch = style.trace + style.space
  const heading = pick(rng, headings)
  const count = whole(draft, 4, 11)
  const start = place(
    { x: frame / 2, y: frame / 2, ...heading },
    -440,
    uniform(rng, -240, 240 - count * pitch),
  )
  const turn = pick<Turn>(rng, [-1, 1])
  const first = uniform(rng, 200, 420)
  const legs: Leg[] = [
    { length: first, turn },
    { length: uniform(rng, 80, 240), turn: turn === 1 ? -1 : 1 },
    { length: pick(rng, [900, 900, uniform(rng, 80, 300)]), turn: 0 },
  ]
  for (let index = 0; index < count; index++) {
    // Some end in vias, each a little farther than the last, as designers stagger them.
    const own = rng.next() < 0.15 ? legs.slice(0, 2) : legs
    route(draft, corners(start.x, start.y, heading, own, index * pitch), style.trace, 0)
  }
}

/** A wide strip for the supply, straight or with a bend. */
export function strip(draft: Draft): void {
  const { rng, style } = draft
  const width = uniform(rng, 30, 76)
  const heading = pick(rng, headings)
  const start = place(
    { x: frame / 2, y: frame / 2, ...heading },
    uniform(rng, -440, -60),
    uniform(rng, -220, 220),
  )
  const legs: Leg[] = [
    { length: uniform(rng, 160, 420), turn: pick<Turn>(rng, [-1, 0, 1]) },
    { length: uniform(rng, 120, 500), turn: 0 },
  ]
  const points = corners(start.x, start.y, heading, legs)
  const pieces = points
    .slice(1)
    .map(([x, y], index) => line(points[index]?.[0] ?? 0, points[index]?.[1] ?? 0, x, y, width))
  // As boxes, since `fits` sees no farther than a small radius.
  const boxes = pieces.map((one) => box(one, 2 * one.halfLength + width, width, 4))
  if (!boxes.every((area) => fits(draft, area, style.space))) return
  for (const one of pieces) addConductor(draft, one)
  for (const [x, y] of points) if (rng.next() < 0.7) pierce(draft, x, y)
}

/** A hole through wide copper. */
function pierce(draft: Draft, x: number, y: number): void {
  if (draft.rng.next() < 0.5) addHole(draft, x, y, uniform(draft.rng, 5, 9))
  else addVia(draft, x, y)
}

/** A pour of copper with vias in it, insulated or not, and pads on thermal spokes. */
export function pour(draft: Draft): void {
  const { rng, style } = draft
  const [length, width] = [uniform(rng, 110, 300), uniform(rng, 90, 240)]
  const at = { ...anywhere(draft), ...pick(rng, rng.next() < 0.2 ? headings : upright) }
  const area = box(at, length, width, uniform(rng, 2, 14))
  if (!fits(draft, area, style.space)) return
  addConductor(draft, area)
  const cells: readonly [number, number] = [Math.floor(length / 62), Math.floor(width / 62)]
  for (let i = 0; i < cells[0]; i++)
    for (let j = 0; j < cells[1]; j++) {
      const u = ((i + 0.5) / cells[0] - 0.5) * length + uniform(rng, -6, 6)
      const v = ((j + 0.5) / cells[1] - 0.5) * width + uniform(rng, -6, 6)
      const { x, y } = place(at, u, v)
      const draw = rng.next()
      if (draw < 0.25) addVia(draft, x, y)
      else if (draw < 0.4) insulated(draft, x, y)
      else if (draw < 0.52) thermal(draft, { x, y, cos: at.cos, sin: at.sin })
    }
}

function insulated(draft: Draft, x: number, y: number): void {
  add(draft, disc(x, y, draft.style.viaRadius + 8), false)
  addVia(draft, x, y)
}

/** A pad that four spokes hold, so that the pour does not carry the heat of soldering away. */
function thermal(draft: Draft, at: { readonly x: number; readonly y: number } & Heading): void {
  const radius = uniform(draft.rng, 10, 13)
  const outer = radius + 7
  add(draft, disc(at.x, at.y, outer), false)
  const skew = draft.rng.next() < 0.5 ? turned(at, 1) : at
  for (const { cos, sin } of [skew, { cos: -skew.sin, sin: skew.cos }])
    add(draft, piece({ x: at.x, y: at.y, cos, sin }, outer, 0, 3.5))
  addPad(draft, disc(at.x, at.y, radius))
  addHole(draft, at.x, at.y, radius * 0.5)
}

/** A via that another layer needs, a lone trace, a word in copper or in ink. */
export function sundry(draft: Draft): void {
  const { rng, style } = draft
  const { x, y } = anywhere(draft)
  const draw = rng.next()
  if (draw < 0.35) {
    if (fits(draft, disc(x, y, style.viaRadius), style.space)) addVia(draft, x, y)
  } else if (draw < 0.75) {
    const legs = drawLegs(draft, 300)
    if (!fits(draft, disc(x, y, style.viaRadius), style.space)) return
    if (route(draft, corners(x, y, pick(rng, headings), legs), style.trace, 0)) addVia(draft, x, y)
  } else if (draw < 0.85) {
    const heading = pick(rng, upright)
    const strokes = lettering(anyWord(rng), x, y, heading, uniform(rng, 32, 44), uniform(rng, 4.6, 5.6))
    if (strokes.every((stroke) => fits(draft, stroke, style.space)))
      for (const stroke of strokes) add(draft, stroke)
  } else write(draft, anyWord(rng), x, y, pick(rng, upright), uniform(rng, 16, 30))
}

/** A trace that winds to and fro, so that its signal arrives with the others; verification only. */
export function meander(draft: Draft): void {
  const { rng, style } = draft
  const pitch = style.trace + style.space * 1.3
  const [turns, swing] = [whole(draft, 4, 9), uniform(rng, 40, 100)]
  const at = { ...anywhere(draft), ...pick(rng, upright) }
  if (!fits(draft, box(at, (turns + 1) * pitch, swing + 20, 4), style.space)) return
  const points = Array.from({ length: turns * 2 }, (_, index) => {
    const isLow = index % 4 === 0 || index % 4 === 3
    return place(at, (Math.floor(index / 2) - turns / 2) * pitch, (isLow ? -1 : 1) * (swing / 2))
  })
  for (const [index, { x, y }] of points.entries()) {
    const next = points[index + 1]
    if (next) addConductor(draft, line(x, y, next.x, next.y, style.trace))
  }
}
