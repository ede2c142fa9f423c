import type { Rng } from '../../edge/contract/port.ts'
import type { Recipe } from '../../edge/contract/recipe.ts'
import { logUniform, pick } from '../rng.ts'
import { contrastToNoise, largestSizeOverLimit, markCounts, smallestSizeOverLimit } from './mark.ts'

/** Blister cards from the tablets' side: 85 × 85 mm a frame. */
export const blisterPack: Recipe = {
  line: 'blister-pack',
  widthPx: 512,
  heightPx: 512,
  channels: 3,
  pxPerMm: 6,
  limitsMm: { broken: 1.8, foreign: 1.8, misprinted: 1.9 },
  presentOrAbsent: ['missing'],
  lookAlikes: ['dust', 'glint', 'smudge', 'crease', 'bubble', 'dent'],
}

/** Look-alikes are sized like defects of these limits, millimetres. */
const likeLimitsMm: Readonly<Record<string, number>> = {
  dust: 1.8,
  glint: 1.7,
  smudge: 2.4,
  crease: 2,
  bubble: 1.7,
  dent: 1.7,
}

/** Six kinds share these: more than on other lines, so that each is met often enough. */
const lookAlikeCounts = [3, 3, 3, 4] as const
/** A crowd is smaller here, where every mark has a cell of its own. */
const crowded = { marks: 5, lookAlikes: 4 }
/** Of the defective parts; with it, an empty cavity is about as frequent as each other class. */
const missingShare = 0.25

/** What a mark is, before it has a place. */
export interface DrawnMark {
  readonly name: string
  readonly isLookAlike: boolean
  readonly sizeMm: number
  readonly sizeOverLimit: number | null
  readonly contrastToNoise: number
  /** For its shape and place. */
  readonly rng: Rng
}

export interface DrawnPart {
  readonly marks: readonly DrawnMark[]
  readonly isMissing: boolean
}

function drawSized(rng: Rng, count: number, isLookAlike: boolean): DrawnMark[] {
  const names = Object.keys(isLookAlike ? likeLimitsMm : blisterPack.limitsMm) as [string, ...string[]]
  const limits = isLookAlike ? likeLimitsMm : blisterPack.limitsMm
  return Array.from({ length: count }, (_, index) => {
    const own = rng.fork(`${isLookAlike ? 'look-alike' : 'mark'}/${index}`)
    const name = pick(own, names)
    const over = logUniform(own, smallestSizeOverLimit, largestSizeOverLimit)
    return {
      name,
      isLookAlike,
      sizeMm: over * (limits[name] ?? 1),
      sizeOverLimit: isLookAlike ? null : over,
      contrastToNoise: logUniform(own, contrastToNoise.low, contrastToNoise.high),
      rng: own.fork('shape'),
    }
  })
}

/**
 * Draws the sizes of a part's marks until the part is what the line's prevalence asked for; how many there are was
 * drawn before. An empty cavity is the only defect of its part: nothing can be drawn smaller about it.
 */
export function drawPart(
  rng: Rng,
  isDefective: boolean,
  isCrowded = false,
  spoilt: string | null = null,
): DrawnPart {
  const isMissing = rng.next() < missingShare && isDefective && !spoilt
  const count = isCrowded ? crowded.marks : pick(rng, markCounts)
  const lookAlikes = drawSized(rng, isCrowded ? crowded.lookAlikes : pick(rng, lookAlikeCounts), true)
  const isSized = isDefective && (isCrowded || !isMissing)
  for (let attempt = 0; ; attempt++) {
    const marks = drawSized(rng.fork(`attempt/${attempt}`), count, false)
    const defects = marks.filter(({ sizeOverLimit }) => (sizeOverLimit ?? 0) >= 1)
    if (defects.length > 0 !== isSized) continue
    if (!spoilt || defects.some(({ name }) => name === spoilt))
      return { marks: [...marks, ...lookAlikes], isMissing }
  }
}
