import type { Drawing, Stroke } from '../../edge/contract/drawing.ts'
import type { Box, Mark } from '../../edge/contract/part.ts'
import type { Recipe } from '../../edge/contract/recipe.ts'

/** What the brush leaves of the light that the surface gives: a mark as clear as those of the line, and no clearer. */
const tones = { dark: 0.65, bright: 1.4 }

interface Canvas {
  readonly luminance: Float32Array
  readonly size: number
}

/** What a person drew, as marks of the part; a stroke that leaves the frame is there as far as it lies within. */
export function drawnMarks({ class: name, strokes }: Drawing, recipe: Recipe): Mark[] {
  const limitMm = recipe.limitsMm[name]
  return strokes.flatMap((stroke) => {
    const box = boxOf(stroke, recipe.widthPx)
    if (box.width <= 0 || box.height <= 0) return []
    const sizeMm = lengthPx(stroke) / recipe.pxPerMm
    const sizeOverLimit = limitMm === undefined ? null : sizeMm / limitMm
    return [{ class: name, isLookAlike: false, sizeMm, sizeOverLimit, contrastToNoise: 0, box }]
  })
}

/** The longest extent: from one end of the stroke to the farthest other, the brush included. */
export function lengthPx({ points, widthPx }: Stroke): number {
  let longest = 0
  for (const [index, [x, y]] of points.entries())
    for (const [otherX, otherY] of points.slice(index + 1))
      longest = Math.max(longest, Math.hypot(otherX - x, otherY - y))
  return longest + widthPx
}

function boxOf({ points, widthPx }: Stroke, size: number): Box {
  const within = (value: number) => Math.min(size, Math.max(0, value))
  const xs = points.map(([x]) => x)
  const ys = points.map(([, y]) => y)
  const x = within(Math.floor(Math.min(...xs) - widthPx / 2))
  const y = within(Math.floor(Math.min(...ys) - widthPx / 2))
  const right = within(Math.ceil(Math.max(...xs) + widthPx / 2))
  const bottom = within(Math.ceil(Math.max(...ys) + widthPx / 2))
  return { x, y, width: right - x, height: bottom - y }
}

/** Lays a stroke over the surface, before light and lens; its edge is one pixel soft. */
export function paintStroke({ luminance, size }: Canvas, stroke: Stroke): void {
  const { x: left, y: top, width, height } = boxOf(stroke, size)
  const gain = tones[stroke.tone] - 1
  for (let y = top; y < top + height; y++) {
    for (let x = left; x < left + width; x++) {
      const inside = stroke.widthPx / 2 - distance(x + 0.5, y + 0.5, stroke.points) + 0.5
      const alpha = Math.min(1, Math.max(0, inside))
      const index = y * size + x
      luminance[index] = (luminance[index] ?? 0) * (1 + gain * alpha)
    }
  }
}

/** To the nearest piece of a line, pixels. */
function distance(x: number, y: number, points: Stroke['points']): number {
  let nearest = Number.POSITIVE_INFINITY
  for (let index = 0; index < points.length; index++) {
    const [fromX, fromY] = points[Math.max(0, index - 1)] ?? [0, 0]
    const [toX, toY] = points[index] ?? [0, 0]
    const [alongX, alongY] = [toX - fromX, toY - fromY]
    const square = alongX * alongX + alongY * alongY
    const share = square === 0 ? 0 : ((x - fromX) * alongX + (y - fromY) * alongY) / square
    const at = Math.min(1, Math.max(0, share))
    nearest = Math.min(nearest, Math.hypot(x - fromX - at * alongX, y - fromY - at * alongY))
  }
  return nearest
}
