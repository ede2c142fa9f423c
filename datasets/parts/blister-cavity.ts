import type { Rng } from '../../edge/contract/port.ts'
import { uniform } from '../rng.ts'
import { type Canvas, lampAt, smooth, windowAround } from './blister-canvas.ts'
import { type Cell, type Layout, type Place, type Stadium, within } from './blister-layout.ts'
import type { Rgb } from './blister-material.ts'

const stepsPerPx = 4
const flangePx = 3

/** How the depth into a cavity changes light, from `flangePx` outside its rim inwards, a quarter pixel a step. */
export interface Walls {
  /** Brightness from all around, and share of the lamp's light that the slope adds or takes. */
  readonly open: Float32Array
  readonly slope: Float32Array
  readonly floor: Rgb
  readonly shadow: number
  readonly shadowPx: number
}

export function drawWalls(rng: Rng, { materials, contrast }: Canvas, cavity: Stadium): Walls {
  const { web } = materials
  const wallPx = uniform(rng, 5, 7.5)
  const count = Math.ceil((cavity.radius + flangePx) * stepsPerPx) + 2
  const depth = Float32Array.from({ length: count }, (_, step) => step / stepsPerPx - flangePx)
  const side = web.film ? -1 : 1
  return {
    open: depth.map((d) => {
      const deep = smooth(d / wallPx)
      const lip = Math.max(0, 1 - Math.abs(d - 0.3) / 1.6)
      return 1 - (1 - web.floor) * deep - (1 - smooth(Math.abs(d - wallPx) / 5)) * 0.1 + lip * 0.07
    }),
    slope: depth.map((d) => {
      const wall = d < 0 ? smooth((d + flangePx) / flangePx) * 0.25 : smooth((wallPx + 1.5 - d) / 3)
      return side * web.relief * contrast * wall
    }),
    floor: web.colour,
    shadow: uniform(rng, 0.34, 0.5),
    shadowPx: uniform(rng, 3, 5),
  }
}

/** The pocket, and the shadow of the tablet in it. What the tablet surely hides is left out. */
export function paintCavity(
  canvas: Canvas,
  card: Place,
  layout: Layout,
  cell: Cell,
  walls: Walls,
  isEmpty: boolean,
): void {
  const place = within(card, cell.cavity)
  const { half, radius } = layout.cavity
  const off = Math.sqrt(cell.tablet.x ** 2 + cell.tablet.y ** 2) + half * Math.abs(cell.tablet.sin)
  const hidden = isEmpty ? radius : radius - layout.tablet.radius + off + 2
  const window = windowAround(canvas.size, place, half + radius + flangePx, radius + flangePx)
  for (let y = window.top; y < window.bottom; y++) {
    pocketRow(canvas, place, { half, radius, hidden }, walls, y, window.left, window.right)
    if (!isEmpty) shadowRow(canvas, place, layout, cell, walls, y, window.left, window.right)
  }
}

function pocketRow(
  canvas: Canvas,
  place: Place,
  { half, radius, hidden }: Stadium & { readonly hidden: number },
  walls: Walls,
  y: number,
  left: number,
  right: number,
): void {
  const { size, red, green, blue, grain } = canvas
  const { open, slope, floor } = walls
  const lamp = lampAt(canvas, place)
  const sigma = canvas.materials.web.grainSigma * 0.007
  const dy = y + 0.5 - place.y
  for (let x = left; x < right; x++) {
    const dx = x + 0.5 - place.x
    const u = dx * place.cos + dy * place.sin
    const v = dy * place.cos - dx * place.sin
    const du = u > half ? u - half : u < -half ? u + half : 0
    const distance = Math.sqrt(du * du + v * v)
    const depth = radius - distance
    if (depth < -flangePx || depth > hidden) continue
    const step = ((depth + flangePx) * stepsPerPx) | 0
    const towards = distance > 0.01 ? (du * lamp.u + v * lamp.v) / distance : 0
    const at = y * size + x
    const light = (open[step] ?? 1) - (slope[step] ?? 0) * towards
    const web = depth <= -0.5 ? 1 : depth >= 1.5 ? 0.2 : 1 - 0.4 * (depth + 0.5)
    const kept = web * light
    const laid = (1 - web) * (light + sigma * ((grain[at] ?? 0) + (grain[at + 1] ?? 0)))
    red[at] = (red[at] ?? 0) * kept + floor[0] * laid
    green[at] = (green[at] ?? 0) * kept + floor[1] * laid
    blue[at] = (blue[at] ?? 0) * kept + floor[2] * laid
  }
}

/** Darkest under the tablet's edge away from the lamp. */
function shadowRow(
  canvas: Canvas,
  place: Place,
  { tablet, cavity }: Layout,
  cell: Cell,
  { shadow, shadowPx }: Walls,
  y: number,
  left: number,
  right: number,
): void {
  const { size, red, green, blue, contrast } = canvas
  const thrown = within(place, cell.tablet)
  const shiftX = thrown.x - canvas.lampX * 3.4 * contrast
  const shiftY = thrown.y - canvas.lampY * 3.4 * contrast
  const reach = cavity.half + cavity.radius + shadowPx
  const from = Math.max(left, Math.floor(shiftX - reach))
  const to = Math.min(right, Math.ceil(shiftX + reach))
  const dy = y + 0.5 - shiftY
  const scale = 0.5 / shadowPx
  const hidden = 3.4 * contrast + 2
  for (let x = from; x < to; x++) {
    const dx = x + 0.5 - shiftX
    const u = dx * thrown.cos + dy * thrown.sin
    const v = dy * thrown.cos - dx * thrown.sin
    const du = u > tablet.half ? u - tablet.half : u < -tablet.half ? u + tablet.half : 0
    const inside = tablet.radius - Math.sqrt(du * du + v * v)
    const depth = inside * scale + 0.5
    if (depth <= 0 || inside > hidden) continue
    const t = depth > 1 ? 1 : depth
    const by = 1 - shadow * t * t * (3 - 2 * t)
    const at = y * size + x
    red[at] = (red[at] ?? 0) * by
    green[at] = (green[at] ?? 0) * by
    blue[at] = (blue[at] ?? 0) * by
  }
}
