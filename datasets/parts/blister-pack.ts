import type { Rng } from '../../edge/contract/port.ts'
import { direction, uniform } from '../rng.ts'
import { type Canvas, fillGrain } from './blister-canvas.ts'
import { drawWalls, paintCavity } from './blister-cavity.ts'
import { paintBelt } from './blister-edge.ts'
import { drawReflections, paintDome } from './blister-film.ts'
import { drawLayout, type Layout, type Place, within } from './blister-layout.ts'
import { missing, placeMark } from './blister-mark.ts'
import { drawMaterials, type Materials } from './blister-material.ts'
import { type Overlay, paintOverlay } from './blister-overlay.ts'
import { blisterPack, type DrawnPart, drawPart } from './blister-part.ts'
import { drawPrints, type Prints } from './blister-print.ts'
import { drawRelief, paintEmbossed, paintInk, paintTablet } from './blister-tablet.ts'
import { paintWeb, paintWebMarks } from './blister-web.ts'
import { PixelNoise } from './noise.ts'
import type { Optics } from './optics.ts'
import type { PaintOrder, PartMaker } from './photograph.ts'

function prepare(rng: Rng, materials: Materials): Canvas {
  const size = blisterPack.widthPx
  const grain = new Float32Array(size * (size + 2))
  fillGrain(grain, new PixelNoise(rng.fork('grain')))
  const lamp = direction(uniform(rng, 205, 260))
  return {
    size,
    red: new Float32Array(size * size),
    green: new Float32Array(size * size),
    blue: new Float32Array(size * size),
    grain,
    lampX: lamp.cos,
    lampY: lamp.sin,
    contrast: uniform(rng, 0.8, 1.2),
    materials,
  }
}

/** Where the card lies in the picture: as it came, then as this shot finds it. */
function poseOf(rng: Rng, { shiftX, shiftY, rotationDeg }: Optics): Place {
  const middle = blisterPack.widthPx / 2
  const shot = { x: middle + shiftX, y: middle + shiftY, ...direction(rotationDeg) }
  return within(shot, {
    x: uniform(rng, -5, 5),
    y: uniform(rng, -5, 5),
    ...direction(uniform(rng, -0.6, 0.6)),
  })
}

function paintCells(
  canvas: Canvas,
  card: Place,
  layout: Layout,
  prints: Prints,
  empty: number,
  rng: Rng,
): void {
  const walls = drawWalls(rng, canvas, layout.cavity)
  const relief = drawRelief(rng, canvas, layout.tablet)
  const shine = drawReflections(rng)
  for (const [index, cell] of layout.cells.entries()) {
    paintCavity(canvas, card, layout, cell, walls, index === empty)
    if (index !== empty) {
      paintTablet(canvas, card, layout, cell, relief)
      const place = within(within(card, cell.cavity), cell.tablet)
      if (prints.embossed) paintEmbossed(canvas, place, prints.embossed, relief.embossDepth)
      paintInk(canvas, place, prints, cell.inkDensity)
    }
    if (canvas.materials.web.film) paintDome(canvas, card, layout, cell, shine)
  }
}

/** Every mark has a cell of its own. */
function placeMarks(
  part: DrawnPart,
  cells: readonly number[],
  at: (cell: number) => Parameters<typeof missing>[0],
) {
  const overlays: Overlay[] = part.marks.map((drawn, index) => placeMark(drawn, at(cells[index] ?? 0)))
  if (part.isMissing) overlays.push(missing(at(cells[part.marks.length] ?? 0)))
  return overlays
}

/** The numbers of the cells, in an order drawn by chance. */
function shuffled(rng: Rng, count: number): number[] {
  const order = Array.from({ length: count }, (_, index) => index)
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(rng.next() * (last + 1))
    const [a = 0, b = 0] = [order[last], order[other]]
    order[last] = b
    order[other] = a
  }
  return order
}

/** Tablets in their blister, seen from their side, before sealing or through clear film. */
export const blisterPackMaker: PartMaker = {
  recipe: blisterPack,
  paint({ rng, isDefective, spoilt, isTraining, isCrowded, optics, mask }: PaintOrder) {
    const canvas = prepare(rng.fork('light'), drawMaterials(rng.fork('batch'), isTraining))
    const layout = drawLayout(rng.fork('layout'), isTraining)
    const prints = drawPrints(rng.fork('print'), layout.tablet)
    const card = poseOf(rng.fork('pose'), optics)
    const part = drawPart(rng.fork('marks'), isDefective, isCrowded, spoilt)
    const cells = shuffled(rng.fork('cells'), layout.cells.length)
    const empty = part.isMissing ? (cells[part.marks.length] ?? 0) : -1
    paintWeb(canvas, card, layout, rng.fork('web'))
    paintWebMarks(canvas, card, layout, rng.fork('rim'))
    paintCells(canvas, card, layout, prints, empty, rng.fork('relief'))
    const overlays = placeMarks(part, cells, (index) => {
      const cell = layout.cells[index]
      if (!cell) throw new Error('more marks than cells')
      const { edgeSoftness: softnessPx, usualNoiseSigma: noiseSigma } = optics
      return { canvas, card, layout, prints, cell, softnessPx, noiseSigma }
    })
    for (const [index, overlay] of overlays.entries()) paintOverlay(canvas, overlay, mask, index + 1)
    if (layout.isCut) paintBelt(canvas, card, layout)
    return { planes: [canvas.red, canvas.green, canvas.blue], marks: overlays.map(({ mark }) => mark) }
  },
}
