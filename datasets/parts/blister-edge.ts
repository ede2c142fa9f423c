import { type Canvas, smooth } from './blister-canvas.ts'
import type { Layout, Place } from './blister-layout.ts'

const rimPx = 3
const shadowPx = 9

/** Cuts the card out: what lies outside its rounded outline becomes belt, with the card's shadow on it. */
export function paintBelt(canvas: Canvas, card: Place, layout: Layout): void {
  const { size } = canvas
  const { halfWidth, halfHeight, corner } = layout
  const farPx = halfHeight + corner + 3 * shadowPx
  for (let y = 0; y < size; y++) {
    const [from, to] = spanOf(canvas, card, y, halfWidth - rimPx, halfHeight - rimPx, corner)
    const isFar = spanOf(canvas, card, y, 1e4, farPx, 0)[1] === 0
    if (isFar) flatRow(canvas, y)
    else {
      beltRow(canvas, card, layout, y, 0, from)
      beltRow(canvas, card, layout, y, to, size)
    }
  }
}

/** From and to: the columns of a row that certainly lie in a turned rectangle without its corners; 0, 0 if none. */
export function spanOf(
  { size }: Canvas,
  card: Place,
  y: number,
  halfWidth: number,
  halfHeight: number,
  corner: number,
): [number, number] {
  const dy = y + 0.5 - card.y
  let [from, to] = [-1e4, 1e4]
  const cut = (slope: number, offset: number, half: number) => {
    if (Math.abs(slope) < 1e-4) {
      if (Math.abs(offset) > half) to = -1e4
      return
    }
    const [a, b] = [(-half - offset) / slope, (half - offset) / slope]
    from = Math.max(from, Math.min(a, b))
    to = Math.min(to, Math.max(a, b))
  }
  const v = Math.abs(dy * card.cos) + Math.abs(card.sin) * halfWidth
  cut(card.cos, card.sin * dy, v > halfHeight - corner * 1.6 ? halfWidth - corner : halfWidth)
  cut(-card.sin, card.cos * dy, halfHeight)
  const left = Math.min(size, Math.max(0, Math.ceil(from + card.x)))
  const right = Math.min(size, Math.floor(to + card.x))
  return right > left ? [left, right] : [0, 0]
}

/** A woven belt: its threads stand in the picture's own grid, for it does not lie turned with the card. */
const weave = (grain: Float32Array, x: number, y: number, at: number): number =>
  ((x ^ y) & 2 ? 1.03 : 0.97) + 0.035 * ((grain[at] ?? 0) + (grain[(at >> 2) + 7] ?? 0))

/** A row of belt far from the card. */
function flatRow({ size, red, green, blue, grain, materials }: Canvas, y: number): void {
  const [beltR, beltG, beltB] = materials.belt
  for (let x = 0; x < size; x++) {
    const at = y * size + x
    const belt = weave(grain, x, y, at)
    red[at] = beltR * belt
    green[at] = beltG * belt
    blue[at] = beltB * belt
  }
}

function beltRow(canvas: Canvas, card: Place, layout: Layout, y: number, from: number, to: number): void {
  const { size, red, green, blue, grain, lampX, lampY } = canvas
  const [beltR, beltG, beltB] = canvas.materials.belt
  const boxU = layout.halfWidth - layout.corner
  const boxV = layout.halfHeight - layout.corner
  const lampU = lampX * card.cos + lampY * card.sin
  const lampV = lampY * card.cos - lampX * card.sin
  const dy = y + 0.5 - card.y
  for (let x = from; x < to; x++) {
    const dx = x + 0.5 - card.x
    const u = dx * card.cos + dy * card.sin
    const v = dy * card.cos - dx * card.sin
    const outside = boxDistance(u, v, boxU, boxV) - layout.corner
    const at = y * size + x
    const cover = outside < -0.7 ? 0 : outside > 0.7 ? 1 : (outside + 0.7) / 1.4
    const rim = outside < 0 ? 1 + 0.1 * smooth((outside + rimPx) / rimPx) : 1
    const thrown =
      outside > 2 * shadowPx
        ? shadowPx
        : boxDistance(u + 5 * lampU, v + 5 * lampV, boxU, boxV) - layout.corner
    const shadow = 1 - 0.6 * smooth((shadowPx - thrown) / (2 * shadowPx))
    const belt = cover * shadow * weave(grain, x, y, at)
    red[at] = (red[at] ?? 0) * rim * (1 - cover) + beltR * belt
    green[at] = (green[at] ?? 0) * rim * (1 - cover) + beltG * belt
    blue[at] = (blue[at] ?? 0) * rim * (1 - cover) + beltB * belt
  }
}

function boxDistance(u: number, v: number, halfU: number, halfV: number): number {
  const du = Math.abs(u) - halfU
  const dv = Math.abs(v) - halfV
  if (du > 0 && dv > 0) return Math.sqrt(du * du + dv * dv)
  return du > dv ? du : dv
}
