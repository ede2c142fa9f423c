import { pick, uniform } from '../rng.ts'
import { box, disc, line, piece } from './pcb-copper.ts'
import { add, addHole, addPad, addVia, type Draft, fits, keepOut } from './pcb-draft.ts'
import { designator } from './pcb-ink.ts'
import { anywhere, bundle, drawLegs, place, upright, whole, write } from './pcb-place.ts'
import { corners, type Heading, headings, route, turned } from './pcb-route.ts'

/** A row of pads with its traces; it heads away from the component. */
function padRow(
  draft: Draft,
  at: { readonly x: number; readonly y: number } & Heading,
  row: { readonly count: number; readonly pitch: number; readonly length: number; readonly width: number },
): void {
  const { style } = draft
  const offsets = Array.from({ length: row.count }, (_, index) => (index - (row.count - 1) / 2) * row.pitch)
  for (const offset of offsets)
    addPad(
      draft,
      box({ ...place(at, 0, offset), cos: at.cos, sin: at.sin }, row.length, row.width, style.padCorner),
    )
  const width = Math.min(style.trace, row.pitch - 8)
  const skip = row.length / 2 + width / 2 + style.space
  bundle(draft, at, offsets, width, skip)
}

/** A component with gull wings on two sides, or on four, in the pitches of the trade: 1.27 and 0.8 millimetres. */
export function gullWing(draft: Draft, sides: 2 | 4): void {
  const { rng, style } = draft
  const isFine = sides === 4
  const pitch = isFine ? uniform(rng, 17, 19) : uniform(rng, 24, 27)
  const count = isFine ? whole(draft, 6, 11) : whole(draft, 4, 8)
  const length = isFine ? uniform(rng, 24, 30) : uniform(rng, 28, 36)
  const apart = isFine ? ((count + 1) * pitch) / 2 + length / 2 + 4 : uniform(rng, 52, 70)
  const heading = rng.next() < 0.15 ? pick(rng, headings) : pick(rng, upright)
  for (let attempt = 0; attempt < 12; attempt++) {
    const at = { ...anywhere(draft), ...heading }
    const across = isFine ? 2 * apart + length : count * pitch
    if (!fits(draft, box(at, 2 * apart + length, across, 4), style.space)) continue
    keepOut(draft, box(at, 2 * apart - length - 8, across - (isFine ? length + 8 : 0), 4))
    const row = { count, pitch, length, width: isFine ? pitch * 0.52 : pitch * 0.48 }
    for (let side = 0; side < sides; side++) {
      const away = turned(turned(heading, 1), 1)
      const course = [
        heading,
        { cos: -heading.cos, sin: -heading.sin },
        away,
        { cos: -away.cos, sin: -away.sin },
      ][side]
      if (course) padRow(draft, { ...place({ ...at, ...course }, apart, 0), ...course }, row)
    }
    body(draft, at, 2 * apart - length - 12, across - (isFine ? length + 12 : 0), isFine)
    return
  }
}

/** What lies between the rows: a thermal pad, or vias; the outline and the name in ink. */
function body(
  draft: Draft,
  at: { readonly x: number; readonly y: number } & Heading,
  length: number,
  width: number,
  isFine: boolean,
): void {
  const { rng, style } = draft
  if (isFine && rng.next() < 0.7) {
    const side = Math.min(length, width) * uniform(rng, 0.5, 0.72)
    addPad(draft, box(at, side, side, 3))
    for (const [u, v] of [
      [-1, -1],
      [-1, 1],
      [1, -1],
      [1, 1],
      [0, 0],
    ] as const) {
      const { x, y } = place(at, (u * side) / 3.2, (v * side) / 3.2)
      addHole(draft, x, y, style.viaHole)
    }
    return
  }
  const named = place(at, -22, -9)
  write(draft, designator(rng, 'U'), named.x, named.y, at, uniform(rng, 18, 24))
  if (style.hasInk && rng.next() < 0.7) outline(draft, at, length, width)
}

/** The legend's frame round a component, and a dot at its first pin. */
function outline(
  { board }: Draft,
  at: { readonly x: number; readonly y: number } & Heading,
  length: number,
  width: number,
): void {
  const inside = [
    [-1, -1, 1, -1],
    [1, -1, 1, 1],
    [1, 1, -1, 1],
    [-1, 1, -1, -1],
  ] as const
  for (const [a, b, c, d] of inside) {
    const [from, to] = [
      place(at, (a * length) / 2.2, (b * width) / 2.05),
      place(at, (c * length) / 2.2, (d * width) / 2.05),
    ]
    const stroke = line(from.x, from.y, to.x, to.y, 3)
    board.ink.push(stroke)
    board.reserved.push(stroke)
  }
  const dot = place(at, -length / 2.2 + 10, -width / 2.05 + 10)
  board.ink.push(disc(dot.x, dot.y, 3.5))
}

/** Two pads for a resistor or capacitor of 1.6 or 2 millimetres. */
export function chip(draft: Draft): void {
  const { rng, style } = draft
  const scale = pick(rng, [1, 1.3])
  const heading = pick(rng, upright)
  const [half, length, width] = [16 * scale, 17 * scale, uniform(rng, 17, 20) * scale]
  for (let attempt = 0; attempt < 6; attempt++) {
    const at = { ...anywhere(draft), ...heading }
    if (!fits(draft, box(at, 2 * half + length, width, 3), style.space)) continue
    keepOut(draft, box(at, 2 * half - length, width, 1))
    for (const side of [-1, 1] as const) {
      const course = { cos: heading.cos * side, sin: heading.sin * side }
      const pad = { ...place(at, half * side, 0), ...course }
      addPad(draft, box(pad, length, width, style.padCorner))
      if (rng.next() < 0.8)
        route(
          draft,
          corners(pad.x, pad.y, course, drawLegs(draft, 260)),
          style.trace,
          length / 2 + style.trace / 2 + style.space,
        )
    }
    const beside = place(at, -18, width / 2 + 6)
    write(draft, designator(rng, pick(rng, ['R', 'C'])), beside.x, beside.y, heading, uniform(rng, 14, 18))
    return
  }
}

/** Pins through the board, 2.54 millimetres apart. */
export function header(draft: Draft): void {
  const { rng, style } = draft
  const pitch = 50.8
  const [rows, count] = [whole(draft, 1, 2), whole(draft, 3, 8)]
  const radius = uniform(rng, 15, 20)
  const heading = pick(rng, upright)
  const isOval = rng.next() < 0.3
  for (let attempt = 0; attempt < 10; attempt++) {
    const at = { ...anywhere(draft), ...heading }
    if (!fits(draft, box(at, count * pitch, rows * pitch, 4), style.space)) continue
    for (let index = 0; index < count * rows; index++) {
      const pin = place(
        at,
        ((index % count) - (count - 1) / 2) * pitch,
        (Math.floor(index / count) - (rows - 1) / 2) * pitch,
      )
      const long = isOval ? Math.min(6, pitch / 2 - radius - 4) : 0
      addPad(
        draft,
        index === 0
          ? box({ ...pin, ...heading }, 2 * radius, 2 * radius, 2)
          : piece({ ...pin, cos: -heading.sin, sin: heading.cos }, long, 0, radius),
      )
      addHole(draft, pin.x, pin.y, radius * 0.52)
      const side = index < count ? -1 : 1
      const course = { cos: -heading.sin * side, sin: heading.cos * side }
      if (rng.next() < 0.75)
        route(
          draft,
          corners(pin.x, pin.y, course, drawLegs(draft, 400)),
          style.trace,
          radius + 6 + style.trace / 2 + style.space,
        )
    }
    return
  }
}

/** Balls in a grid, each with a short trace to its via; verification only. */
export function ballGrid(draft: Draft): void {
  const { rng, style } = draft
  const pitch = uniform(rng, 31, 34)
  const count = whole(draft, 4, 7)
  const half = ((count - 1) * pitch) / 2
  for (let attempt = 0; attempt < 10; attempt++) {
    const at = { ...anywhere(draft), cos: 1, sin: 0 }
    if (!fits(draft, box(at, 2 * half + pitch + 14, 2 * half + pitch + 14, 4), style.space)) continue
    for (let index = 0; index < count * count; index++) {
      const ball = place(at, (index % count) * pitch - half, Math.floor(index / count) * pitch - half)
      addPad(draft, disc(ball.x, ball.y, 8.5))
      if (rng.next() < 0.25) continue
      const [dx, dy] = [ball.x < at.x ? -pitch / 2 : pitch / 2, ball.y < at.y ? -pitch / 2 : pitch / 2]
      add(draft, line(ball.x, ball.y, ball.x + dx, ball.y + dy, 7))
      addVia({ ...draft, style: { ...style, viaRadius: 7, viaHole: 3 } }, ball.x + dx, ball.y + dy)
    }
    return
  }
}
