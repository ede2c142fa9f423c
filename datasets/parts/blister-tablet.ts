import type { Rng } from '../../edge/contract/port.ts'
import { uniform } from '../rng.ts'
import { type Canvas, lampAt, lumaOf, smooth, windowAround } from './blister-canvas.ts'
import { type Cell, type Layout, type Place, type TabletShape, within } from './blister-layout.ts'
import { coverAt, type Placed, type Prints } from './blister-print.ts'

const stepsPerPx = 4

/** How light falls on a tablet, by distance from its rim inwards, a quarter pixel a step. */
export interface Relief {
  readonly open: Float32Array
  readonly slope: Float32Array
  readonly scoreDepth: number
  readonly embossDepth: number
}

export function drawRelief(rng: Rng, { contrast }: Canvas, tablet: TabletShape): Relief {
  const { radius, bevelPx, isConvex } = tablet
  const depth = Float32Array.from(
    { length: Math.ceil(radius * stepsPerPx) + 4 },
    (_, step) => step / stepsPerPx,
  )
  const strength = contrast * uniform(rng, 0.2, 0.3)
  return {
    open: depth.map((d) => 1.01 - 0.2 * (1 - smooth((d + 1) / (isConvex ? 9 : bevelPx))) + lipOf(tablet, d)),
    slope: depth.map((d) => {
      const fall = Math.max(0, 1 - d / radius)
      const bevel = 1 - smooth((d - bevelPx + 1) / 2)
      return strength * (isConvex ? 0.25 * fall + 0.75 * fall ** 4 : bevel)
    }),
    scoreDepth: contrast * uniform(rng, 0.1, 0.2),
    embossDepth: contrast * uniform(rng, 0.14, 0.26),
  }
}

/** The edge between bevel and face is worn bright. */
const lipOf = ({ isConvex, bevelPx }: TabletShape, d: number): number =>
  isConvex ? 0 : Math.max(0, 1 - Math.abs(d - bevelPx) / 1.3) * 0.03

export function paintTablet(canvas: Canvas, card: Place, layout: Layout, cell: Cell, relief: Relief): void {
  const place = within(within(card, cell.cavity), cell.tablet)
  const { half, radius } = layout.tablet
  const window = windowAround(canvas.size, place, half + radius + 1, radius + 1)
  for (let y = window.top; y < window.bottom; y++)
    bodyRow(canvas, place, layout.tablet, cell, relief, y, window.left, window.right)
}

function bodyRow(
  canvas: Canvas,
  place: Place,
  tablet: TabletShape,
  cell: Cell,
  { open, slope, scoreDepth }: Relief,
  y: number,
  left: number,
  right: number,
): void {
  const { size, red, green, blue, grain, materials } = canvas
  const { half, radius, gloss } = tablet
  const [tabletR, tabletG, tabletB] = materials.tablet
  const lamp = lampAt(canvas, place)
  const isOblong = half > 0
  const scoreLight = (isOblong ? lamp.u : lamp.v) * scoreDepth
  const scoreEnd = tablet.hasScore ? 3.2 : -1
  const sigma = (materials.grainSigma * 0.577) / (lumaOf(materials.tablet) || 1)
  const glossScale = 1 / (0.45 * radius) ** 2
  const dy = y + 0.5 - place.y
  for (let x = left; x < right; x++) {
    const dx = x + 0.5 - place.x
    const u = dx * place.cos + dy * place.sin
    const v = dy * place.cos - dx * place.sin
    const du = u > half ? u - half : u < -half ? u + half : 0
    const distance = Math.sqrt(du * du + v * v)
    const depth = radius - distance
    if (depth <= -0.7) continue
    const step = depth > 0 ? (depth * stepsPerPx) | 0 : 0
    const towards = distance > 0.01 ? (du * lamp.u + v * lamp.v) / distance : 0
    let light = (open[step] ?? 1) + (slope[step] ?? 0) * towards + cell.tiltU * u + cell.tiltV * v
    const across = isOblong ? u : v
    if (across < scoreEnd && across > -scoreEnd)
      light +=
        -scoreLight * across * 0.62 * (1 - Math.abs(across) / 3.2) - 0.05 * (1 - Math.abs(across) / 3.2)
    const at = y * size + x
    light = light * cell.tone + sigma * ((grain[at] ?? 0) + (grain[at + 1] ?? 0) + (grain[at + size] ?? 0))
    const gu = du - lamp.u * radius * 0.4
    const gv = v - lamp.v * radius * 0.4
    const near = 1 - (gu * gu + gv * gv) * glossScale
    const shine = near > 0 ? gloss * near * near : 0
    const cover = depth >= 0.7 ? 1 : (depth + 0.7) / 1.4
    const under = 1 - cover
    red[at] = (red[at] ?? 0) * under + cover * (tabletR * light + shine)
    green[at] = (green[at] ?? 0) * under + cover * (tabletG * light + shine)
    blue[at] = (blue[at] ?? 0) * under + cover * (tabletB * light + shine)
  }
}

/** Ink on the tablet: it takes from each colour what the ink does not throw back. */
export function paintInk(canvas: Canvas, tablet: Place, prints: Prints, density: number): void {
  const { size, red, green, blue } = canvas
  const { lettering } = prints.ink
  const place = within(tablet, { x: prints.ink.u, y: prints.ink.v, cos: 1, sin: 0 })
  const [takenR, takenG, takenB] = inkTakes(canvas, prints.depth * density)
  const window = windowAround(size, place, lettering.halfWidth, lettering.halfHeight)
  for (let y = window.top; y < window.bottom; y++) {
    const dy = y + 0.5 - place.y
    for (let x = window.left; x < window.right; x++) {
      const dx = x + 0.5 - place.x
      const cover = coverAt(lettering, dx * place.cos + dy * place.sin, dy * place.cos - dx * place.sin)
      if (cover <= 0) continue
      const at = y * size + x
      red[at] = (red[at] ?? 0) - cover * takenR
      green[at] = (green[at] ?? 0) - cover * takenG
      blue[at] = (blue[at] ?? 0) - cover * takenB
    }
  }
}

/** Grey levels a channel that ink takes where it takes `depth` of brightness. */
export function inkTakes({ materials }: Canvas, depth: number): [number, number, number] {
  const { tablet, ink } = materials
  const by = depth / (lumaOf(tablet) - lumaOf(ink))
  return [(tablet[0] - ink[0]) * by, (tablet[1] - ink[1]) * by, (tablet[2] - ink[2]) * by]
}

/** Letters pressed in: the flank towards the lamp lies in shadow, the far one is lit. */
export function paintEmbossed(
  canvas: Canvas,
  tablet: Place,
  { lettering, u, v }: Placed,
  depth: number,
): void {
  const { size, red, green, blue } = canvas
  const place = within(tablet, { x: u, y: v, cos: 1, sin: 0 })
  const lamp = lampAt(canvas, place)
  const window = windowAround(size, place, lettering.halfWidth, lettering.halfHeight)
  for (let y = window.top; y < window.bottom; y++) {
    const dy = y + 0.5 - place.y
    for (let x = window.left; x < window.right; x++) {
      const dx = x + 0.5 - place.x
      const pu = dx * place.cos + dy * place.sin
      const pv = dy * place.cos - dx * place.sin
      const near = coverAt(lettering, pu + lamp.u * 0.8, pv + lamp.v * 0.8)
      const far = coverAt(lettering, pu - lamp.u * 0.8, pv - lamp.v * 0.8)
      if (near === 0 && far === 0) continue
      const by = 1 + depth * (near - far) - 0.06 * depth * (near + far)
      const at = y * size + x
      red[at] = (red[at] ?? 0) * by
      green[at] = (green[at] ?? 0) * by
      blue[at] = (blue[at] ?? 0) * by
    }
  }
}
