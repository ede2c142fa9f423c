import { direction, pick, uniform } from '../rng.ts'
import { type Canvas, lampAt, lumaOf, windowAround } from './blister-canvas.ts'
import { chipShape, drawChord } from './blister-chip.ts'
import { type Cell, type Layout, type Place, within } from './blister-layout.ts'
import { type Rgb, scaled, through } from './blister-material.ts'
import { doubled, faded, smeared } from './blister-misprint.ts'
import type { Overlay, OverlayShape } from './blister-overlay.ts'
import { blisterPack, type DrawnMark } from './blister-part.ts'
import type { Prints } from './blister-print.ts'
import { bubble, crease, dent, dust, fibre, fragment, glint, smudge, speck } from './blister-shape.ts'
import { inkTakes } from './blister-tablet.ts'
import type { ShapeMaker } from './shape.ts'

/** Where a mark may lie, and what it meets there. */
export interface Ground {
  readonly canvas: Canvas
  readonly card: Place
  readonly layout: Layout
  readonly prints: Prints
  readonly cell: Cell
  readonly softnessPx: number
  /** Standard deviation of the sensor's noise. */
  readonly noiseSigma: number
}

const lookAlikeShapes: Readonly<Record<string, ShapeMaker>> = { dust, glint, smudge, crease, bubble, dent }

const black: Rgb = [1, 1, 1]
const brown: Rgb = [0.8, 1.05, 1.25]
const blue: Rgb = [1.35, 1, 0.45]
const red: Rgb = [0.6, 1.12, 1.2]
const violet: Rgb = [1.05, 1.2, 0.5]
const rosy: Rgb = [0.75, 1.2, 1]

/** What does not belong, and in which colours (as what it takes of each channel). Pale pieces are never grey: see `glint`. */
const strangers = [
  { shape: fibre, colours: [black, brown, blue, red] },
  { shape: speck, colours: [black, black, brown] },
  { shape: fragment, colours: [blue, red, violet, rosy] },
] as const satisfies readonly { shape: ShapeMaker; colours: readonly [Rgb, ...Rgb[]] }[]

/** Gives a drawn mark its shape, its place on this cell, and its strength against the noise there. */
export function placeMark(drawn: DrawnMark, ground: Ground): Overlay {
  if (drawn.name === 'broken') return broken(drawn, ground)
  if (drawn.name === 'misprinted') return misprinted(drawn, ground)
  if (drawn.isLookAlike) return loose(drawn, ground, lookAlikeShapes[drawn.name] ?? dust, black)
  const { shape, colours } = pick<(typeof strangers)[number]>(drawn.rng, strangers)
  return loose(drawn, ground, shape, pick<Rgb>(drawn.rng, colours))
}

const tabletPlace = ({ card, cell }: Ground) => within(within(card, cell.cavity), cell.tablet)

const tabletNoise = ({ canvas, noiseSigma }: Ground) =>
  Math.sqrt(canvas.materials.grainSigma ** 2 + noiseSigma ** 2)

/** Foil is busier than powder: its knurl counts as noise. */
function webNoise({ canvas, noiseSigma }: Ground): number {
  const { web } = canvas.materials
  const scale = lumaOf(web.colour) / 100
  const pattern = 1.1 * web.knurl ** 2 + web.streak ** 2 + web.grainSigma ** 2
  return Math.sqrt(scale ** 2 * pattern + noiseSigma ** 2)
}

function overlay(
  drawn: Omit<DrawnMark, 'rng'>,
  ground: Ground,
  shape: OverlayShape,
  place: Place,
  strength: Rgb,
  contrastToNoise = drawn.contrastToNoise,
): Overlay {
  const { left, top, right, bottom } = windowAround(
    ground.canvas.size,
    place,
    shape.halfLengthPx,
    shape.halfWidthPx,
  )
  const { name, isLookAlike, sizeMm, sizeOverLimit } = drawn
  const box = { x: left, y: top, width: right - left, height: bottom - top }
  const mark = { class: name, isLookAlike, sizeMm, sizeOverLimit, contrastToNoise, box }
  return { mark, shape, place, strength, softnessPx: ground.softnessPx }
}

/** Anywhere in its cell: on the tablet, beside it, or half and half. */
function loose(drawn: DrawnMark, ground: Ground, maker: ShapeMaker, colour: Rgb): Overlay {
  const { rng } = drawn
  const { canvas, card, layout, cell } = ground
  const lengthPx = drawn.sizeMm * blisterPack.pxPerMm
  const room = (pitch: number) => Math.max(0, (pitch - lengthPx) / 2 - 3)
  const [roomX, roomY] = [room(layout.pitchX), room(layout.pitchY)]
  const x = cell.cavity.x + uniform(rng, -roomX, roomX)
  const y = cell.cavity.y + uniform(rng, -roomY, roomY)
  const place = within(card, { x, y, ...direction(uniform(rng, 0, 360)) })
  const shape = maker(rng, lengthPx, lampAt(canvas, place))
  const sigma = isOnTablet(ground, place) ? tabletNoise(ground) : webNoise(ground)
  const level = Math.min(drawn.contrastToNoise * sigma, 105)
  const film = canvas.materials.web.film ?? [1, 1, 1]
  return overlay(
    drawn,
    ground,
    shape,
    place,
    scaled(through(film, colour), level / lumaOf(colour)),
    level / sigma,
  )
}

function isOnTablet(ground: Ground, { x, y }: Place): boolean {
  const tablet = tabletPlace(ground)
  const u = (x - tablet.x) * tablet.cos + (y - tablet.y) * tablet.sin
  const v = (y - tablet.y) * tablet.cos - (x - tablet.x) * tablet.sin
  const { half, radius } = ground.layout.tablet
  const beyond = Math.max(0, Math.abs(u) - half)
  return beyond * beyond + v * v < radius * radius
}

function broken(drawn: DrawnMark, ground: Ground): Overlay {
  const { canvas, layout } = ground
  const { tablet, web } = canvas.materials
  const lengthPx = drawn.sizeMm * blisterPack.pxPerMm
  const rim = drawChord(drawn.rng, layout.tablet, lengthPx)
  const place = within(tabletPlace(ground), rim)
  const bare = scaled(web.colour, web.floor * 0.62)
  const { shape, centre } = chipShape(drawn.rng, lengthPx, layout.tablet, rim, lampAt(canvas, place), bare)
  const level = drawn.contrastToNoise * tabletNoise(ground)
  return overlay(drawn, ground, shape, within(place, centre), scaled(tablet, level / lumaOf(tablet)))
}

function misprinted(drawn: DrawnMark, ground: Ground): Overlay {
  const { canvas, layout, prints, cell } = ground
  const { ink } = prints
  const lengthPx = drawn.sizeMm * blisterPack.pxPerMm
  const room = layout.tablet.radius - Math.abs(ink.v)
  const kind = pick(drawn.rng, [faded, doubled, smeared])
  const found = kind(drawn.rng, ink.lettering, lengthPx, room)
  // Some letters have no piece of just this extent; wiping goes everywhere.
  const fault = found.error > 0.8 ? smeared(drawn.rng, ink.lettering, lengthPx, room) : found
  const { shape, centre, least, most } = fault
  const place = within(tabletPlace(ground), { x: ink.u + centre.u, y: ink.v + centre.v, cos: 1, sin: 0 })
  const sigma = tabletNoise(ground)
  const full = prints.depth * cell.inkDensity
  const level = Math.min(most * full, Math.max(least * full, drawn.contrastToNoise * sigma))
  return overlay(drawn, ground, shape, place, inkTakes(canvas, level), level / sigma)
}

/** The truth about an empty cavity: it covers where the tablet should lie. There is nothing to paint. */
export function missing(ground: Ground): Overlay {
  const { canvas, card, cell, layout } = ground
  const { half, radius } = layout.tablet
  const { tablet, web } = canvas.materials
  const drawn = {
    name: 'missing',
    isLookAlike: false,
    sizeMm: (2 * (half + radius)) / blisterPack.pxPerMm,
    sizeOverLimit: null,
    contrastToNoise: Math.abs(lumaOf(tablet) - web.floor * lumaOf(web.colour)) / webNoise(ground),
  }
  const shape = {
    halfLengthPx: half + radius,
    halfWidthPx: radius,
    distancePx: (u: number, v: number) => Math.sqrt(Math.max(0, Math.abs(u) - half) ** 2 + v * v) - radius,
    shade: () => 0,
  }
  const place = within(card, cell.cavity)
  return overlay(drawn, ground, shape, place, [0, 0, 0])
}
