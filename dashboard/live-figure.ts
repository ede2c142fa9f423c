import type { Condition, LiveFigure } from '../edge/contract/lesson.ts'
import { desk } from './desk.ts'
import { handFigures } from './hand.ts'
import { isHolding, recentShares, tallyFigures } from './lesson-fold.ts'
import { callingAlarms } from './machines.ts'
import { belt, condition, held, verification } from './store.ts'
import { upkeepFigures } from './upkeep.ts'

/** What the running line shows now; null: nothing yet. Reads signals: whoever asks is told of changes. */
export function figureNow(figure: LiveFigure): number | null {
  const said = verification.value
  const evidence = said?.evidence
  const known: Partial<Record<LiveFigure, number | null>> = {
    ...(said && tallyFigures(said.tally)),
    ...recentShares(belt.value),
    partsLeft: evidence?.partsLeft ?? null,
    eDemonstrate: evidence?.eDemonstrate ?? null,
    eRefute: evidence?.eRefute ?? null,
    lampLevel: condition.value?.lampLevel ?? null,
    lensSmear: condition.value?.lensSmear ?? null,
    waitingAtDesk: desk.value?.waiting.length ?? null,
    alarms: callingAlarms.value,
    heldPart: held.value ? 1 : 0,
    ...handFigures.value,
    ...upkeepFigures.value,
  }
  return known[figure] ?? null
}

export const holds = (condition: Condition): boolean => isHolding(condition, figureNow(condition.figure))
