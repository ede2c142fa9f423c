import type { MachineKind } from '../../contract/machine.ts'
import type { Rng } from '../../contract/port.ts'
import type { MachineFinding } from '../../contract/prognosis.ts'
import { meanOf } from '../quality/mean.ts'
import { coverageShares, scoreFleet } from './fleet-score.ts'
import { findFusion, type Warnings } from './fusion-score.ts'
import type { LifeScore } from './life-score.ts'
import { marginalWidthH } from './marginal-life.ts'
import { type OracleTally, tallyOracle } from './oracle-score.ts'
import { findPolicies } from './policy-finding.ts'

/** One life, with all that is judged of it. */
export interface JudgedLife {
  readonly score: LifeScore
  /** What the oracle said at each of `lifeShares`, hours; empty: it was not asked. */
  readonly oracleH: readonly (number | null)[]
  /** First alarms by sense, of a failure by wear; null: of any other end, or where there is one sense only. */
  readonly warnings: Warnings | null
}

/** @param planningH whole lives of other machines, hours: how lives are spread, and when a calendar should replace */
export function findingOf(
  plan: { readonly machine: MachineKind; readonly seed: number; readonly rng: Rng },
  lives: readonly JudgedLife[],
  planningH: Float64Array,
): MachineFinding {
  const { machine, seed, rng } = plan
  const scores = lives.map(({ score }) => score)
  const warnings = lives.flatMap((life) => life.warnings ?? [])
  return {
    machine,
    isSimulated: true,
    seed,
    ...scoreFleet(scores),
    marginalWidthH: marginalWidths(scores, planningH.toSorted()),
    oracle: oracleOf(lives),
    fusion: warnings.length > 0 ? findFusion(warnings, rng.fork('fusion')) : null,
    cost: findPolicies(scores, [...planningH], rng.fork('policies')),
  }
}

function oracleOf(lives: readonly JudgedLife[]): MachineFinding['oracle'] {
  const asked = lives.filter(({ oracleH }) => oracleH.length > 0)
  const { marks, right, ours } = asked.reduce<OracleTally>(
    (tally, { score, oracleH }) => tallyOracle(score, oracleH, tally),
    { marks: 0, right: 0, ours: 0 },
  )
  if (right === 0) return null
  return { lives: asked.length, alphaLambda: right / marks, ours: ours / marks, ratio: ours / right }
}

function marginalWidths(scores: readonly LifeScore[], sortedH: Float64Array): Record<string, number> {
  const marks = scores.flatMap((life) => life.marks)
  const widthAt = (share: number) => {
    const widths = marks
      .filter((mark) => mark.share === share)
      .map(({ ageH }) => marginalWidthH(sortedH, ageH))
    return meanOf(widths.filter(Number.isFinite))
  }
  return Object.fromEntries(coverageShares.map((share) => [String(share), widthAt(share)]))
}
