import type { Evaluation } from '../../contract/inspection.ts'
import type { Recipe } from '../../contract/recipe.ts'
import type { ClassReport, Curves } from '../../contract/report.ts'
import type { TrueMark } from '../../contract/trial.ts'
import { exactUpper } from './bound.ts'
import { a90By95, detectionCurve, type Sighting } from './detection.ts'
import { detectionBand } from './detection-band.ts'
import { pointDemonstration } from './point-demonstration.ts'
import { createSizeBins, drawnBins, type SizeBins } from './size-bins.ts'

/** What was found of one class of mark. */
export interface ClassFold {
  /** Defective parts whose worst mark is of this class, by evaluation. */
  readonly parts: Record<Evaluation, number>
  /** All its marks; a hit was reported where it lies. */
  readonly reported: SizeBins
  /** Worst marks of parts, good ones too; a hit was refused. */
  readonly refused: SizeBins
}

export const emptyClass = (): ClassFold => ({
  parts: { OK: 0, NotOK: 0, NotDecidable: 0 },
  reported: createSizeBins(),
  refused: createSizeBins(),
})

/** The mark that a part is judged by: the largest against its limit; without a limit it is a defect, and comes first. */
export function worstMark(marks: readonly TrueMark[]): TrueMark | null {
  const over = (mark: TrueMark) => mark.sizeOverLimit ?? Number.POSITIVE_INFINITY
  return marks.reduce<TrueMark | null>(
    (worst, mark) => (worst === null || over(mark) > over(worst) ? mark : worst),
    null,
  )
}

type RecipeSizes = Pick<Recipe, 'limitsMm' | 'presentOrAbsent'>

/** The figures of one class; `recipe` null: nobody gave limits. */
export function classReport(name: string, fold: ClassFold, recipe: RecipeSizes | null): ClassReport {
  const { OK: escapes, NotOK, NotDecidable: undecided } = fold.parts
  const n = escapes + NotOK
  const hasSize = !recipe?.presentOrAbsent.includes(name)
  const [reported, refused] = hasSize
    ? [foundFrom(fold.reported.sightings()), foundFrom(fold.refused.sightings())]
    : [sizeless, sizeless]
  return {
    class: name,
    n,
    escapes,
    upper95: exactUpper(escapes, n),
    undecided,
    a90_95: reported.size,
    aNotOk90_95: refused.size,
    limitMm: recipe?.limitsMm[name] ?? null,
    reason: joined(reported.reason, refused.reason),
  }
}

/** The size from which, 95 % sure, 90 % are found; `reason`: why there is none, or how else it was found. */
interface FoundFrom {
  readonly size: number | null
  readonly reason: string | null
}

const sizeless: FoundFrom = { size: null, reason: 'there or not there: it has no size' }

function foundFrom(sightings: readonly Sighting[]): FoundFrom {
  const curve = detectionCurve(sightings)
  const size = typeof curve === 'string' ? null : a90By95(sightings, curve)
  if (size !== null) return withinSeen(size, sightings)
  const reason = typeof curve === 'string' ? curve : 'there are too few for a size that can be promised'
  const shown = pointDemonstration(sightings)
  if (!shown) return { size: null, reason }
  const { n, hits } = shown
  return {
    size: shown.size,
    reason: `${reason}; the size is by demonstration, ${hits} of the next ${n} up were found`,
  }
}

/** A curve says nothing of sizes that were never seen. */
function withinSeen(size: number, sightings: readonly Sighting[]): FoundFrom {
  const [smallest, largest] = [sightings[0]?.size ?? size, sightings.at(-1)?.size ?? size]
  if (size < smallest) return { size: smallest, reason: 'none smaller was seen' }
  return { size, reason: size > largest ? 'none so large was seen: the curve alone says so' : null }
}

const joined = (reported: string | null, refused: string | null): string | null =>
  reported === refused
    ? reported
    : [reported && `reported: ${reported}`, refused && `refused: ${refused}`]
        .filter((part) => part !== null)
        .join('; ')

const drawnPoints = 40
const mostDrawnBins = 12

/** Probability that a mark of the class is reported, by size, ready to draw; null: no size is known. */
export function detectionOf(
  name: string,
  { reported }: ClassFold,
  recipe: RecipeSizes | null,
): Curves['detection'][number] | null {
  const sightings = reported.sightings()
  const [smallest, largest] = [sightings[0]?.size, sightings.at(-1)?.size]
  if (smallest === undefined || largest === undefined || recipe?.presentOrAbsent.includes(name)) return null
  const curve = detectionCurve(sightings)
  const step = (largest / smallest) ** (1 / (drawnPoints - 1))
  const sizes = Array.from({ length: drawnPoints }, (_, index) => smallest * step ** index)
  return {
    class: name,
    limitMm: recipe?.limitsMm[name] ?? null,
    points: typeof curve === 'string' ? [] : detectionBand(sightings, curve, sizes),
    bins: drawnBins(sightings, mostDrawnBins),
  }
}
