import type { Trial } from '../../contract/trial.ts'

export interface WorstTrials {
  add(trial: Trial): void
  list(): Trial[]
}

/**
 * The trials that a person should look at, at most `limit`: escapes and false rejects, the most certain first, then
 * undecided parts, the most doubtful first. What comes first does not depend on the order of adding.
 */
export function createWorstTrials(limit: number): WorstTrials {
  const errors = createTop(limit, certainty)
  const undecided = createTop(limit, (trial) => -doubt(trial))
  return {
    add(trial) {
      if (trial.evaluation === 'NotDecidable') undecided.add(trial)
      else if (trial.isDefective !== (trial.evaluation === 'NotOK')) errors.add(trial)
    },
    list: () => [...errors.list(), ...undecided.list()].slice(0, limit),
  }
}

/** How sure the inspector was of its error, 0 to 1. */
function certainty({ evaluation, score }: Trial): number {
  if (score === null) return 0
  return evaluation === 'OK' ? 1 - score : score
}

/** Distance from a score that says nothing; a part that was never looked at is not doubted, and comes last. */
const doubt = ({ score }: Trial): number => (score === null ? 1 : Math.abs(score - 0.5))

/** The first few by falling weight; of equals the earlier row. */
function createTop(limit: number, weightOf: (trial: Trial) => number): WorstTrials {
  const kept: Trial[] = []
  const compare = (a: Trial, b: Trial) => weightOf(b) - weightOf(a) || a.row - b.row
  return {
    add(trial) {
      const last = kept[limit - 1]
      if (last && compare(last, trial) <= 0) return
      kept.push(trial)
      kept.sort(compare)
      kept.length = Math.min(kept.length, limit)
    },
    list: () => kept,
  }
}
