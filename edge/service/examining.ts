import { rngFromSeed } from '../../datasets/rng.ts'
import type { Recipe } from '../contract/recipe.ts'
import type { WeakInspector } from '../contract/report.ts'
import type { Trial } from '../contract/trial.ts'
import { createExamination, type Evidence } from '../core/quality/examination.ts'
import { addOverlaps, auproOf, type PartOverlap, pixelAurocOf } from '../core/vision/overlap.ts'
import { createWeakInspectors } from '../core/vision/weak-inspector.ts'
import { free } from '../io/free.ts'
import { inOrder } from '../io/in-order.ts'
import { type Candidates, createCandidates } from './agreement.ts'
import type { Examined, Examiner } from './examiner.ts'
import type { Farm } from './farm.ts'
import { findingOf, type PartFinding } from './part-finding.ts'
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

/** Folds what parts came to, in their order, in memory that does not grow with them (but for data sets). */
export interface Examining {
  add(finding: PartFinding): void
  /** Whether simple inspectors still look at pictures. */
  wantsPictures(): boolean
  findings(): Findings
}

/** Where more overlaps than this would be kept, their bootstrap rests on the first ones. */
const keptOverlaps = 4000
const weakOrder = { learnFrom: 1500, judgeOn: 3000 }

export interface ExaminingOrder {
  readonly recipe: Recipe | null
  /** Whether simple inspectors look at the same parts. */
  readonly isWeighed: boolean
  /** Whether single parts are kept for the bootstrap. */
  readonly isKept: boolean
}

export function createExamining({ recipe, isWeighed, isKept }: ExaminingOrder): Examining {
  const examination = createExamination(recipe)
  let overlaps = addOverlaps([])
  const weak = createWeakInspectors({ ...weakOrder, rng: rngFromSeed(0) })
  const candidates = createCandidates()
  const scored: ScoredOverlap[] = []
  return {
    add({ trial, overlap, weak: weakPart }) {
      examination.add(trial)
      candidates.add(trial)
      if (overlap) overlaps = addOverlaps([overlaps, overlap])
      if (isWeighed && weakPart) weak.add(weakPart)
      const { score, isDefective, row } = trial
      if (isKept) scored.push({ score, isDefective, overlap: row <= keptOverlaps ? overlap : null })
    },
    wantsPictures: () => isWeighed && weak.wants(),
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

export interface ExamineTools {
  readonly examiner: Examiner
  /** Other hosts that look too, where pictures are not needed here; null: there are none. */
  readonly farm: Farm | null
  /** Each part goes into all of them. */
  readonly into: readonly Examining[]
  readonly signal: AbortSignal
  progress(row: number): void
  /** Looks at every trial in its order; true ends the examination before its parts do. */
  isSettled?(trial: Trial): boolean
}

/** Looks at the parts of a population, on all cores or on many hosts, and folds them in their order. */
export async function examine(population: Population, tools: ExamineTools): Promise<void> {
  const { into, signal } = tools
  const enough = new AbortController()
  const either = AbortSignal.any([signal, enough.signal])
  for await (const ready of findingsOf(population, tools, either)) {
    for (const finding of ready) {
      for (const examining of into) examining.add(finding)
      tools.progress(finding.trial.row)
      if (tools.isSettled?.(finding.trial)) return enough.abort()
    }
  }
}

async function* findingsOf(
  population: Population,
  { examiner, farm, into }: ExamineTools,
  signal: AbortSignal,
): AsyncGenerator<PartFinding[]> {
  const isHere = () => !farm || !population.order || into.some((examining) => examining.wantsPictures())
  const enough = new AbortController()
  let row = 0
  if (isHere()) {
    const parts = population.parts(AbortSignal.any([signal, enough.signal]))
    for await (const ready of inOrder(parts, examiner.look, 6)) {
      yield ready.map((part) => findingOf(part, ++row, examiner, population.recipe))
      if (population.order) for (const part of ready) free(buffersOf(part))
      if (isHere()) continue
      enough.abort()
      break
    }
  }
  if (farm && population.order) yield* farm.examine(population.order, row, signal)
}

/** Of a simulated part: they came from the threads that painted and inspected it, and belong to nothing else. */
const buffersOf = ({ image, sights, capture }: Examined): ArrayBuffer[] =>
  [image.data, ...(capture.mask ? [capture.mask] : []), ...(sights ?? []).map(({ heat }) => heat.data)].map(
    (data) => data.buffer as ArrayBuffer,
  )
