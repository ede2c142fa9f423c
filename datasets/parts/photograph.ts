import type { Disturbance } from '../../edge/contract/disturbance.ts'
import type { Drawing } from '../../edge/contract/drawing.ts'
import type { Capture, Mark, StationCondition } from '../../edge/contract/part.ts'
import type { Rng } from '../../edge/contract/port.ts'
import type { Recipe } from '../../edge/contract/recipe.ts'
import { spoilage } from '../spoilage.ts'
import { drawnMarks, paintStroke } from './drawn.ts'
import { drawForeign, type Foreign, paintForeign } from './foreign.ts'
import { drawOptics, expose, type Optics } from './optics.ts'

export interface CaptureOrder {
  readonly rng: Rng
  readonly sequence: number
  readonly capturedAtMs: number
  readonly prevalence: number
  readonly condition: StationCondition
  readonly withMask: boolean
  /** How many times the same part was photographed before: marks and surface stay, lamp, lens and noise are drawn anew. */
  readonly shot: number
  readonly disturbance: Disturbance | null
  /** Instead of defects of its own, a defective part carries one of these. */
  readonly foreign: Foreign | null
  /** What a person draws on the part, besides its own marks. */
  readonly drawing?: Drawing | null
  /** Training sees only some of a line's layouts and materials; verification sees them all. */
  readonly isTraining: boolean
  /** Only crops are taught from it: a crowd of marks on every part, so that one rendering teaches more. All are defective. */
  readonly isCrowded?: boolean
}

/** What a line is asked to paint. */
export interface PaintOrder {
  /** The part's own stream: it is the same on every shot. */
  readonly rng: Rng
  readonly isDefective: boolean
  /** The class that its defect must have, for wear made it; null: any. */
  readonly spoilt: string | null
  readonly isTraining: boolean
  readonly isCrowded: boolean
  /** Pose and focus of this shot; light, dirt, noise and compression come afterwards. */
  readonly optics: Optics
  /** Where to write the number of each mark, from 1; null: nobody asks. */
  readonly mask: Uint8Array | null
}

/** A part as it lies under the lamp: one plane of luminance, or red, green and blue; each `widthPx × heightPx`, grey levels. */
export interface Painted {
  readonly planes: readonly Float32Array[]
  readonly marks: readonly Mark[]
}

/** Everything in which one product line differs from the others. Frames are square, their side a multiple of 32. */
export interface PartMaker {
  readonly recipe: Recipe
  paint(order: PaintOrder): Painted
}

/** One part, photographed: a pure function of its order. */
export function photographPart({ recipe, paint }: PartMaker, order: CaptureOrder): Capture {
  const { rng, sequence, capturedAtMs, isTraining, isCrowded = false } = order
  const { widthPx: size, line, channels } = recipe
  const { isDefective, spoilt } = labelOf(order)
  const shot = rng.fork(`shot/${order.shot}`)
  const optics = drawOptics(shot.fork('optics'), order.disturbance)
  const mask = order.withMask ? new Uint8Array(size * size) : null
  const { planes, marks } = paint({
    rng,
    isDefective: isDefective && !order.foreign,
    spoilt,
    isTraining,
    isCrowded,
    optics,
    mask,
  })
  const taken = marks.map(({ box }) => box)
  const body =
    order.foreign && isDefective ? drawForeign(rng.fork('foreign'), recipe, order.foreign, taken) : null
  if (body) for (const luminance of planes) paintForeign({ luminance, mask, size }, body, marks.length + 1)
  const drawn = order.drawing ? drawnMarks(order.drawing, recipe) : []
  for (const luminance of planes)
    for (const stroke of order.drawing?.strokes ?? []) paintStroke({ luminance, size }, stroke)
  const data = expose(planes, size, optics, order.condition, shot.fork('sensor'))
  const partId = `${line}-${String(sequence).padStart(8, '0')}`
  const image = { width: size, height: size, channels, data }
  return {
    frame: { line, partId, sequence, capturedAtMs, isSimulated: true, image },
    truth: {
      isDefective: isDefective || drawn.some(({ sizeOverLimit }) => (sizeOverLimit ?? 0) >= 1),
      marks: [...marks, ...(body ? [body.mark] : []), ...drawn],
    },
    mask,
  }
}

/** Wear adds defects to those that the line makes anyway, and never takes one away. */
function labelOf({ rng, prevalence, condition, isCrowded }: CaptureOrder) {
  const draw = rng.fork('label').next()
  const worn = condition.wear ? prevalence * spoilage(condition.wear.damage) : 0
  const isDefective = isCrowded === true || draw < prevalence + worn
  return {
    isDefective,
    spoilt: isDefective && !isCrowded && draw >= prevalence ? (condition.wear?.spoils ?? null) : null,
  }
}
