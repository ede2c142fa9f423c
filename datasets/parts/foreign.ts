import type { Box, Mark } from '../../edge/contract/part.ts'
import type { Rng } from '../../edge/contract/port.ts'
import type { Recipe } from '../../edge/contract/recipe.ts'
import { direction, pick, uniform } from '../rng.ts'

/** A stranger's shape, cut out of its picture; planes of `width × height`, row by row. */
export interface Cutout {
  readonly width: number
  readonly height: number
  /** Grey levels. */
  readonly grey: Uint8Array
  /** 0 transparent … 255 opaque. */
  readonly alpha: Uint8Array
}

/** Foreign bodies for the defective parts of a run: each of these shapes, at each of these sizes. */
export interface Foreign {
  readonly cutouts: readonly [Cutout, ...Cutout[]]
  /** Longest side of the cut-out, millimetres. */
  readonly sizesMm: readonly [number, ...number[]]
  /** What the truth calls them; left out: `foreign`. */
  readonly class?: string
}

/** A cut-out with its place. */
export interface ForeignBody {
  readonly mark: Mark
  readonly cutout: Cutout
  readonly centreX: number
  readonly centreY: number
  readonly cos: number
  readonly sin: number
  /** Pixels of the frame for one of the cut-out. */
  readonly scale: number
}

const gapPx = 8

/** Draws shape, size, turn and a place where nothing else lies; it fits into the frame, or is made to. */
export function drawForeign(rng: Rng, recipe: Recipe, foreign: Foreign, taken: readonly Box[]): ForeignBody {
  const cutout = pick(rng, foreign.cutouts)
  const longest = Math.max(cutout.width, cutout.height)
  const most = (0.6 * Math.min(recipe.widthPx, recipe.heightPx)) / recipe.pxPerMm
  const sizeMm = Math.min(pick(rng, foreign.sizesMm), most)
  const scale = (sizeMm * recipe.pxPerMm) / longest
  const turn = direction(uniform(rng, 0, 360))
  const halfX = ((Math.abs(turn.cos) * cutout.width + Math.abs(turn.sin) * cutout.height) * scale) / 2
  const halfY = ((Math.abs(turn.sin) * cutout.width + Math.abs(turn.cos) * cutout.height) * scale) / 2
  for (let attempt = 0; ; attempt++) {
    const centreX = uniform(rng, halfX + 2, recipe.widthPx - halfX - 2)
    const centreY = uniform(rng, halfY + 2, recipe.heightPx - halfY - 2)
    const x = Math.floor(centreX - halfX)
    const y = Math.floor(centreY - halfY)
    const box = { x, y, width: Math.ceil(centreX + halfX) - x, height: Math.ceil(centreY + halfY) - y }
    if (attempt < 50 && taken.some((other) => touches(box, other))) continue
    // No limit: whatever does not belong there is a defect. Its contrast is its own and was not drawn.
    const mark = {
      class: foreign.class ?? 'foreign',
      isLookAlike: false,
      sizeMm,
      sizeOverLimit: null,
      contrastToNoise: 0,
      box,
    }
    return { mark, cutout, centreX, centreY, ...turn, scale }
  }
}

const touches = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width + gapPx &&
  b.x < a.x + a.width + gapPx &&
  a.y < b.y + b.height + gapPx &&
  b.y < a.y + a.height + gapPx

interface Canvas {
  readonly luminance: Float32Array
  readonly mask: Uint8Array | null
  readonly size: number
}

/** Lays the shape over the surface, before light and lens; `label` goes into the mask where it is half opaque. */
export function paintForeign(canvas: Canvas, body: ForeignBody, label: number): void {
  const { box } = body.mark
  const { cutout, cos, sin, scale } = body
  const right = Math.min(canvas.size, box.x + box.width)
  const bottom = Math.min(canvas.size, box.y + box.height)
  for (let y = Math.max(0, box.y); y < bottom; y++) {
    for (let x = Math.max(0, box.x); x < right; x++) {
      const dx = x + 0.5 - body.centreX
      const dy = y + 0.5 - body.centreY
      const u = (dx * cos + dy * sin) / scale + cutout.width / 2
      const v = (dy * cos - dx * sin) / scale + cutout.height / 2
      const alpha = meanAt(cutout, cutout.alpha, u, v, 1 / scale) / 255
      if (alpha <= 0) continue
      const index = y * canvas.size + x
      const grey = meanAt(cutout, cutout.grey, u, v, 1 / scale)
      canvas.luminance[index] = (canvas.luminance[index] ?? 0) * (1 - alpha) + grey * alpha
      if (canvas.mask && alpha >= 0.5) canvas.mask[index] = label
    }
  }
}

/** Mean of a plane over a square of this side; outside the cut-out there is nothing. */
function meanAt(cutout: Cutout, plane: Uint8Array, u: number, v: number, side: number): number {
  const taps = Math.min(8, Math.max(1, Math.round(side)))
  let sum = 0
  for (let i = 0; i < taps; i++) {
    for (let j = 0; j < taps; j++) {
      const x = Math.floor(u + ((i + 0.5) / taps - 0.5) * side)
      const y = Math.floor(v + ((j + 0.5) / taps - 0.5) * side)
      if (x >= 0 && y >= 0 && x < cutout.width && y < cutout.height) sum += plane[y * cutout.width + x] ?? 0
    }
  }
  return sum / (taps * taps)
}
