import type { Mark } from '../../edge/contract/part.ts'
import type { Rng } from '../../edge/contract/port.ts'
import type { Optics } from './optics.ts'
import { bareDepth, disc, type Piece, piece, poser } from './pcb-copper.ts'
import { paintCover } from './pcb-cover.ts'
import { type Board, etchBoard, type Round } from './pcb-draft.ts'
import { dressBoard } from './pcb-dress.ts'
import { type BoardMark, boxAround, extentOf } from './pcb-mark.ts'
import { backgroundSigma, type Surface } from './pcb-material.ts'
import { type Canvas, depthReach, shadeBoard } from './pcb-shade.ts'
import type { Painted } from './photograph.ts'

/** A part before it is put under the camera. */
export interface Scene {
  readonly surface: Surface
  readonly board: Board
  readonly marks: readonly BoardMark[]
}

/** The board and its marks as they lie under the camera. */
function posed(
  { board, marks }: Scene,
  optics: Optics,
  size: number,
): { readonly board: Board; readonly marks: BoardMark[] } {
  const put = poser(optics, size)
  const lay = (of: Piece) => piece(put(of), of.halfLength, of.halfWidth, of.radius)
  const turn = ({ x, y, radius }: Round): Round => {
    const at = put({ x, y, cos: 1, sin: 0 })
    return { x: at.x, y: at.y, radius }
  }
  const lying = marks.map((placed) => {
    const moved = { ...placed, ...put(placed) }
    return { ...moved, mark: { ...placed.mark, box: boxAround(moved, extentOf(placed)) } }
  })
  return {
    marks: lying,
    board: {
      isMasked: board.isMasked,
      layers: board.layers.map((layer) => ({ piece: lay(layer.piece), isCopper: layer.isCopper })),
      conductors: [],
      openings: [...board.openings.map(lay), ...gilded(board.isMasked, lying)],
      holes: board.holes.map(turn),
      tents: board.tents.map(turn),
      ink: board.ink.map(lay),
      reserved: [],
    },
  }
}

/** Test points are gilded where the board has solder mask. */
const gilded = (isMasked: boolean, marks: readonly BoardMark[]): Piece[] =>
  isMasked
    ? marks
        .filter(({ testPointPx }) => testPointPx > 0)
        .map(({ x, y, testPointPx }) => disc(x, y, testPointPx + 1.5))
    : []

/** The copper with its faults: they are in the geometry, light comes after. `mask` takes what each changed. */
function etch(
  board: Board,
  marks: readonly BoardMark[],
  size: number,
  mask: Uint8Array | null,
): Float32Array<ArrayBuffer> {
  const depth = bareDepth(size, 1, 0, depthReach)
  etchBoard(board, depth)
  for (const [index, placed] of marks.entries()) {
    if (placed.cover) continue
    spoil(depth.data, size, placed, mask, index + 1)
  }
  return depth.data
}

function spoil(
  depth: Float32Array,
  size: number,
  placed: BoardMark,
  mask: Uint8Array | null,
  label: number,
): void {
  const { flaw, testPointPx, x, y, cos, sin } = placed
  const isCopper = flaw?.isCopper ?? true
  const margin = depthReach + 1
  const { box: area } = placed.mark
  const [right, bottom] = [
    Math.min(size, area.x + area.width + margin),
    Math.min(size, area.y + area.height + margin),
  ]
  for (let row = Math.max(0, area.y - margin); row < bottom; row++) {
    for (let column = Math.max(0, area.x - margin); column < right; column++) {
      const [dx, dy] = [column + 0.5 - x, row + 0.5 - y]
      const inside = flaw
        ? flaw.inside(dx * cos + dy * sin, dy * cos - dx * sin)
        : testPointPx - Math.sqrt(dx * dx + dy * dy)
      if (inside <= -depthReach) continue
      const at = row * size + column
      const old = depth[at] ?? 0
      depth[at] = isCopper
        ? Math.max(old, Math.min(inside, depthReach))
        : Math.min(old, Math.max(-inside, -depthReach))
      if (mask && inside >= 0 && old < 0 === isCopper) mask[at] = label
    }
  }
}

/** Red, green and blue of a part, before light falls through window and lens. */
export function paintScene(
  scene: Scene,
  optics: Optics,
  size: number,
  mask: Uint8Array | null,
  rng: Rng,
): Painted {
  const { board, marks } = posed(scene, optics, size)
  const { surface } = scene
  const canvas: Canvas = {
    size,
    depth: etch(board, marks, size, mask),
    softness: optics.edgeSoftness,
    planes: [new Float32Array(size * size), new Float32Array(size * size), new Float32Array(size * size)],
  }
  const sigma = backgroundSigma(surface, optics.usualNoiseSigma)
  shadeBoard(canvas, surface, optics.usualNoiseSigma, optics, rng.fork('texture'))
  dressBoard(canvas, board, surface, sigma, rng.fork('dress'))
  for (const [index, placed] of marks.entries()) paintCover(canvas, placed, surface, sigma, mask, index + 1)
  return { planes: canvas.planes, marks: marks.map(({ mark }) => mark) }
}

const [black, white] = [30, 225]

/** The same board as DeepPCB has it: copper black on white, nothing else to be seen. Grey, before light and lens. */
export function paintCopper(scene: Scene, optics: Optics, size: number, mask: Uint8Array | null): Painted {
  const ofCopper = scene.marks.filter(({ cover }) => !cover)
  const { board, marks } = posed({ ...scene, marks: ofCopper }, optics, size)
  const depth = etch(board, marks, size, mask)
  const scale = 0.5 / optics.edgeSoftness
  for (let at = 0; at < depth.length; at++) {
    const share = 0.5 + (depth[at] ?? 0) * scale
    depth[at] = white + (black - white) * (share < 0 ? 0 : share > 1 ? 1 : share)
  }
  return { planes: [depth], marks: marks.map(({ mark }): Mark => mark) }
}
