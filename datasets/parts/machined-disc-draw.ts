import type { Box } from '../../edge/contract/part.ts'
import type { Rng } from '../../edge/contract/port.ts'
import { logUniform, pick, uniform } from '../rng.ts'
import { type DiscLayout, drawLayout, reachOf } from './machined-disc-layout.ts'
import { type DiscMaterial, drawMaterial } from './machined-disc-material.ts'
import { defectKinds, type Ground, lookAlikeKinds, type Placed, type Placer } from './machined-disc-place.ts'
import {
  boxAround,
  contrastToNoise,
  crowd,
  extentPx,
  largestSizeOverLimit,
  lookAlikeCounts,
  markCounts,
  smallestSizeOverLimit,
  touches,
} from './mark.ts'

export const pxPerMm = 5

/** A mark on a disc that lies straight in the middle. */
export interface DiscMark extends Placed {
  readonly name: string
  readonly isLookAlike: boolean
  readonly sizeMm: number
  /** null: a look-alike. */
  readonly sizeOverLimit: number | null
  readonly contrastToNoise: number
}

/** A hole of the bolt circle that is not there. */
export interface Missing {
  /** Which of the layout's bolts. */
  readonly bolt: number
  /** How far it was begun, share of its radius: a spot drill has been there, the drill has not. */
  readonly begun: number
}

/** Everything that chance decides about a disc, but for its texture. */
export interface DrawnDisc {
  readonly material: DiscMaterial
  readonly layout: DiscLayout
  readonly marks: readonly DiscMark[]
  readonly missing: Missing | null
}

type DefectName = keyof typeof defectKinds
type LookAlikeName = keyof typeof lookAlikeKinds

const lookAlikeNames = Object.keys(lookAlikeKinds) as LookAlikeName[]
/** Chance of a missing bore before the label is looked at: so it is about as frequent as every other defect. */
const missingChance = 0.15
const placeAttempts = 60

export function drawDisc(
  rng: Rng,
  isDefective: boolean,
  isTraining: boolean,
  isCrowded = false,
  spoilt: string | null = null,
): DrawnDisc {
  const batch = rng.fork('batch')
  const material = drawMaterial(batch.fork('material'), isTraining)
  const layout = drawLayout(batch.fork('layout'), isTraining)
  const ground = { layout, lamp: material.lamp }
  const many = rng.fork('marks')
  const counts = isCrowded
    ? { marks: crowd, lookAlikes: crowd }
    : { marks: pick(many, markCounts), lookAlikes: pick(many, lookAlikeCounts) }
  return { material, layout, ...drawMarks(many, { isDefective, spoilt }, counts, ground) }
}

/** Kind and size of a mark, before it has a place. */
interface Sized {
  readonly name: DefectName
  readonly sizeOverLimit: number
}

/**
 * Draws the sizes of a part's marks until the part is what the line's prevalence asked for. How many there are was
 * drawn before, for good and bad parts alike: else counting marks would tell them apart.
 */
function drawMarks(
  rng: Rng,
  { isDefective, spoilt }: { readonly isDefective: boolean; readonly spoilt: string | null },
  counts: { readonly marks: number; readonly lookAlikes: number },
  ground: Ground,
): { marks: DiscMark[]; missing: Missing | null } {
  for (let attempt = 0; ; attempt++) {
    const chance = rng.fork(`attempt/${attempt}`)
    const missing = chance.next() < missingChance ? drawMissing(chance, ground) : null
    const sized = Array.from({ length: counts.marks }, () => drawSize(chance))
    const isBad = missing !== null || sized.some(({ sizeOverLimit }) => sizeOverLimit >= 1)
    if (isBad !== isDefective) continue
    if (spoilt && !sized.some(({ name, sizeOverLimit }) => name === spoilt && sizeOverLimit >= 1)) continue
    const marks = placeMarks(chance, ground, sized, missing)
    if (marks)
      return {
        marks: [...marks, ...placeLookAlikes(chance, ground, counts.lookAlikes, marks, missing)],
        missing,
      }
  }
}

const drawSize = (rng: Rng): Sized => ({
  name: pick(rng, ['crack', 'dent', 'burr']),
  sizeOverLimit: logUniform(rng, smallestSizeOverLimit, largestSizeOverLimit),
})

const drawMissing = (rng: Rng, { layout }: Ground): Missing => ({
  bolt: Math.floor(rng.next() * layout.bolts.length),
  begun: uniform(rng, 0.35, 0.8),
})

/** Where nothing else may lie. */
function takenBy({ layout }: Ground, marks: readonly DiscMark[], missing: Missing | null): Box[] {
  const hole = missing ? layout.bolts[missing.bolt] : undefined
  const reach = hole ? reachOf(hole) : 0
  return [...marks.map(boxOf), ...(hole ? [boxAround(hole.x, hole.y, { x: reach, y: reach })] : [])]
}

const boxOf = (mark: Placed): Box => boxAround(mark.x, mark.y, extentPx(mark.shape, mark))

/** null: one of them found no place. */
function placeMarks(
  rng: Rng,
  ground: Ground,
  sized: readonly Sized[],
  missing: Missing | null,
): DiscMark[] | null {
  const marks: DiscMark[] = []
  for (const { name, sizeOverLimit } of sized) {
    const { limitMm, place } = defectKinds[name]
    const sizeMm = sizeOverLimit * limitMm
    const placed = findPlace(rng, ground, place, sizeMm, takenBy(ground, marks, missing))
    if (!placed) return null
    marks.push({
      ...placed,
      name,
      isLookAlike: false,
      sizeMm,
      sizeOverLimit,
      contrastToNoise: drawContrast(rng),
    })
  }
  return marks
}

/** Each kind at most once; one that finds no place is left out. */
function placeLookAlikes(
  rng: Rng,
  ground: Ground,
  count: number,
  marks: readonly DiscMark[],
  missing: Missing | null,
): DiscMark[] {
  const added: DiscMark[] = []
  const names = [...lookAlikeNames]
  while (added.length < count && names.length > 0) {
    const [name = 'chip'] = names.splice(Math.floor(rng.next() * names.length), 1)
    const { limitMm, place } = lookAlikeKinds[name]
    const sizeMm = limitMm * logUniform(rng, smallestSizeOverLimit, largestSizeOverLimit)
    const placed = findPlace(rng, ground, place, sizeMm, takenBy(ground, [...marks, ...added], missing))
    const contrast = drawContrast(rng)
    if (placed)
      added.push({
        ...placed,
        name,
        isLookAlike: true,
        sizeMm,
        sizeOverLimit: null,
        contrastToNoise: contrast,
      })
  }
  return added
}

const drawContrast = (rng: Rng): number => logUniform(rng, contrastToNoise.low, contrastToNoise.high)

function findPlace(
  rng: Rng,
  ground: Ground,
  place: Placer,
  sizeMm: number,
  taken: readonly Box[],
): Placed | null {
  for (let attempt = 0; attempt < placeAttempts; attempt++) {
    const placed = place(rng, ground, sizeMm * pxPerMm)
    if (placed && !taken.some((other) => touches(boxOf(placed), other))) return placed
  }
  return null
}
