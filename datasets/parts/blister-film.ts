import type { Rng } from '../../edge/contract/port.ts'
import { uniform } from '../rng.ts'
import { type Canvas, lampAt, windowAround } from './blister-canvas.ts'
import { type Cell, type Layout, type Place, type Stadium, within } from './blister-layout.ts'

/** Reflections that every dome of a card shows in the same place: a crescent at its wall, a pane of light on top. */
export interface Reflections {
  readonly crescent: number
  readonly wallPx: number
  readonly widthPx: number
  readonly pane: number
  /** Where the pane lies, in radii from the middle towards the lamp; half its width and height, radii. */
  readonly paneOff: number
  readonly paneHalf: number
}

export const drawReflections = (rng: Rng): Reflections => ({
  crescent: uniform(rng, 55, 130),
  wallPx: uniform(rng, 2.5, 5),
  widthPx: uniform(rng, 1.4, 2.6),
  pane: uniform(rng, 5, 20),
  paneOff: uniform(rng, 0.3, 0.55),
  paneHalf: uniform(rng, 0.22, 0.4),
})

/** The dome of clear film over a cavity. */
export function paintDome(canvas: Canvas, card: Place, layout: Layout, cell: Cell, shine: Reflections): void {
  const place = within(card, cell.cavity)
  const { half, radius } = layout.cavity
  const window = windowAround(canvas.size, place, half + radius, radius)
  for (let y = window.top; y < window.bottom; y++)
    domeRow(canvas, place, layout.cavity, shine, y, window.left, window.right)
}

function domeRow(
  canvas: Canvas,
  place: Place,
  { half, radius }: Stadium,
  shine: Reflections,
  y: number,
  left: number,
  right: number,
): void {
  const { size, red, green, blue } = canvas
  const lamp = lampAt(canvas, place)
  const inverseWidth = 1 / shine.widthPx
  const paneScale = 1 / (shine.paneHalf * radius)
  const centre = shine.paneOff * radius
  const dy = y + 0.5 - place.y
  for (let x = left; x < right; x++) {
    const dx = x + 0.5 - place.x
    const u = dx * place.cos + dy * place.sin
    const v = dy * place.cos - dx * place.sin
    const du = u > half ? u - half : u < -half ? u + half : 0
    const distance = Math.sqrt(du * du + v * v)
    const depth = radius - distance
    if (depth < 0) continue
    let light = 0
    const off = 1 - Math.abs(depth - shine.wallPx) * inverseWidth
    if (off > 0) {
      const towards = (du * lamp.u + v * lamp.v) / distance
      const facing = towards * towards * towards * towards
      light = shine.crescent * off * (towards > 0 ? facing * facing : 0.3 * facing * facing)
    }
    const a = 1 - Math.abs(u * lamp.u + v * lamp.v - centre) * paneScale
    const b = 1 - Math.abs(v * lamp.u - u * lamp.v) * paneScale * 0.7
    if (a > 0 && b > 0) light += shine.pane * (a > 0.25 ? 1 : a * 4) * (b > 0.25 ? 1 : b * 4)
    if (light === 0) continue
    const at = y * size + x
    red[at] = (red[at] ?? 0) + light
    green[at] = (green[at] ?? 0) + light
    blue[at] = (blue[at] ?? 0) + light
  }
}
