import type { Rng } from '../../edge/contract/port.ts'
import { uniform } from '../rng.ts'
import { PixelNoise } from './noise.ts'
import { type Depth, disc, type Piece, rowSpan, rowsOf, type Span } from './pcb-copper.ts'
import type { Board, Round } from './pcb-draft.ts'
import type { Surface } from './pcb-material.ts'
import { type Canvas, depthReach } from './pcb-shade.ts'

/** One row of a piece: its pixels [from, to), where the first lies in the piece's frame, and how much of each it covers. */
interface Stretch extends Span {
  u: number
  v: number
  readonly shares: Float32Array
}

/** Fills a row's stretch; numbers only, since this is called for a hundred thousand pixels of every part. */
function coverRow(piece: Piece, grid: Depth, row: number, softness: number, stretch: Stretch): void {
  const { cos, sin, halfLength, halfWidth, radius } = piece
  const dy = row + 0.5 - piece.y
  rowSpan(piece, grid, dy, softness, stretch)
  const dx = stretch.from + 0.5 - piece.x
  stretch.u = dx * cos + dy * sin
  stretch.v = dy * cos - dx * sin
  const scale = 0.5 / softness
  let u = stretch.u
  let v = stretch.v
  for (let at = 0; at < stretch.to - stretch.from; at++) {
    const a = (u < 0 ? -u : u) - halfLength
    const b = (v < 0 ? -v : v) - halfWidth
    const outside = a > 0 && b > 0 ? Math.sqrt(a * a + b * b) : a > b ? a : b
    const share = 0.5 + (radius - outside) * scale
    stretch.shares[at] = share < 0 ? 0 : share > 1 ? 1 : share
    u += cos
    v -= sin
  }
}

const newStretch = (size: number): Stretch => ({ from: 0, to: 0, u: 0, v: 0, shares: new Float32Array(size) })

/** The lamp stands at the upper left: how far (u, v) of a piece lies towards it. */
const lamp = { x: -0.6, y: -0.8 }
const lampIn = ({ cos, sin }: Piece) => ({
  u: lamp.x * cos + lamp.y * sin,
  v: lamp.y * cos - lamp.x * sin,
})

/** What a painter of pieces works on. */
interface Bench {
  readonly canvas: Canvas
  readonly grid: Depth
  readonly stretch: Stretch
  readonly surface: Surface
}

/** Where the mask is open: soldered or gilded copper, a little domed, and a rim of bare laminate. */
function paintOpening(
  { canvas, grid, stretch, surface }: Bench,
  piece: Piece,
  rng: Rng,
  noise: PixelNoise,
): void {
  const [red, green, blue] = canvas.planes
  const dome = uniform(rng, 4, 22) / (piece.halfLength + piece.halfWidth + piece.radius)
  const shine = uniform(rng, 0.92, 1.06)
  const grain = surface.grainSigma / 100
  const scale = 0.5 / canvas.softness
  const [fr, fg, fb] = surface.finish
  const [lr, lg, lb] = surface.bareLaminate
  const { u, v } = lampIn(piece)
  const step = dome * (u * piece.cos - v * piece.sin)
  const [top, bottom] = rowsOf(piece, grid, canvas.softness)
  for (let row = top; row < bottom; row++) {
    coverRow(piece, grid, row, canvas.softness, stretch)
    let light = dome * (u * stretch.u + v * stretch.v)
    for (let index = 0; index < stretch.to - stretch.from; index++) {
      const at = row * canvas.size + stretch.from + index
      const share = stretch.shares[index] ?? 0
      const deep = 0.5 + (canvas.depth[at] ?? 0) * scale
      const copper = deep < 0 ? 0 : deep > 1 ? 1 : deep
      const bits = noise.bits()
      const level = light + ((bits & 255) + ((bits >>> 8) & 255) - 255) * grain
      red[at] = (red[at] ?? 0) * (1 - share) + share * (lr + (fr * shine - lr) * copper + level)
      green[at] = (green[at] ?? 0) * (1 - share) + share * (lg + (fg * shine - lg) * copper + level)
      blue[at] = (blue[at] ?? 0) * (1 - share) + share * (lb + (fb * shine - lb) * copper + level)
      light += step
    }
  }
}

/** A drilled hole: dark, its far wall lit. */
function paintHole({ canvas, grid, stretch, surface }: Bench, round: Round): void {
  const piece = disc(round.x, round.y, round.radius)
  const [top, bottom] = rowsOf(piece, grid, canvas.softness)
  for (let row = top; row < bottom; row++) {
    coverRow(piece, grid, row, canvas.softness, stretch)
    for (let index = 0; index < stretch.to - stretch.from; index++) {
      const [u, v] = [(stretch.u + index) / round.radius, stretch.v / round.radius]
      const share = stretch.shares[index] ?? 0
      const wall = Math.max(0, -lamp.x * u - lamp.y * v) * Math.max(0, Math.sqrt(u * u + v * v) - 0.6) * 0.8
      const at = row * canvas.size + stretch.from + index
      for (let channel = 0; channel < 3; channel++) {
        const plane = canvas.planes[channel] ?? canvas.planes[0]
        const level = (surface.hole[channel] ?? 0) + wall * (surface.finish[channel] ?? 0)
        plane[at] = (plane[at] ?? 0) * (1 - share) + share * level
      }
    }
  }
}

/** Solder mask sags into a via: a dimple, dark towards the lamp. */
function paintTent({ canvas, grid, stretch }: Bench, round: Round, strength: number): void {
  const [red, green, blue] = canvas.planes
  const piece = disc(round.x, round.y, round.radius * 1.25)
  const softness = round.radius * 0.4
  const [top, bottom] = rowsOf(piece, grid, softness)
  for (let row = top; row < bottom; row++) {
    coverRow(piece, grid, row, softness, stretch)
    for (let index = 0; index < stretch.to - stretch.from; index++) {
      const at = row * canvas.size + stretch.from + index
      const slope = (-lamp.x * (stretch.u + index) - lamp.y * stretch.v) / round.radius
      const gain = 1 + (stretch.shares[index] ?? 0) * strength * (0.5 * slope - 0.55)
      red[at] = (red[at] ?? 0) * gain
      green[at] = (green[at] ?? 0) * gain
      blue[at] = (blue[at] ?? 0) * gain
    }
  }
}

function paintInk({ canvas, grid, stretch, surface }: Bench, stroke: Piece, density: number): void {
  const [red, green, blue] = canvas.planes
  const [ir, ig, ib] = surface.ink
  const softness = canvas.softness + 0.2
  const [top, bottom] = rowsOf(stroke, grid, softness)
  for (let row = top; row < bottom; row++) {
    coverRow(stroke, grid, row, softness, stretch)
    for (let index = 0; index < stretch.to - stretch.from; index++) {
      const at = row * canvas.size + stretch.from + index
      const opaque = (stretch.shares[index] ?? 0) * density
      red[at] = (red[at] ?? 0) * (1 - opaque) + ir * opaque
      green[at] = (green[at] ?? 0) * (1 - opaque) + ig * opaque
      blue[at] = (blue[at] ?? 0) * (1 - opaque) + ib * opaque
    }
  }
}

/** Motes of dust, too small for anybody to mind. */
function paintMotes(canvas: Canvas, count: number, contrast: number, rng: Rng): void {
  const { size } = canvas
  for (let index = 0; index < count; index++) {
    const at = Math.floor(rng.next() * (size - 2)) * size + Math.floor(rng.next() * (size - 2))
    const level = (rng.next() < 0.6 ? 1 : -1) * contrast * (0.3 + rng.next())
    for (const plane of canvas.planes) {
      plane[at] = (plane[at] ?? 0) + level
      plane[at + 1] = (plane[at + 1] ?? 0) + level * 0.5
      plane[at + size] = (plane[at + size] ?? 0) + level * 0.5
    }
  }
}

/** Everything on top of the copper that the board's data ask for. */
export function dressBoard(canvas: Canvas, board: Board, surface: Surface, sigma: number, rng: Rng): void {
  const { size, depth } = canvas
  const grid = { data: depth, size, pitch: 1, origin: 0, reach: depthReach }
  const bench: Bench = { canvas, grid, stretch: newStretch(size), surface }
  // Legends are cut out where they would reach a pad.
  const density = uniform(rng, 0.72, 0.97)
  for (const stroke of board.ink) paintInk(bench, stroke, density)
  const pads = rng.fork('pads')
  const noise = new PixelNoise(rng.fork('gilding'))
  for (const opening of board.openings) paintOpening(bench, opening, pads, noise)
  const sag = uniform(rng, 0.25, 0.7)
  if (board.isMasked) for (const tent of board.tents) paintTent(bench, tent, sag)
  for (const hole of board.holes) paintHole(bench, hole)
  paintMotes(canvas, Math.floor(uniform(rng, 10, 70)), 3 * sigma, rng.fork('motes'))
}
