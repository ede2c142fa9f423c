import type { UpkeepGame, UpkeepLife, UpkeepStop } from '../edge/contract/upkeep-game.ts'

/** What stops came to, in planned repairs. */
export interface UpkeepTally {
  readonly ranH: number
  readonly failures: number
  /** For 1000 running hours; null: nothing ran. */
  readonly cost: number | null
}

export function tally(stops: readonly UpkeepStop[], { planned, failure }: UpkeepGame['costs']): UpkeepTally {
  const ranH = stops.reduce((sum, stop) => sum + stop.ranH, 0)
  const failures = stops.filter(({ isFailure }) => isFailure).length
  const spent = failures * failure + (stops.length - failures) * planned
  return { ranH, failures, cost: ranH === 0 ? null : (1000 * spent) / ranH }
}

/** What comes of a stop that a player asks for at this age; in its last hours a unit fails before anybody comes. */
export function stopAt(ageH: number, { failsAtH }: UpkeepLife, noticeH: number): UpkeepStop {
  const isFailure = failsAtH - ageH < noticeH
  return { ranH: isFailure ? failsAtH : Math.max(ageH, 1), isFailure }
}

/** What is shown of a life at its instant `at`: what was said until then, and the end only when it has come. */
export function shownLife(life: UpkeepLife, at: number, hasEnded: boolean): UpkeepLife {
  if (hasEnded) {
    const { failsAtH, isSudden } = life
    const ending = isSudden ? 'sudden' : 'worn-out'
    return { ...life, truth: { endedAtH: failsAtH, failsAtH, ending } }
  }
  const until = <T>(column: readonly T[]): T[] => column.slice(0, at + 1)
  return {
    ...life,
    ageH: until(life.ageH),
    lowH: until(life.lowH),
    medianH: until(life.medianH),
    highH: until(life.highH),
  }
}

export const isToldToAct = ({ actAtH }: UpkeepLife, ageH: number): boolean =>
  actAtH !== null && ageH >= actAtH
