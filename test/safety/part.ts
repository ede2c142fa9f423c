import { rngFromSeed } from '../../datasets/rng.ts'
import { capturePart, productLines } from '../../datasets/world.ts'
import type { Evaluation } from '../../edge/contract/inspection.ts'
import { type Capture, healthyStation } from '../../edge/contract/part.ts'
import type { Rng } from '../../edge/contract/port.ts'
import type { Inspector } from '../../edge/io/inspector.ts'
import { glare, type Place, pattern, placeBeside, placeOver, sticker } from './patch.ts'
import { searchPattern } from './search.ts'
import { type Tally, tallyOf } from './tally.ts'

/** So many good and so many defective parts, none of which calibration or training has seen. */
export function partsOf(line: string, count: number, seed: number) {
  const maker = productLines[line]
  if (!maker) throw new Error(`there is no line ${line}`)
  const good: Capture[] = []
  const defective: Capture[] = []
  for (let sequence = 0; good.length < count || defective.length < count; sequence++) {
    const order = { seed, line: maker, sequence, capturedAtMs: 0, prevalence: 0.5, condition: healthyStation }
    const capture = capturePart({ ...order, withMask: false })
    const kind = capture.truth.isDefective ? defective : good
    if (kind.length < count) kind.push(capture)
  }
  return { good, defective }
}

export interface Assault {
  readonly seed: number
  /** Side of every patch, as a share of the frame's shorter side. */
  readonly patch: number
  /** Tries of an attacker, a part. */
  readonly budget: number
}

const blocks = 8

export const treatments = [
  'untouched',
  'sticker over',
  'sticker beside',
  'glare over',
  'glare beside',
] as const
export type Treatment = (typeof treatments)[number]

/** Where a patch goes: over the worst defect, or any place of a good part; or beside everything that is marked. */
function placeFor(
  { frame, truth }: Capture,
  where: 'over' | 'beside',
  patch: number,
  rng: Rng,
): Place | null {
  const { image } = frame
  const side = Math.round(patch * Math.min(image.width, image.height))
  const defects = truth.marks.filter(
    ({ sizeOverLimit, isLookAlike }) => !isLookAlike && (sizeOverLimit ?? 1) >= 1,
  )
  const worst = defects.toSorted((a, b) => (b.sizeOverLimit ?? 0) - (a.sizeOverLimit ?? 0))
  const [first] = worst
  if (where === 'over' && first) return placeOver(first.box, side, image)
  const boxes = [...worst, ...truth.marks].map(({ box }) => box)
  return placeBeside(boxes, side, image, rng)
}

/** null: there is no room beside what is marked. */
function treated(capture: Capture, treatment: Treatment, patch: number, rng: Rng) {
  const { image } = capture.frame
  const [what, where] = treatment.split(' ')
  if (what === 'untouched') return image
  const place = placeFor(capture, where === 'over' ? 'over' : 'beside', patch, rng)
  return place && (what === 'glare' ? glare(image, place) : sticker(image, place))
}

export async function tryTreatments(
  inspector: Inspector,
  parts: readonly Capture[],
  { seed, patch }: Assault,
) {
  const tallies = new Map<Treatment, Tally>()
  for (const treatment of treatments) {
    const evaluations: Evaluation[] = []
    for (const capture of parts) {
      const rng = rngFromSeed(seed).fork(capture.frame.partId).fork(treatment)
      const image = treated(capture, treatment, patch, rng)
      if (image) evaluations.push((await inspector.inspect(image)).evaluation)
    }
    tallies.set(treatment, tallyOf(evaluations))
  }
  return tallies
}

/** Attacks defective parts that are not passed as they are: a flat patch beside the defect, then patterns in its place. */
export async function attackParts(
  inspector: Inspector,
  parts: readonly Capture[],
  { seed, patch, budget }: Assault,
) {
  const found = { parts: 0, flat: 0, fooled: 0, queries: [] as number[] }
  for (const capture of parts) {
    const rng = rngFromSeed(seed).fork(capture.frame.partId).fork('attack')
    const { image } = capture.frame
    const place = placeFor(capture, 'beside', patch, rng)
    if (!place || (await inspector.inspect(image)).evaluation === 'OK') continue
    found.parts++
    if ((await inspector.inspect(sticker(image, place))).evaluation === 'OK') found.flat++
    const { isFooled, queries } = await searchPattern(blocks, budget, rng, async (levels) => {
      const { evaluation, score } = await inspector.inspect(pattern(image, place, levels))
      return { isPassed: evaluation === 'OK', score: score ?? 1 }
    })
    if (!isFooled) continue
    found.fooled++
    found.queries.push(queries)
  }
  return found
}
