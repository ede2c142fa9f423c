import type { Outcome, Tally } from '../../contract/claim.ts'
import type { Evaluation } from '../../contract/inspection.ts'

export const emptyTally: Tally = {
  defectiveRefused: 0,
  escapes: 0,
  goodPassed: 0,
  falseRejects: 0,
  undecidedDefective: 0,
  undecidedGood: 0,
  unknownTruth: 0,
}

/** Which cell of the table a part falls into. Positive means defective (law 5). */
function cellOf(evaluation: Evaluation, isDefective: boolean | null): keyof Tally {
  if (isDefective === null) return 'unknownTruth'
  if (evaluation === 'NotDecidable') return isDefective ? 'undecidedDefective' : 'undecidedGood'
  if (isDefective) return evaluation === 'NotOK' ? 'defectiveRefused' : 'escapes'
  return evaluation === 'OK' ? 'goodPassed' : 'falseRejects'
}

const outcomes: Readonly<Record<keyof Tally, Outcome>> = {
  defectiveRefused: 'correct',
  escapes: 'escape',
  goodPassed: 'correct',
  falseRejects: 'false-reject',
  undecidedDefective: 'undecided',
  undecidedGood: 'undecided',
  unknownTruth: 'unknown',
}

/** Folds one verdict and its truth into the tally. */
export function observe(tally: Tally, evaluation: Evaluation, isDefective: boolean | null) {
  const cell = cellOf(evaluation, isDefective)
  return { tally: { ...tally, [cell]: tally[cell] + 1 }, outcome: outcomes[cell] }
}

/** Decided defective parts, the ground on which an escape rate stands. */
export const decidedDefective = (tally: Tally): number => tally.defectiveRefused + tally.escapes
/** Decided good parts, the ground on which a false reject rate stands. */
export const decidedGood = (tally: Tally): number => tally.goodPassed + tally.falseRejects
export const decidedParts = (tally: Tally): number => decidedDefective(tally) + decidedGood(tally)
export const wrongParts = (tally: Tally): number => tally.escapes + tally.falseRejects
