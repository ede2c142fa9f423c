import type { Rng } from '../../contract/port.ts'
import type { EngineFinding, EngineSubset } from '../../contract/prognosis.ts'
import { meanOf } from '../quality/mean.ts'
import { cutRmse, type EngineCut, foldCuts } from './engine-fold.ts'
import { cappedLife, cyclesLeft, type Engine, learnView, lifeLesson } from './engine-life.ts'
import { learnInterval } from './life-interval.ts'
import { trainNetwork } from './network-training.ts'
import { nasaScore, rmse } from './rul-score.ts'

/** One subset of C-MAPSS. */
export interface EngineSet {
  readonly subset: EngineSubset
  /** Run to failure. */
  readonly train: readonly Engine[]
  /** Cut off before. */
  readonly test: readonly Engine[]
  /** Cycles that each test engine had left. */
  readonly left: readonly number[]
}

const folds = 5
const seeds = [1, 2, 3, 4, 5] as const
/** So many are trained for a finding. */
export const networkCount = folds + seeds.length

/**
 * Learns from the training engines alone, in five ways that differ by chance only, and scores the last cycle of every test
 * engine. The intervals come from cross-validation over training engines.
 *
 * @param chance a stream for a seed
 * @param trained called after each network
 */
export function findingOf(set: EngineSet, chance: (seed: number) => Rng, trained: () => void): EngineFinding {
  const cuts: EngineCut[][] = []
  for (const fold of foldCuts(set.train, folds, chance(0))) {
    cuts.push(fold)
    trained()
  }
  const view = learnView(set.train)
  const lesson = lifeLesson(set.train, view)
  const last = set.test.map((engine) => view(engine).at(-1) ?? new Float64Array())
  const answers = seeds.map((seed) => {
    const network = trainNetwork(lesson, chance(seed))
    trained()
    return last.map((row) => cyclesLeft(network(row)))
  })
  return scored(set, answers, cuts.flat())
}

function scored(
  { subset, train, left }: EngineSet,
  answers: readonly number[][],
  cuts: EngineCut[],
): EngineFinding {
  const errorsOf = (predicted: readonly number[]) =>
    predicted.map((cycles, i) => cycles - cappedLife(left[i] ?? 0))
  const each = seeds.map((seed, i) => ({ seed, rmse: rounded(rmse(errorsOf(answers[i] ?? []))) }))
  const ensemble = left.map((_, i) => meanOf(answers.map((predicted) => predicted[i] ?? 0)))
  const intervalOf = learnInterval(cuts)
  const covered = left.filter((cycles, i) => {
    const { low, high } = intervalOf(ensemble[i] ?? 0)
    return low <= cappedLife(cycles) && cappedLife(cycles) <= high
  })
  const ensembleRmse = rounded(rmse(errorsOf(ensemble)))
  return {
    dataset: 'cmapss',
    subset,
    rmse: ensembleRmse,
    rmseUncapped: rounded(rmse(ensemble.map((cycles, i) => cycles - (left[i] ?? 0)))),
    nasaScore: rounded(nasaScore(errorsOf(ensemble))),
    n: left.length,
    trainEngines: train.length,
    seeds: each,
    meanRmse: rounded(meanOf(each.map((one) => one.rmse))),
    ensembleRmse,
    cvRmse: rounded(cutRmse(cuts)),
    coverage90: rounded(covered.length / left.length),
  }
}

const rounded = (value: number): number => Math.round(value * 1e3) / 1e3
