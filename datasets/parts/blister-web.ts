import type { Rng } from '../../edge/contract/port.ts'
import { direction, pick, uniform } from '../rng.ts'
import { type Canvas, smooth, windowAround } from './blister-canvas.ts'
import { spanOf } from './blister-edge.ts'
import type { Layout, Place } from './blister-layout.ts'
import { scaled, type Web } from './blister-material.ts'
import { coverAt, drawLotText } from './blister-print.ts'
import { PixelNoise } from './noise.ts'
import type { Light } from './shape.ts'

const tableSize = 2048
const facetSteps = 64

/** A random line, smooth over `knotPx`; it closes on itself. */
function randomLine(rng: Rng, knotPx: number, sigma: number): Float32Array {
  const knots = new Float32Array(tableSize / knotPx)
  new PixelNoise(rng).fill(knots)
  const line = new Float32Array(tableSize)
  for (let x = 0; x < tableSize; x++) {
    const at = Math.floor(x / knotPx)
    const [from, to] = [knots[at] ?? 0, knots[(at + 1) % knots.length] ?? 0]
    line[x] = sigma * (from + (to - from) * smooth((x % knotPx) / knotPx))
  }
  return line
}

/** One period of a knurl's facets: a lit flank and a dark one, with a narrow ridge and valley. */
const facets = (level: number): Float32Array =>
  Float32Array.from({ length: facetSteps }, (_, step) => {
    const x = step / facetSteps
    return level * (2 * smooth((x < 0.5 ? x : 1 - x) * 5 - 0.75) - 1)
  })

interface Pattern {
  readonly knurlU: Float32Array
  readonly knurlV: Float32Array
  readonly turn: { readonly cos: number; readonly sin: number }
  readonly stepsPerPx: number
  readonly streaks: Float32Array
  readonly sheenU: Float32Array
  readonly sheenV: Float32Array
  readonly wear: Float32Array
  readonly grainSigma: number
}

function drawPattern(rng: Rng, web: Web, canvas: Canvas): Pattern {
  const turn = direction(pick(rng, [0, 45, 45, 60]) + uniform(rng, -4, 4))
  const litU = canvas.lampX * turn.cos + canvas.lampY * turn.sin
  const litV = canvas.lampY * turn.cos - canvas.lampX * turn.sin
  return {
    knurlU: facets(web.knurl * (0.35 + Math.abs(litU))),
    knurlV: facets(web.knurl * (0.35 + Math.abs(litV))),
    turn,
    stepsPerPx: facetSteps / uniform(rng, 4.2, 7.5),
    streaks: randomLine(rng.fork('streaks'), 2, web.streak),
    sheenU: randomLine(rng.fork('sheen/u'), 128, web.sheen),
    sheenV: randomLine(rng.fork('sheen/v'), 64, web.sheen * 0.6),
    wear: randomLine(rng.fork('wear'), 32, 0.22),
    grainSigma: web.grainSigma,
  }
}

/** Paints the web wherever the card may be: sheen, knurl, streaks of rolling, grain. It lies as the card does. */
export function paintWeb(canvas: Canvas, card: Place, layout: Layout, rng: Rng): void {
  const pattern = drawPattern(rng, canvas.materials.web, canvas)
  const { size } = canvas
  const [reachX, reachY] = [layout.halfWidth + 2, layout.halfHeight + 2]
  for (let y = 0; y < size; y++) {
    const [from, to] = layout.isCut ? spanOf(canvas, card, y, reachX, reachY, 0) : [0, size]
    const [dx, dy] = [from + 0.5 - card.x, y + 0.5 - card.y]
    const u = card.cos * dx + card.sin * dy
    const v = card.cos * dy - card.sin * dx
    webRow(canvas, pattern, y * size + from, y * size + to, { u, v, cos: card.cos, sin: card.sin })
  }
}

/** Whole numbers of 1/65536: tables are walked without a division or a rounding. */
const fixed = (value: number): number => Math.round(value * 65536) | 0

type Heading = Pick<Place, 'cos' | 'sin'> & Light

/** One row, from a place on the card along its direction. */
function webRow(canvas: Canvas, pattern: Pattern, start: number, end: number, from: Heading): void {
  const { red, green, blue, grain, materials } = canvas
  const { knurlU, knurlV, streaks, sheenU, sheenV, wear, grainSigma } = pattern
  const [webR, webG, webB] = scaled(materials.web.colour, 0.01)
  const [turnU, turnV] = [pattern.turn.cos * pattern.stepsPerPx, pattern.turn.sin * pattern.stepsPerPx]
  let facetU = fixed(from.u * turnU + from.v * turnV)
  let facetV = fixed(from.v * turnU - from.u * turnV)
  const stepU = fixed(from.cos * turnU - from.sin * turnV)
  const stepV = fixed(-from.sin * turnU - from.cos * turnV)
  let x = fixed(from.u + 1024)
  let y = fixed(from.v + 1024)
  let slant = fixed(from.u + 0.6 * from.v + 1024)
  const [stepX, stepY, stepSlant] = [fixed(from.cos), fixed(-from.sin), fixed(from.cos - 0.6 * from.sin)]
  for (let at = start; at < end; at++) {
    const knurl = (knurlU[(facetU >> 16) & 63] ?? 0) + (knurlV[(facetV >> 16) & 63] ?? 0)
    const level =
      100 +
      (sheenU[(slant >> 16) & 2047] ?? 0) +
      (sheenV[(y >> 16) & 2047] ?? 0) +
      (streaks[(y >> 15) & 2047] ?? 0) +
      knurl * (1 + (wear[(x >> 16) & 2047] ?? 0)) +
      grainSigma * (grain[at] ?? 0)
    red[at] = level * webR
    green[at] = level * webG
    blue[at] = level * webB
    facetU = (facetU + stepU) | 0
    facetV = (facetV + stepV) | 0
    x = (x + stepX) | 0
    y = (y + stepY) | 0
    slant = (slant + stepSlant) | 0
  }
}

/** Everything on the web that is neither cavity nor edge: perforation and the text at the rim. */
export function paintWebMarks(canvas: Canvas, card: Place, layout: Layout, rng: Rng): void {
  const cutsX = layout.isCut ? layout.acrossX : [...layout.acrossX, -layout.halfWidth, layout.halfWidth]
  const cutsY = layout.isCut ? layout.acrossY : [...layout.acrossY, -layout.halfHeight, layout.halfHeight]
  const dash = {
    periodPx: uniform(rng, 8, 13),
    share: uniform(rng, 0.5, 0.7),
    depth: uniform(rng, 0.16, 0.3),
  }
  for (const x of cutsX) perforate(canvas, within90(card, x, false), layout.halfHeight, dash)
  for (const y of cutsY) perforate(canvas, within90(card, y, true), layout.halfWidth, dash)
  const text = drawLotText(rng)
  const isDark = rng.next() < 0.6
  const side = rng.next() < 0.5 ? -1 : 1
  const off = layout.halfHeight > layout.halfWidth ? 'x' : 'y'
  const away = side * ((off === 'y' ? layout.halfHeight : layout.halfWidth) - 12)
  const turned = off === 'y' ? card : { ...card, cos: -card.sin, sin: card.cos }
  const x = card.x - away * turned.sin
  const place = { ...turned, x, y: card.y + away * turned.cos }
  const window = windowAround(canvas.size, place, text.halfWidth, text.halfHeight)
  for (let row = window.top; row < window.bottom; row++) {
    for (let column = window.left; column < window.right; column++) {
      const dx = column + 0.5 - place.x
      const dy = row + 0.5 - place.y
      const cover = coverAt(text, dx * place.cos + dy * place.sin, dy * place.cos - dx * place.sin)
      if (cover > 0) shade(canvas, row * canvas.size + column, 1 - cover * (isDark ? 0.62 : 0.2))
    }
  }
}

const shade = ({ red, green, blue }: Canvas, at: number, by: number): void => {
  red[at] = (red[at] ?? 0) * by
  green[at] = (green[at] ?? 0) * by
  blue[at] = (blue[at] ?? 0) * by
}

/** The frame of a line across the card: u along the line. */
const within90 = (card: Place, off: number, isAlongX: boolean): Place =>
  isAlongX
    ? { ...card, x: card.x - card.sin * off, y: card.y + card.cos * off }
    : { x: card.x + card.cos * off, y: card.y + card.sin * off, cos: -card.sin, sin: card.cos }

interface Dash {
  readonly periodPx: number
  readonly share: number
  readonly depth: number
}

/** A row of cuts: dark slits with a bright burr on the side away from the lamp. */
function perforate(canvas: Canvas, line: Place, half: number, { periodPx, share, depth }: Dash): void {
  const { size } = canvas
  const isSteep = Math.abs(line.sin) > Math.abs(line.cos)
  const lit = line.cos * canvas.lampY - line.sin * canvas.lampX
  for (let step = 0; step < size; step++) {
    const along = isSteep ? step + 0.5 - line.y : step + 0.5 - line.x
    const slope = isSteep ? line.cos / line.sin : line.sin / line.cos
    const centre = (isSteep ? line.x : line.y) + along * slope
    const u = along / (isSteep ? line.sin : line.cos)
    const phase = (u + 4096) / periodPx
    if (Math.abs(u) > half || phase - Math.floor(phase) > share) continue
    for (let side = Math.floor(centre) - 2; side <= Math.floor(centre) + 2; side++) {
      if (side < 0 || side >= size) continue
      const off = side + 0.5 - centre
      const slit = 1.3 - Math.abs(off)
      const burr = 1.2 - Math.abs(Math.abs(off) - 1.6)
      const isFar = off * (isSteep ? -1 : 1) * lit * Math.sign(isSteep ? line.sin : line.cos) < 0
      const by = 1 - (slit > 0 ? depth * Math.min(1, slit) : 0) + (burr > 0 && isFar ? 0.09 * burr : 0)
      shade(canvas, isSteep ? step * size + side : side * size + step, by)
    }
  }
}
