import { type Reason, scoreSteps } from '../../contract/inspection.ts'
import type { DialStep } from '../../contract/report.ts'
import type { Counts } from './judgement.ts'
import { type Ranked, total } from './ranked-score.ts'
import { countsOf } from './table-tally.ts'

/** Parts by score in steps of its grid: all that thresholds can be tried on, in memory that does not grow. */
export interface ScoreHistogram extends Ranked {
  /** Scored, and undecided at any threshold: outside the envelope. */
  readonly heldGood: ArrayLike<number>
  readonly heldDefective: ArrayLike<number>
  /** Never looked at: late, or the inspector failed. */
  readonly unscored: { readonly good: number; readonly defective: number }
}

type Thresholds = Pick<DialStep, 'acceptBelow' | 'rejectAtLeast'>

/** What of an inspected part thresholds can act on. */
export interface Scored {
  readonly score: number | null
  readonly isDefective: boolean
  readonly reason: Reason
}

const byScore: readonly Reason[] = ['below-accept-threshold', 'above-reject-threshold', 'between-thresholds']

export interface ScoreFold {
  add(part: Scored): void
  histogram(): ScoreHistogram
}

export function createScoreHistogram(): ScoreFold {
  const decided = { good: new Uint32Array(scoreSteps + 1), defective: new Uint32Array(scoreSteps + 1) }
  const held = { good: new Uint32Array(scoreSteps + 1), defective: new Uint32Array(scoreSteps + 1) }
  const unscored = { good: 0, defective: 0 }
  return {
    add({ score, isDefective, reason }) {
      const kind = isDefective ? 'defective' : 'good'
      if (score === null) {
        unscored[kind]++
        return
      }
      const bins = (byScore.includes(reason) ? decided : held)[kind]
      const bin = Math.min(scoreSteps, Math.max(0, Math.round(score * scoreSteps)))
      bins[bin] = (bins[bin] ?? 0) + 1
    },
    histogram: () => ({ ...decided, heldGood: held.good, heldDefective: held.defective, unscored }),
  }
}

const sum = (a: ArrayLike<number>, b: ArrayLike<number>): number[] =>
  Array.from(a, (count, bin) => count + (b[bin] ?? 0))

/** All scored parts, also those outside the envelope: how the score ranks is no matter of deciding. */
export const rankedOf = ({ good, defective, heldGood, heldDefective }: ScoreHistogram): Ranked => ({
  good: sum(good, heldGood),
  defective: sum(defective, heldDefective),
})

/** What the parts would have come to at these thresholds. */
export function countsAt(histogram: ScoreHistogram, thresholds: Thresholds): Counts {
  const { unscored, heldGood, heldDefective } = histogram
  const good = splitAt(histogram.good, thresholds)
  const defective = splitAt(histogram.defective, thresholds)
  return countsOf({
    defectiveRefused: defective.refused,
    escapes: defective.passed,
    goodPassed: good.passed,
    falseRejects: good.refused,
    undecidedDefective: defective.open + total(heldDefective) + unscored.defective,
    undecidedGood: good.open + total(heldGood) + unscored.good,
    unknownTruth: 0,
  })
}

/** As `decide` does: refused first, then passed. */
function splitAt(bins: ArrayLike<number>, { acceptBelow, rejectAtLeast }: Thresholds) {
  const split = { passed: 0, refused: 0, open: 0 }
  for (let bin = 0; bin <= scoreSteps; bin++) {
    const score = bin / scoreSteps
    split[score >= rejectAtLeast ? 'refused' : score < acceptBelow ? 'passed' : 'open'] += bins[bin] ?? 0
  }
  return split
}
