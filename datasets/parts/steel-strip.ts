import type { Box, Capture, StationCondition } from '../../edge/contract/part.ts'
import type { Rng } from '../../edge/contract/port.ts'
import type { Recipe } from '../../edge/contract/recipe.ts'
import { pick } from '../rng.ts'
import { type DrawnMark, drawMark, type MarkKind, paintMark } from './mark.ts'
import { drawOptics, expose } from './optics.ts'
import { chalkMark, inclusion, oilHaze, pit, rollMark, scratch, waterDrop } from './shape.ts'
import { drawTexture, paintTexture } from './texture.ts'

/** Hot-rolled strip under a line-scan camera: 128 × 128 mm a frame, the strip runs downwards. */
export const steelStrip: Recipe = {
  line: 'steel-strip',
  widthPx: 512,
  heightPx: 512,
  channels: 1,
  pxPerMm: 4,
  limitsMm: { scratch: 5, pit: 2, inclusion: 2.5, 'roll-mark': 3 },
  lookAlikes: ['water-drop', 'oil-haze', 'chalk-mark'],
}

const defectKinds: Record<string, MarkKind> = {
  scratch: { shape: scratch, spreadDeg: 50 },
  pit: { shape: pit, spreadDeg: 180 },
  inclusion: { shape: inclusion, spreadDeg: 15 },
  'roll-mark': { shape: rollMark, spreadDeg: 180 },
}

const lookAlikeKinds: Record<string, MarkKind & { readonly likeLimitMm: number }> = {
  'water-drop': { shape: waterDrop, spreadDeg: 180, likeLimitMm: 2.5 },
  'oil-haze': { shape: oilHaze, spreadDeg: 180, likeLimitMm: 5 },
  'chalk-mark': { shape: chalkMark, spreadDeg: 60, likeLimitMm: 5 },
}

/** How many marks, and how many look-alikes, a part carries: drawn from these, each equally likely. */
const markCounts = [0, 1, 1, 1, 2, 2] as const
const lookAlikeCounts = [0, 0, 1, 1, 1, 2] as const

function drawMarks(rng: Rng): DrawnMark[] {
  const marks: DrawnMark[] = []
  const taken: Box[] = []
  const add = (drawn: DrawnMark | null) => {
    if (!drawn) return
    marks.push(drawn)
    taken.push(drawn.mark.box)
  }
  for (let count = pick(rng, markCounts); count > 0; count--) {
    const name = pick(rng, ['scratch', 'pit', 'inclusion', 'roll-mark'])
    const limitMm = steelStrip.limitsMm[name] ?? 1
    const kind = defectKinds[name] ?? { shape: pit, spreadDeg: 0 }
    add(drawMark(rng, steelStrip, { name, kind, limitMm, likeLimitMm: limitMm }, taken))
  }
  for (let count = pick(rng, lookAlikeCounts); count > 0; count--) {
    const name = pick(rng, ['water-drop', 'oil-haze', 'chalk-mark'])
    const kind = lookAlikeKinds[name] ?? { shape: pit, spreadDeg: 0, likeLimitMm: 1 }
    add(drawMark(rng, steelStrip, { name, kind, limitMm: null, likeLimitMm: kind.likeLimitMm }, taken))
  }
  return marks
}

const isDefect = (drawn: DrawnMark): boolean => (drawn.mark.sizeOverLimit ?? 0) >= 1

/** Draws marks until the part is what the line's prevalence asked for: sizes first, label second. */
export function drawPart(rng: Rng, isDefective: boolean): DrawnMark[] {
  for (let attempt = 0; ; attempt++) {
    const marks = drawMarks(rng.fork(`attempt/${attempt}`))
    if (marks.some(isDefect) === isDefective) return marks
  }
}

export interface CaptureOrder {
  readonly rng: Rng
  readonly sequence: number
  readonly capturedAtMs: number
  readonly prevalence: number
  readonly condition: StationCondition
  readonly withMask: boolean
}

/** One part, photographed: a pure function of its order. */
export function captureSteelStrip(order: CaptureOrder): Capture {
  const { rng } = order
  const size = steelStrip.widthPx
  const isDefective = rng.fork('label').next() < order.prevalence
  const marks = drawPart(rng.fork('marks'), isDefective)
  const texture = drawTexture(rng.fork('batch'))
  const optics = drawOptics(rng.fork('optics'))
  const luminance = paintTexture(texture, size, rng.fork('texture'))
  const mask = order.withMask ? new Uint8Array(size * size) : null
  const noiseSigma = Math.sqrt(texture.streakSigma ** 2 + texture.grainSigma ** 2 + optics.noiseSigma ** 2)
  const canvas = { luminance, mask, size, noiseSigma, edgeSoftnessPx: optics.edgeSoftness }
  for (const [index, drawn] of marks.entries()) paintMark(canvas, drawn, index + 1)
  const data = expose(luminance, size, optics, order.condition, rng.fork('sensor'))
  return {
    frame: {
      line: steelStrip.line,
      partId: `${steelStrip.line}-${String(order.sequence).padStart(8, '0')}`,
      sequence: order.sequence,
      capturedAtMs: order.capturedAtMs,
      isSimulated: true,
      image: { width: size, height: size, channels: 1, data },
    },
    truth: { isDefective, marks: marks.map((drawn) => drawn.mark) },
    mask,
  }
}
