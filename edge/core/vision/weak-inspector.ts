import type { Image } from '../../contract/part.ts'
import type { Rng } from '../../contract/port.ts'
import type { WeakInspector } from '../../contract/report.ts'
import { boundedAuroc } from '../quality/auroc-bound.ts'
import { balancedAccuracy, bestThreshold } from '../quality/balanced-threshold.ts'
import { logisticFit, logisticScore } from '../quality/logistic.ts'
import type { ScoredPart } from '../quality/threshold.ts'
import { withChannels } from './channel.ts'
import { largestBlob } from './weak-blob.ts'
import { globalStatistics } from './weak-statistics.ts'
import { createTemplate } from './weak-template.ts'

const mostAuroc = 0.65
const mostBalancedAccuracy = 0.97
/** Judged parts of each kind without which nothing is too good: one lucky part of one ranks 1. */
const leastOfEach = 20
/** From here on a figure is taken at its word (its standard error is under 0.02); with fewer its 95 % bound must be over. */
const plentyOfEach = 500
/** Statistics are many and defective parts may be few: a firm hand. Chosen once, on training seeds. */
const ridge = 4

export interface WeakOrder {
  /** Parts that teach; where fewer than twice as many come, the first half teaches. */
  readonly learnFrom: number
  /** Parts after them that are judged. */
  readonly judgeOn: number
  readonly rng: Rng
}

export interface WeakPart {
  readonly image: Image
  /** Those of the input monitor. */
  readonly features: ArrayLike<number>
  readonly isDefective: boolean
  /** Its worst mark is of a present-or-absent class: easy by nature, so it neither teaches nor is judged. */
  readonly isPresence: boolean
}

export interface WeakInspectors {
  /** Whether more parts are of use. */
  wants(): boolean
  /** Parts of known truth, in the order of the run. No image is kept. */
  add(part: WeakPart): void
  results(): WeakInspector[]
}

/** What is kept of a part. */
interface Sample {
  readonly isDefective: boolean
  readonly statistics: readonly number[]
  readonly template: number
  readonly blob: number
  readonly coin: number
}

/**
 * Simple inspectors on the same parts as the model: how hard the world is. The template learns from the good
 * ones of the first half of the teaching parts, each scored before it is learnt; the second half sets its threshold.
 */
export function createWeakInspectors({ learnFrom, judgeOn, rng }: WeakOrder): WeakInspectors {
  const samples: Sample[] = []
  const template = createTemplate()
  const wants = () => samples.length < learnFrom + judgeOn
  return {
    wants,
    add({ image, features, isDefective, isPresence }) {
      if (isPresence || !wants()) return
      const grey = withChannels(image, 1)
      const score = template.score(grey)
      if (!isDefective && samples.length < learnFrom / 2) template.learn(grey)
      samples.push({
        isDefective,
        statistics: [...globalStatistics(grey), ...Array.from(features)],
        template: score,
        blob: largestBlob(grey),
        coin: rng.next(),
      })
    },
    results() {
      const taught = Math.min(learnFrom, samples.length >> 1)
      return judged(samples.slice(0, taught), samples.slice(taught))
    },
  }
}

function judged(taught: readonly Sample[], rest: readonly Sample[]): WeakInspector[] {
  const threshing = taught.slice(taught.length >> 1)
  const statistics = statisticsScore(taught)
  return [
    inspector('global-statistics', scored(taught, statistics), scored(rest, statistics)),
    inspector('golden-template', scored(threshing, byTemplate), scored(rest, byTemplate)),
    inspector('largest-blob', scored(taught, byBlob), scored(rest, byBlob)),
    figures('coin-toss', scored(rest, byCoin), 0.5),
    { ...figures('pass-everything', scored(rest, byCoin), Number.POSITIVE_INFINITY), auroc: null },
  ]
}

type Scorer = (sample: Sample) => number
const byTemplate: Scorer = (sample) => sample.template
const byBlob: Scorer = (sample) => sample.blob
const byCoin: Scorer = (sample) => sample.coin

const scored = (samples: readonly Sample[], scorer: Scorer): ScoredPart[] =>
  samples.map((sample) => ({ score: scorer(sample), isDefective: sample.isDefective }))

function statisticsScore(taught: readonly Sample[]): Scorer {
  const labels = taught.map((sample) => sample.isDefective)
  if (!labels.includes(true) || !labels.includes(false)) return () => Number.NaN
  const model = logisticFit(
    taught.map((sample) => sample.statistics),
    labels,
    ridge,
  )
  return (sample) => logisticScore(model, sample.statistics)
}

const inspector = (name: WeakInspector['name'], taught: readonly ScoredPart[], rest: readonly ScoredPart[]) =>
  figures(name, rest, bestThreshold(taught))

function figures(
  name: WeakInspector['name'],
  parts: readonly ScoredPart[],
  threshold: number,
): WeakInspector {
  const defective = parts.filter((part) => part.isDefective).length
  const fewer = Math.min(defective, parts.length - defective)
  const [area, accuracy] = [boundedAuroc(parts), balancedAccuracy(parts, threshold)]
  const [figure, limit] = name === 'global-statistics' ? [area, mostAuroc] : [accuracy, mostBalancedAccuracy]
  const isOver = figure.value > limit && (fewer >= plentyOfEach || figure.lower95 > limit)
  const known = (value: number) => (Number.isNaN(value) ? null : value)
  return {
    name,
    auroc: known(area.value),
    balancedAccuracy: known(accuracy.value),
    isTooGood: fewer >= leastOfEach && isOver,
  }
}

/** Why the world says nothing about a claim, in one sentence; null if it is hard enough. */
export function tooEasy(results: readonly WeakInspector[]): string | null {
  const found = results.find((result) => result.isTooGood)
  if (!found) return null
  const [figure, limit] =
    found.name === 'global-statistics'
      ? [`AUROC of ${(found.auroc ?? 0).toFixed(3)}`, mostAuroc]
      : [`balanced accuracy of ${(100 * (found.balancedAccuracy ?? 0)).toFixed(1)} %`, '97 %']
  return `The parts are too easy to test a claim: the weak inspector ${found.name} has ${figure} on them (at most ${limit}).`
}
