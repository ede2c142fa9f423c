import type { UpkeepLife, UpkeepStop } from '../edge/contract/upkeep-game.ts'

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
