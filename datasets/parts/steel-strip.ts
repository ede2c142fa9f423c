import type { Box } from '../../edge/contract/part.ts'
import type { Rng } from '../../edge/contract/port.ts'
import type { Recipe } from '../../edge/contract/recipe.ts'
import { pick } from '../rng.ts'
import {
  crowd,
  type DrawnMark,
  drawMark,
  lookAlikeCounts,
  type MarkKind,
  markCounts,
  moved,
  paintMark,
} from './mark.ts'
import type { PartMaker } from './photograph.ts'
import { chalkMark, inclusion, oilHaze, pit, rollMark, scratch, waterDrop } from './shape.ts'
import { drawTexture, paintTexture, turnTexture } from './texture.ts'

/** Hot-rolled strip under a line-scan camera: 128 × 128 mm a frame, the strip runs downwards. */
export const steelStrip: Recipe = {
  line: 'steel-strip',
  widthPx: 512,
  heightPx: 512,
  channels: 1,
  pxPerMm: 4,
  limitsMm: { scratch: 5, pit: 2, inclusion: 2.5, 'roll-mark': 3 },
  presentOrAbsent: [],
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

function drawMarks(rng: Rng, markCount: number, lookAlikeCount: number): DrawnMark[] {
  const marks: DrawnMark[] = []
  const taken: Box[] = []
  const add = (drawn: DrawnMark | null) => {
    if (!drawn) return
    marks.push(drawn)
    taken.push(drawn.mark.box)
  }
  for (let count = markCount; count > 0; count--) {
    const name = pick(rng, ['scratch', 'pit', 'inclusion', 'roll-mark'])
    const limitMm = steelStrip.limitsMm[name] ?? 1
    const kind = defectKinds[name] ?? { shape: pit, spreadDeg: 0 }
    add(drawMark(rng, steelStrip, { name, kind, limitMm, likeLimitMm: limitMm }, taken))
  }
  for (let count = lookAlikeCount; count > 0; count--) {
    const name = pick(rng, ['water-drop', 'oil-haze', 'chalk-mark'])
    const kind = lookAlikeKinds[name] ?? { shape: pit, spreadDeg: 0, likeLimitMm: 1 }
    add(drawMark(rng, steelStrip, { name, kind, limitMm: null, likeLimitMm: kind.likeLimitMm }, taken))
  }
  return marks
}

const isDefect = (drawn: DrawnMark): boolean => (drawn.mark.sizeOverLimit ?? 0) >= 1

/**
 * Draws the sizes of a part's marks until the part is what the line's prevalence asked for. How many there are was
 * drawn before, for good and bad parts alike: else counting marks would tell them apart.
 */
export function drawPart(
  rng: Rng,
  isDefective: boolean,
  isCrowded = false,
  spoilt: string | null = null,
): DrawnMark[] {
  const markCount = isCrowded ? crowd : pick(rng, markCounts)
  const lookAlikeCount = isCrowded ? crowd : pick(rng, lookAlikeCounts)
  for (let attempt = 0; ; attempt++) {
    const marks = drawMarks(rng.fork(`attempt/${attempt}`), markCount, lookAlikeCount)
    if (marks.some(isDefect) !== isDefective) continue
    if (!spoilt || marks.some((drawn) => isDefect(drawn) && drawn.mark.class === spoilt)) return marks
  }
}

/** Hot-rolled strip: marks on a surface, each in its place. */
export const steelStripMaker: PartMaker = {
  recipe: steelStrip,
  paint({ rng, isDefective, spoilt, isTraining, isCrowded, optics, mask }) {
    const size = steelStrip.widthPx
    const texture = turnTexture(drawTexture(rng.fork('batch'), isTraining), optics.rotationDeg)
    const marks = drawPart(rng.fork('marks'), isDefective, isCrowded, spoilt).map((drawn) =>
      moved(drawn, optics, steelStrip),
    )
    const luminance = paintTexture(texture, size, rng.fork('texture'))
    const { streakSigma, grainSigma } = texture
    const noiseSigma = Math.sqrt(streakSigma ** 2 + grainSigma ** 2 + optics.usualNoiseSigma ** 2)
    const canvas = { luminance, mask, size, noiseSigma, edgeSoftnessPx: optics.edgeSoftness }
    for (const [index, drawn] of marks.entries()) paintMark(canvas, drawn, index + 1)
    return { planes: [luminance], marks: marks.map(({ mark }) => mark) }
  },
}
