import { rngFromSeed } from '../../datasets/rng.ts'
import type { Recipe } from '../contract/recipe.ts'
import type { WeakInspector } from '../contract/report.ts'
import type { Trial } from '../contract/trial.ts'
import { createExamination, type Evidence } from '../core/quality/examination.ts'
import { heatMap } from '../core/vision/heat-map.ts'
import { imageFeatures } from '../core/vision/monitor.ts'
import { addOverlaps, auproOf, type PartOverlap, partOverlap, pixelAurocOf } from '../core/vision/overlap.ts'
import { trialOf } from '../core/vision/trial.ts'
import { createWeakInspectors } from '../core/vision/weak-inspector.ts'
import { inOrder } from '../io/in-order.ts'
import { type Candidates, createCandidates } from './agreement.ts'
import type { Examined, Examiner } from './examiner.ts'
import type { Population } from './population.ts'

/** A part of a data set as the bootstrap draws it. */
export interface ScoredOverlap {
  readonly score: number | null
  readonly isDefective: boolean
  /** null where heat and outline are not both known, and beyond the first few thousand parts. */
  readonly overlap: PartOverlap | null
}

/** What the parts of one population came to. */
export interface Findings {
  readonly evidence: Evidence
  readonly aupro: number | null
  readonly pixelAuroc: number | null
  readonly weak: readonly WeakInspector[]
  /** The parts that a person should look at, the worst first. */
  readonly worst: readonly Trial[]
  readonly candidates: Candidates
  readonly scored: readonly ScoredOverlap[]
}

/** Folds examined parts, in their order, in memory that does not grow with them (but for data sets). */
export interface Examining {
  add(part: Examined, row: number): Trial
  findings(): Findings
}

/** Where more overlaps than this would be kept, their bootstrap rests on the first ones. */
const keptOverlaps = 4000
const weakOrder = { learnFrom: 1500, judgeOn: 3000 }

export interface ExaminingOrder {
  readonly recipe: Recipe | null
  readonly model: Examiner
  /** Whether simple inspectors look at the same parts. */
  readonly isWeighed: boolean
  /** Whether single parts are kept for the bootstrap. */
  readonly isKept: boolean
}

export function createExamining({ recipe, model, isWeighed, isKept }: ExaminingOrder): Examining {
  const examination = createExamination(recipe)
  let overlaps = addOverlaps([])
  const weak = createWeakInspectors({ ...weakOrder, rng: rngFromSeed(0) })
  const candidates = createCandidates()
  const scored: ScoredOverlap[] = []
  const overlapOf = ({ sights, capture }: Examined): PartOverlap | null =>
    sights && model.card && partOverlap(heatMap(sights, model.card), capture, model.card.output.stridePx)
  return {
    add(part, row) {
      const trial = trialOf(part.capture, part.inspection, part.sights, row)
      examination.add(trial)
      candidates.add(trial)
      const overlap = overlapOf(part)
      if (overlap) overlaps = addOverlaps([overlaps, overlap])
      if (isWeighed && weak.wants()) weak.add(weakPart(part, trial, recipe))
      const { score, isDefective } = trial
      if (isKept) scored.push({ score, isDefective, overlap: row <= keptOverlaps ? overlap : null })
      return trial
    },
    findings: () => ({
      evidence: examination.evidence(),
      aupro: auproOf(overlaps),
      pixelAuroc: pixelAurocOf(overlaps),
      weak: isWeighed ? weak.results() : [],
      worst: examination.worst(),
      candidates,
      scored,
    }),
  }
}

function weakPart({ image, sights }: Examined, trial: Trial, recipe: Recipe | null) {
  const [worst] = trial.marks.toSorted((a, b) => (b.sizeOverLimit ?? 1) - (a.sizeOverLimit ?? 1))
  return {
    image,
    features: sights?.[0]?.features ?? imageFeatures(image),
    isDefective: trial.isDefective,
    isPresence: trial.isDefective && (recipe?.presentOrAbsent ?? []).includes(worst?.class ?? ''),
  }
}

export interface ExamineTools {
  readonly examiner: Examiner
  /** Each part goes into all of them. */
  readonly into: readonly Examining[]
  readonly signal: AbortSignal
  progress(row: number): void
  /** Looks at every trial in its order; true ends the examination before its parts do. */
  isSettled?(trial: Trial): boolean
}

/** Looks at the parts of a population, on all cores, and folds them in their order. */
export async function examine(population: Population, tools: ExamineTools): Promise<void> {
  const { examiner, into, signal } = tools
  const enough = new AbortController()
  const looked = inOrder(population.parts(AbortSignal.any([signal, enough.signal])), examiner.look, 6)
  let row = 0
  for await (const ready of looked) {
    for (const part of ready) {
      row++
      const [trial] = into.map((examining) => examining.add(part, row))
      if (trial && tools.isSettled?.(trial)) return enough.abort()
    }
    tools.progress(row)
  }
}
