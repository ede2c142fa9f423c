import type { Image } from '../../edge/contract/part.ts'
import type { Rng } from '../../edge/contract/port.ts'
import type { Recipe } from '../../edge/contract/recipe.ts'
import { drawBoard, type LayoutName } from './pcb-layout.ts'
import { drawMarks } from './pcb-mark.ts'
import { drawSurface } from './pcb-material.ts'
import { paintCopper, paintScene, type Scene } from './pcb-picture.ts'
import { survey } from './pcb-site.ts'
import type { PartMaker } from './photograph.ts'

/**
 * Bare printed circuit boards under a colour camera, 25.6 × 25.6 mm a frame; traces are 0.4 to 0.65 mm wide. The classes
 * are those of DeepPCB (arXiv:1902.06197), each graded from 0.3 to 4 times its limit by a length:
 *
 * - `open`: the gap, along the trace's middle line. A crack under the limit is left to the electrical test.
 * - `short`: the width of the bridge half way, along the conductors. A whisker under the limit burns off in that test.
 * - `mouse-bite`: the nick's extent along the edge. `spur`: how far it sticks out of the edge.
 * - `spurious-copper`, `pin-hole`: the longest extent.
 */
export const pcb: Recipe = {
  line: 'pcb',
  widthPx: 512,
  heightPx: 512,
  channels: 3,
  pxPerMm: 20,
  limitsMm: { open: 0.5, short: 0.5, 'mouse-bite': 0.6, spur: 0.45, 'spurious-copper': 0.6, 'pin-hole': 0.4 },
  presentOrAbsent: [],
  lookAlikes: ['fibre', 'flux-stain', 'ink-speck', 'test-point', 'mask-bubble', 'scuff'],
}

export interface DrawnScene extends Scene {
  readonly layout: LayoutName
}

/** Everything about a part but its pose and its light: the same on every shot. */
export function drawScene(
  rng: Rng,
  isDefective: boolean,
  isTraining: boolean,
  isCrowded = false,
): DrawnScene {
  const surface = drawSurface(rng.fork('batch'), isTraining)
  const { layout, board } = drawBoard(rng.fork('layout'), pcb.widthPx, surface.isMasked, isTraining)
  const ground = survey(board, pcb.widthPx)
  const chance = rng.fork('marks')
  const marks = drawMarks(chance, pcb, ground, isDefective, surface.contrastToNoise, isCrowded)
  return { layout, board, surface, marks }
}

/** Printed circuit boards in colour. */
export const pcbMaker: PartMaker = {
  recipe: pcb,
  paint: ({ rng, isDefective, isTraining, isCrowded, optics, mask }) =>
    paintScene(drawScene(rng, isDefective, isTraining, isCrowded), optics, pcb.widthPx, mask, rng),
}

/** The same boards in grey, copper black on white; with `binarised` they look like the pictures of DeepPCB. */
export const pcbCopperMaker: PartMaker = {
  recipe: { ...pcb, channels: 1, lookAlikes: ['test-point'] },
  paint: ({ rng, isDefective, isTraining, isCrowded, optics, mask }) =>
    paintCopper(drawScene(rng, isDefective, isTraining, isCrowded), optics, pcb.widthPx, mask),
}

/** A grey image in black and white: the sensor's noise leaves the edges as ragged as those of DeepPCB. */
export const binarised = (image: Image): Image => ({
  ...image,
  data: image.data.map((level) => (level < 128 ? 0 : 255)),
})
