import type { Tally } from '../../contract/claim.ts'
import type { Evaluation } from '../../contract/inspection.ts'
import type { Recipe } from '../../contract/recipe.ts'
import type { ClassReport, Curves } from '../../contract/report.ts'
import type { Trial } from '../../contract/trial.ts'
import { type ClassFold, classReport, detectionOf, emptyClass, worstMark } from './class-report.ts'
import { calibrationErrorOf } from './confidence.ts'
import type { Counts } from './judgement.ts'
import { createScoreHistogram, type ScoreHistogram } from './score-histogram.ts'
import { countsOf } from './table-tally.ts'
import { emptyTally, observe } from './tally.ts'
import { createWorstTrials } from './worst-trial.ts'

/** A part's true class against its evaluation. */
export type ConfusionRow = { readonly class: string } & Readonly<Record<Evaluation, number>>

/** `count` of `n`; `share` null: there was none to count on. */
export interface CountedShare {
  readonly count: number
  readonly n: number
  readonly share: number | null
}

/** What a run of trials came to: all that a report on a claim is made of. */
export interface Evidence {
  /** For `judge`; its classes are in `perClass`. */
  readonly counts: Counts
  readonly perClass: ClassReport[]
  readonly confusion: ConfusionRow[]
  readonly calibrationError: number | null
  /** Defective parts with a mask whose heat map points at a defect. */
  readonly pointing: { readonly hits: number; readonly n: number; readonly share: number | null }
  readonly histogram: ScoreHistogram
  readonly detection: Curves['detection']
  readonly pareto: Curves['pareto']
  /** Of the undecided parts, those whose worst mark is within 15 % of its limit. */
  readonly nearLimit: CountedShare
}

export interface Examination {
  add(trial: Trial): void
  evidence(): Evidence
  /** The trials that a person should look at, the worst first. */
  worst(): Trial[]
}

/** Parts without a defect, and defective ones of which nobody says what they have. */
const [good, unnamed] = ['good', 'unnamed']
const nearLimit = 0.15

interface Fold {
  tally: Tally
  pointed: number
  pointable: number
  near: number
  readonly classes: Map<string, ClassFold>
  readonly confusion: Map<string, Record<Evaluation, number>>
}

/**
 * Folds trials in memory that does not grow with them; what comes out does not depend on their order. `recipe`: the
 * limits and the classes to be listed even if none was seen; null: a data set that names none.
 */
export function createExamination(recipe: Recipe | null, worstLimit = 12): Examination {
  const scores = createScoreHistogram()
  const worst = createWorstTrials(worstLimit)
  const listed = recipe ? [...Object.keys(recipe.limitsMm), ...recipe.presentOrAbsent] : []
  const fold: Fold = {
    tally: emptyTally,
    pointed: 0,
    pointable: 0,
    near: 0,
    classes: new Map(listed.map((name) => [name, emptyClass()])),
    confusion: new Map([[good, emptyClass().parts]]),
  }
  return {
    add(trial) {
      fold.tally = observe(fold.tally, trial.evaluation, trial.isDefective).tally
      scores.add(trial)
      worst.add(trial)
      addToFold(fold, trial)
    },
    evidence: () => evidenceOf(fold, scores.histogram(), recipe),
    worst: () => worst.list(),
  }
}

function addToFold(fold: Fold, trial: Trial): void {
  const { marks, evaluation, isDefective } = trial
  if (trial.isPointed !== null) fold.pointable++
  if (trial.isPointed) fold.pointed++
  for (const mark of marks)
    if (mark.sizeMm !== null) found(fold.classes, mark.class).reported.add(mark.sizeMm, mark.isReported)
  const worst = worstMark(marks)
  const name = worst?.class ?? unnamed
  if (worst && worst.sizeMm !== null)
    found(fold.classes, name).refused.add(worst.sizeMm, evaluation === 'NotOK')
  if (isDefective) found(fold.classes, name).parts[evaluation]++
  const row = fold.confusion.get(isDefective ? name : good) ?? emptyClass().parts
  fold.confusion.set(isDefective ? name : good, row)
  row[evaluation]++
  const isNear = Math.abs((worst?.sizeOverLimit ?? 0) - 1) <= nearLimit
  if (isNear && evaluation === 'NotDecidable') fold.near++
}

function found(classes: Map<string, ClassFold>, name: string): ClassFold {
  const fold = classes.get(name) ?? emptyClass()
  classes.set(name, fold)
  return fold
}

function evidenceOf(fold: Fold, histogram: ScoreHistogram, recipe: Recipe | null): Evidence {
  const { tally, pointed, pointable, near } = fold
  const names = [...fold.classes].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const confusion = [...fold.confusion]
    .map(([name, row]) => ({ class: name, ...row }))
    .toSorted((a, b) => Number(b.class === good) - Number(a.class === good) || (a.class < b.class ? -1 : 1))
  const undecided = tally.undecidedGood + tally.undecidedDefective
  return {
    counts: countsOf(tally),
    perClass: names.map(([name, found]) => classReport(name, found, recipe)),
    confusion,
    calibrationError: calibrationErrorOf(histogram),
    pointing: { hits: pointed, n: pointable, share: pointable === 0 ? null : pointed / pointable },
    histogram,
    detection: names.flatMap(([name, found]) => detectionOf(name, found, recipe) ?? []),
    pareto: confusion
      .map((row) => ({ class: row.class, count: row.NotOK }))
      .filter(({ count }) => count > 0)
      .toSorted((a, b) => b.count - a.count),
    nearLimit: { count: near, n: undecided, share: undecided === 0 ? null : near / undecided },
  }
}
