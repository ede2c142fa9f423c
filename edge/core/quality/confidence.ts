import { scoreSteps } from '../../contract/inspection.ts'
import type { Curves } from '../../contract/report.ts'
import { thinned, total } from './ranked-score.ts'
import type { ScoreHistogram } from './score-histogram.ts'

/** Parts of one confidence, max(score, 1 − score), in steps of the grid; right: the score's side of 0.5 is the part's. */
interface Level {
  readonly steps: number
  readonly n: number
  readonly right: number
}

/** The parts that their score decides, the most confident first. */
function levelsOf({ good, defective }: ScoreHistogram): Level[] {
  const levels: Level[] = []
  for (let steps = scoreSteps; steps >= scoreSteps / 2; steps--) {
    const [high, low] = [steps, scoreSteps - steps]
    const bins = high === low ? [high] : [high, low]
    const n = bins.reduce((sum, bin) => sum + (good[bin] ?? 0) + (defective[bin] ?? 0), 0)
    const right = (defective[high] ?? 0) + (high === low ? 0 : (good[low] ?? 0))
    if (n > 0) levels.push({ steps, n, right })
  }
  return levels
}

/** Ten equal bins of confidence, closed on the right; the scores' own sides leave five of them in use. */
export function reliabilityOf(histogram: ScoreHistogram): Curves['reliability'] {
  const bins = new Map<number, { steps: number; right: number; n: number }>()
  for (const { steps, n, right } of levelsOf(histogram).reverse()) {
    const key = Math.ceil(steps / (scoreSteps / 10))
    const bin = bins.get(key) ?? { steps: 0, right: 0, n: 0 }
    bins.set(key, bin)
    bin.steps += n * steps
    bin.right += right
    bin.n += n
  }
  return [...bins.values()].map(({ steps, right, n }) => ({
    confidence: steps / scoreSteps / n,
    rightShare: right / n,
    n,
  }))
}

/** Expected calibration error (science A9) of the parts that their score decides; null without one. */
export function calibrationErrorOf(histogram: ScoreHistogram): number | null {
  const bins = reliabilityOf(histogram)
  const parts = bins.reduce((sum, { n }) => sum + n, 0)
  const gap = bins.reduce(
    (sum, { n, confidence, rightShare }) => sum + n * Math.abs(rightShare - confidence),
    0,
  )
  return parts === 0 ? null : gap / parts
}

/**
 * Share of errors among the most confident decisions, against their share of all parts: what is undecided at any
 * threshold is never covered. Equal confidence is one step; at most 200 points.
 */
export function riskCoverageOf(histogram: ScoreHistogram): Curves['riskCoverage'] {
  const { good, defective, heldGood, heldDefective, unscored } = histogram
  const scored = [good, defective, heldGood, heldDefective].reduce((sum, bins) => sum + total(bins), 0)
  const parts = scored + unscored.good + unscored.defective
  let [covered, wrong] = [0, 0]
  const points = levelsOf(histogram).map(({ n, right }) => {
    covered += n
    wrong += n - right
    return { coverage: covered / parts, risk: wrong / covered }
  })
  return thinned(points, ({ coverage }) => coverage, 1)
}

/** Area under the risk-coverage curve (science A9): the mean over all orders of equal confidence; null without a part. */
export function aurcOf(histogram: ScoreHistogram): number | null {
  let [covered, wrong, area] = [0, 0, 0]
  for (const { n, right } of levelsOf(histogram)) {
    // Of the first j of n equals, j / n of their errors are met on average.
    for (let j = 1; j <= n; j++) area += (wrong + ((n - right) * j) / n) / (covered + j)
    covered += n
    wrong += n - right
  }
  return covered === 0 ? null : area / covered
}
