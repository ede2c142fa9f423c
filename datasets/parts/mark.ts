import type { Box, Mark } from '../../edge/contract/part.ts'
import type { Rng } from '../../edge/contract/port.ts'
import type { Recipe } from '../../edge/contract/recipe.ts'
import { direction, logUniform, quantize, uniform } from '../rng.ts'
import type { Optics } from './optics.ts'
import type { Shape, ShapeMaker } from './shape.ts'

/** A mark with everything needed to paint it. */
export interface DrawnMark {
  readonly mark: Mark
  readonly shape: Shape
  readonly centreX: number
  readonly centreY: number
  readonly cos: number
  readonly sin: number
}

/** One kind of mark: how it is shaped, and how far it may turn from the rolling direction, degrees. */
export interface MarkKind {
  readonly shape: ShapeMaker
  readonly spreadDeg: number
}

/** Where the lamp stands: from the upper left of the frame. */
const lamp = { x: -0.6, y: -0.8 }

export const smallestSizeOverLimit = 0.3
export const largestSizeOverLimit = 4
/** Contrast to noise, log-uniform: 5 % of the marks at their limit lie under 3.6 × 5.56^0.05 = 3.9. */
export const contrastToNoise = { low: 3.6, high: 20 }
/** Marks over their limit are the fainter the larger they are: else the brightness of a picture would tell them. */
export const fading = 0.5
/** None fades under this that was not drawn so: a large mark is faint at times, not as a rule. */
const faintestFaded = 5.5
const gapPx = 8

/** How many marks, and how many look-alikes, a part carries, whether it is good or not: drawn from these. */
export const markCounts = [1, 1, 1, 1, 1, 1, 1, 1, 1, 2] as const
export const lookAlikeCounts = [2, 3, 3, 4] as const
/** The same on a crowded part. */
export const crowd = 8

interface MarkRequest {
  readonly name: string
  readonly kind: MarkKind
  /** null: a look-alike, sized like a defect of `likeLimitMm`. */
  readonly limitMm: number | null
  readonly likeLimitMm: number
}

/** Draws size and contrast first; what the part is called follows from them, never the other way. */
export function drawMark(
  rng: Rng,
  recipe: Recipe,
  request: MarkRequest,
  taken: readonly Box[],
): DrawnMark | null {
  const sizeOverLimit = logUniform(rng, smallestSizeOverLimit, largestSizeOverLimit)
  const sizeMm = sizeOverLimit * request.likeLimitMm
  const atLimit = logUniform(rng, contrastToNoise.low, contrastToNoise.high)
  const faded = quantize(atLimit / Math.max(1, sizeOverLimit) ** fading)
  const contrast = Math.max(Math.min(atLimit, faintestFaded), faded)
  const turn = direction(90 + uniform(rng, -request.kind.spreadDeg, request.kind.spreadDeg))
  const light = { u: lamp.x * turn.cos + lamp.y * turn.sin, v: -lamp.x * turn.sin + lamp.y * turn.cos }
  const shape = request.kind.shape(rng, sizeMm * recipe.pxPerMm, light)
  const half = extentPx(shape, turn)
  for (let attempt = 0; attempt < 24; attempt++) {
    const centreX = uniform(rng, half.x + 2, recipe.widthPx - half.x - 2)
    const centreY = uniform(rng, half.y + 2, recipe.heightPx - half.y - 2)
    const box = boxAround(centreX, centreY, half)
    if (taken.some((other) => touches(box, other))) continue
    const mark = {
      class: request.name,
      isLookAlike: request.limitMm === null,
      sizeMm,
      sizeOverLimit: request.limitMm === null ? null : sizeOverLimit,
      contrastToNoise: contrast,
      box,
    }
    return { mark, shape, centreX, centreY, ...turn }
  }
  return null
}

/** The mark on a part that lies shifted and turned; it never leaves the frame. */
export function moved(
  drawn: DrawnMark,
  pose: Pick<Optics, 'shiftX' | 'shiftY' | 'rotationDeg'>,
  { widthPx, heightPx }: Recipe,
): DrawnMark {
  const { cos, sin } = direction(pose.rotationDeg)
  const turn = { cos: drawn.cos * cos - drawn.sin * sin, sin: drawn.sin * cos + drawn.cos * sin }
  const half = extentPx(drawn.shape, turn)
  const inside = (centre: number, reach: number, size: number) =>
    Math.min(size - reach - 1, Math.max(reach + 1, centre))
  const centreX = inside(drawn.centreX + pose.shiftX, half.x, widthPx)
  const centreY = inside(drawn.centreY + pose.shiftY, half.y, heightPx)
  const mark = { ...drawn.mark, box: boxAround(centreX, centreY, half) }
  return { ...drawn, ...turn, mark, centreX, centreY }
}

/** Half the width and height of the upright box around a turned shape. */
export function extentPx(shape: Shape, turn: { readonly cos: number; readonly sin: number }) {
  return {
    x: Math.abs(turn.cos) * shape.halfLengthPx + Math.abs(turn.sin) * shape.halfWidthPx,
    y: Math.abs(turn.sin) * shape.halfLengthPx + Math.abs(turn.cos) * shape.halfWidthPx,
  }
}

export function boxAround(
  centreX: number,
  centreY: number,
  half: { readonly x: number; readonly y: number },
): Box {
  const x = Math.floor(centreX - half.x)
  const y = Math.floor(centreY - half.y)
  return { x, y, width: Math.ceil(centreX + half.x) - x, height: Math.ceil(centreY + half.y) - y }
}

export const touches = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width + gapPx &&
  b.x < a.x + a.width + gapPx &&
  a.y < b.y + b.height + gapPx &&
  b.y < a.y + a.height + gapPx

interface Canvas {
  readonly luminance: Float32Array
  readonly mask: Uint8Array | null
  readonly size: number
  /** Grey levels of one unit of contrast to noise. */
  readonly noiseSigma: number
  readonly edgeSoftnessPx: number
}

/** Paints one mark; `label` is written into the mask wherever the mark covers at least half a pixel. */
export function paintMark(canvas: Canvas, drawn: DrawnMark, label: number): void {
  const { shape, cos, sin } = drawn
  const softness = shape.softnessPx ?? canvas.edgeSoftnessPx
  const contrast = drawn.mark.contrastToNoise * canvas.noiseSigma
  const reach = Math.ceil(softness) + 1
  const { box } = drawn.mark
  const right = Math.min(canvas.size, box.x + box.width + reach)
  const bottom = Math.min(canvas.size, box.y + box.height + reach)
  for (let y = Math.max(0, box.y - reach); y < bottom; y++) {
    for (let x = Math.max(0, box.x - reach); x < right; x++) {
      const dx = x + 0.5 - drawn.centreX
      const dy = y + 0.5 - drawn.centreY
      const u = dx * cos + dy * sin
      const v = dy * cos - dx * sin
      const distance = shape.distancePx(u, v)
      if (distance >= softness) continue
      const index = y * canvas.size + x
      const cover = smoothStep((softness - distance) / (2 * softness))
      canvas.luminance[index] = (canvas.luminance[index] ?? 0) + contrast * cover * shape.shade(u, v)
      if (canvas.mask && distance <= 0) canvas.mask[index] = label
    }
  }
}

const smoothStep = (share: number): number => {
  const t = share > 1 ? 1 : share
  return t * t * (3 - 2 * t)
}
