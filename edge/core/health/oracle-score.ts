import { alpha, type LifeScore, lifeShares } from './life-score.ts'

/** Marks from half life on at which both were asked, and how often each was within ±20 % of the truth. */
export interface OracleTally {
  readonly marks: number
  readonly right: number
  readonly ours: number
}

const shares: readonly number[] = lifeShares

/** Adds one life. @param oracleH what the oracle said at each of `lifeShares`, hours; null: it was not asked */
export function tallyOracle(
  { marks }: LifeScore,
  oracleH: readonly (number | null)[],
  tally: OracleTally,
): OracleTally {
  const asked = marks.filter(({ share }) => share >= 0.5)
  let { marks: count, right, ours } = tally
  for (const { share, remainingH, isWithinAlpha } of asked) {
    const said = oracleH[shares.indexOf(share)] ?? null
    if (said === null) continue
    count++
    if (Math.abs(said - remainingH) <= alpha * remainingH) right++
    if (isWithinAlpha) ours++
  }
  return { marks: count, right, ours }
}
