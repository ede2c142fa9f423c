import type { Rng } from '../../edge/contract/port.ts'
import { pick } from '../rng.ts'
import { bus, meander, pour, strip, sundry } from './pcb-block.ts'
import { ballGrid, chip, gullWing, header } from './pcb-component.ts'
import { type Board, type Draft, newDraft } from './pcb-draft.ts'
import { whole } from './pcb-place.ts'
import { coil, combs, matrix } from './pcb-practice.ts'

const soic = (draft: Draft): void => gullWing(draft, 2)
const quad = (draft: Draft): void => gullWing(draft, 4)

/** What the region of board under the camera holds first; resistors, vias and lone traces fill it up. */
const layouts = {
  bus: [bus, bus, soic],
  soic: [soic, soic, bus],
  quad: [quad, bus, bus],
  connector: [header, soic, bus],
  power: [pour, strip, header, soic],
  passive: [bus, bus],
  'ball-grid': [ballGrid, bus],
  meander: [meander, meander, soic],
  combs: [combs, combs, bus],
  coil: [coil, coil, soic],
  matrix: [matrix, matrix, bus],
} as const

export type LayoutName = keyof typeof layouts
type Layouts = readonly [LayoutName, ...LayoutName[]]
const common: Layouts = ['bus', 'soic', 'quad', 'connector', 'power', 'passive']
/** The last three are for practice only: what is learnt from more kinds of copper holds on boards never seen. */
export const trainingLayouts: Layouts = [...common, 'combs', 'coil', 'matrix']
/** The last two are kept from training. */
export const allLayouts: Layouts = [...common, 'ball-grid', 'meander']

export interface DrawnBoard {
  readonly layout: LayoutName
  readonly board: Board
}

/** Another region of another board for every part: no golden sample exists. */
export function drawBoard(rng: Rng, size: number, isMasked: boolean, isTraining: boolean): DrawnBoard {
  const layout = pick(rng, isTraining ? trainingLayouts : allLayouts)
  const draft = newDraft(rng.fork('draft'), size, isMasked)
  wide(draft)
  for (const block of layouts[layout]) block(draft)
  if (rng.next() < 0.5) wide(draft)
  for (let count = layout === 'passive' ? whole(draft, 10, 20) : whole(draft, 2, 10); count > 0; count--)
    chip(draft)
  for (let count = whole(draft, 6, 40); count > 0; count--) sundry(draft)
  return { layout, board: draft.board }
}

/** One piece of wide copper at least: somewhere must be room for a large pin-hole. */
function wide(draft: Draft): void {
  const before = draft.board.conductors.length
  for (let attempt = 0; attempt < 8 && draft.board.conductors.length === before; attempt++)
    (draft.rng.next() < 0.5 ? pour : strip)(draft)
}
