import type { Rng } from '../../edge/contract/port.ts'
import { pick, uniform } from '../rng.ts'
import { bareDepth, type Depth, depthAt, disc, grown, type Layer, lay, type Piece } from './pcb-copper.ts'

/** A hole or a dimple, pixels. */
export interface Round {
  readonly x: number
  readonly y: number
  readonly radius: number
}

/** A bare board as its data say it should be; pixels of the frame before the part turns and shifts. */
export interface Board {
  /** In the order in which they are laid. */
  readonly layers: Layer[]
  /** Straight conductors with solder mask over them: traces, wide strips, the sides of pours. */
  readonly conductors: Piece[]
  /** Whether the board has its solder mask yet; ink comes after it. */
  readonly isMasked: boolean
  /** Where the solder mask is left open. */
  readonly openings: Piece[]
  readonly holes: Round[]
  /** Vias under solder mask. */
  readonly tents: Round[]
  /** Strokes of white ink. */
  readonly ink: Piece[]
  /** What no mark may lie on, since the mask is open there or ink covers it. */
  readonly reserved: Piece[]
}

/** Lays all copper of a board, and drills it. */
export function etchBoard({ layers, holes }: Pick<Board, 'layers' | 'holes'>, depth: Depth): void {
  for (const layer of layers) lay(layer, depth)
  for (const { x, y, radius } of holes) lay({ piece: disc(x, y, radius), isCopper: false }, depth)
}

/** What the designer of one board keeps to, pixels. */
export interface Style {
  readonly trace: number
  readonly space: number
  readonly viaRadius: number
  readonly viaHole: number
  readonly areViasTented: boolean
  readonly padCorner: number
  readonly hasInk: boolean
}

export interface Draft {
  readonly rng: Rng
  readonly style: Style
  readonly board: Board
  /** Copper so far, coarse: is there room? */
  readonly room: Depth
}

/** The board goes on past the frame, so that a part that lies askew has no border in it. */
export const marginPx = 60
export const roomPitch = 4
const roomReach = 32

export function newDraft(rng: Rng, size: number, isMasked: boolean): Draft {
  const trace = uniform(rng, 8, 13)
  const viaRadius = uniform(rng, 7.5, 10)
  const style = {
    trace,
    space: Math.max(8, trace * uniform(rng, 0.75, 1.25)),
    viaRadius,
    viaHole: viaRadius * uniform(rng, 0.36, 0.5),
    areViasTented: rng.next() < 0.6,
    padCorner: pick(rng, [1, 1.5, 4]),
    hasInk: rng.next() < 0.85 && isMasked,
  }
  const board: Board = {
    isMasked,
    layers: [],
    conductors: [],
    openings: [],
    holes: [],
    tents: [],
    ink: [],
    reserved: [],
  }
  const cells = Math.ceil((size + 2 * marginPx) / roomPitch)
  return { rng, style, board, room: bareDepth(cells, roomPitch, -marginPx, roomReach) }
}

/** Whether a piece would lie at least `gap` from all copper. */
export function fits({ room }: Draft, piece: Piece, gap: number): boolean {
  const { x, y, cos, sin, halfLength, halfWidth, radius } = piece
  const most = -Math.min(roomReach, radius + gap)
  const along = Math.ceil(halfLength / 4)
  const across = Math.ceil(halfWidth / 4)
  for (let i = -along; i <= along; i++) {
    const u = along ? (halfLength * i) / along : 0
    for (let j = -across; j <= across; j++) {
      const v = across ? (halfWidth * j) / across : 0
      if (depthAt(room, x + u * cos - v * sin, y + u * sin + v * cos) > most) return false
    }
  }
  return true
}

/** Lays copper, or takes it away. */
export function add({ board, room }: Draft, piece: Piece, isCopper = true): void {
  const layer = { piece, isCopper }
  board.layers.push(layer)
  lay(layer, room)
}

/** Keeps a place free of whatever comes later: only `room` knows of it. */
export const keepOut = ({ room }: Draft, piece: Piece): void => lay({ piece, isCopper: true }, room)

export function addConductor(draft: Draft, piece: Piece): void {
  add(draft, piece)
  draft.board.conductors.push(piece)
}

/** A pad that is to be soldered: the mask is open all round it. */
export function addPad(draft: Draft, piece: Piece): void {
  add(draft, piece)
  if (!draft.board.isMasked) return
  const opening = grown(piece, 2)
  draft.board.openings.push(opening)
  draft.board.reserved.push(opening)
}

export function addHole({ board }: Draft, x: number, y: number, radius: number): void {
  board.holes.push({ x, y, radius })
  board.reserved.push(disc(x, y, radius + 2))
}

export function addVia(draft: Draft, x: number, y: number): void {
  const { style, board } = draft
  const piece = disc(x, y, style.viaRadius)
  if (style.areViasTented) {
    add(draft, piece)
    board.tents.push({ x, y, radius: style.viaHole })
    board.reserved.push(disc(x, y, style.viaHole + 2))
  } else {
    addPad(draft, grown(piece, -1))
    addHole(draft, x, y, style.viaHole)
  }
}
