import type { Recipe } from '../contract/recipe.ts'
import type { Trial } from '../contract/trial.ts'
import { heatMap } from '../core/vision/heat-map.ts'
import { imageFeatures } from '../core/vision/monitor.ts'
import { type PartOverlap, partOverlap } from '../core/vision/overlap.ts'
import { trialOf } from '../core/vision/trial.ts'
import type { WeakPart } from '../core/vision/weak-inspector.ts'
import type { Examined, Examiner } from './examiner.ts'

/** What one part came to: all that the figures of a report are folded from. */
export interface PartFinding {
  readonly trial: Trial
  /** null where heat and outline are not both known. */
  readonly overlap: PartOverlap | null
  /** What simple inspectors look at; null: its picture is on another host. */
  readonly weak: WeakPart | null
}

/** @param row from 1 */
export function findingOf(
  part: Examined,
  row: number,
  { card }: Pick<Examiner, 'card'>,
  recipe: Recipe | null,
): PartFinding {
  const { capture, inspection, sights, image } = part
  const trial = trialOf(capture, inspection, sights, row)
  const overlap = sights && card && partOverlap(heatMap(sights, card), capture, card.output.stridePx)
  const [worst] = trial.marks.toSorted((a, b) => (b.sizeOverLimit ?? 1) - (a.sizeOverLimit ?? 1))
  const weak = {
    image,
    features: sights?.[0]?.features ?? imageFeatures(image),
    isDefective: trial.isDefective,
    isPresence: trial.isDefective && (recipe?.presentOrAbsent ?? []).includes(worst?.class ?? ''),
  }
  return { trial, overlap, weak }
}
