import { pick, uniform } from '../rng.ts'
import { box, disc, line } from './pcb-copper.ts'
import { add, addConductor, addPad, addVia, type Draft, fits } from './pcb-draft.ts'
import { anywhere, frame, place, upright, whole } from './pcb-place.ts'
import { type Heading, headings } from './pcb-route.ts'

/** Where a block lies, and which way it looks. */
type At = { readonly x: number; readonly y: number } & Heading

/** A free place for a box of this length and width; null: none was found. */
function room(draft: Draft, length: number, width: number): At | null {
  for (let attempt = 0; attempt < 6; attempt++) {
    const at = { ...anywhere(draft), ...pick(draft.rng, draft.rng.next() < 0.3 ? headings : upright) }
    const isInside = Math.min(at.x, at.y) > 0 && Math.max(at.x, at.y) < frame
    if (isInside && fits(draft, box(at, length, width, 4), draft.style.space)) return at
  }
  return null
}

/** A trace between two places of a block. */
function join(draft: Draft, at: At, from: readonly [number, number], to: readonly [number, number]): void {
  const [a, b] = [place(at, ...from), place(at, ...to)]
  addConductor(draft, line(a.x, a.y, b.x, b.y, draft.style.trace))
}

/** Two combs whose teeth reach between each other: a key's contact, or a sensor of moisture. */
export function combs(draft: Draft): void {
  const { rng, style } = draft
  const pitch = style.trace + style.space * uniform(rng, 0.9, 1.5)
  const [teeth, reach] = [whole(draft, 4, 11), uniform(rng, 40, 110)]
  const gap = style.space + style.trace
  const at = room(draft, (teeth + 1) * pitch, reach + 2 * gap)
  if (!at) return
  const [first, half] = [((1 - teeth) / 2) * pitch, reach / 2]
  for (const side of [-1, 1]) join(draft, at, [first, side * (half + gap)], [-first, side * (half + gap)])
  for (let tooth = 0; tooth < teeth; tooth++) {
    const side = tooth % 2 === 0 ? -1 : 1
    const u = first + tooth * pitch
    join(draft, at, [u, side * (half + gap)], [u, -side * half])
  }
}

/** A coil: a trace that winds inwards to a via. */
export function coil(draft: Draft): void {
  const { rng, style } = draft
  const pitch = style.trace + style.space * uniform(rng, 1, 1.6)
  const turns = whole(draft, 2, 4)
  const extent = 2 * turns * pitch + 2 * style.viaRadius + 2 * style.space
  const at = room(draft, extent + style.trace, extent + style.trace)
  if (!at) return
  let corner: [number, number] = [-extent / 2, -extent / 2]
  for (let side = 0; side < 4 * turns; side++) {
    const length = extent - pitch * Math.max(0, Math.floor((side - 1) / 2))
    const { cos, sin } = upright[side % 4] ?? upright[0]
    const next: [number, number] = [corner[0] + cos * length, corner[1] + sin * length]
    join(draft, at, corner, next)
    corner = next
  }
  const { x, y } = place(at, ...corner)
  addVia(draft, x, y)
}

/** Pads in rows, some joined to a neighbour, as for lamps or a bed of needles. */
export function matrix(draft: Draft): void {
  const { rng, style } = draft
  const radius = uniform(rng, 7, 13)
  const pitch = 2 * radius + style.space + uniform(rng, 4, 22)
  const [columns, rows] = [whole(draft, 2, 6), whole(draft, 2, 6)]
  const at = room(draft, columns * pitch, rows * pitch)
  if (!at) return
  const [share, isRound, isVia] = [uniform(rng, 0, 0.5), rng.next() < 0.6, rng.next() < 0.3]
  for (let index = 0; index < columns * rows; index++) {
    const [column, row] = [index % columns, Math.floor(index / columns)]
    const [u, v] = [(column - (columns - 1) / 2) * pitch, (row - (rows - 1) / 2) * pitch]
    const { x, y } = place(at, u, v)
    if (column + 1 < columns && rng.next() < share) bridge(draft, at, u, v, pitch)
    if (isVia) addVia(draft, x, y)
    else
      addPad(
        draft,
        isRound ? disc(x, y, radius) : box({ ...at, x, y }, 2 * radius, 2 * radius, style.padCorner),
      )
  }
}

/** A thin trace to the next pad of the row: no place for a mark. */
function bridge(draft: Draft, at: At, u: number, v: number, pitch: number): void {
  const [a, b] = [place(at, u, v), place(at, u + pitch, v)]
  add(draft, line(a.x, a.y, b.x, b.y, Math.min(8, draft.style.trace)))
}
