import type { UpkeepGame } from '../../edge/contract/upkeep-game.ts'

/** Two lives: one that wears out at 1000 h and is foretold, one that fails suddenly at 500 h. */
export const sampleGame: UpkeepGame = {
  ...{ machine: 'mill-spindle', round: 1, isSimulated: true },
  ...{ costs: { planned: 1, failure: 5 }, noticeH: 24, calendarAgeH: 600 },
  limits: { planUnderH: 240, actUnderH: 72 },
  lives: [
    {
      ...{ unit: '1-1', ageH: [2, 400, 900, 990], lowH: [null, 300, 50, 2], medianH: [null, 500, 90, 9] },
      ...{ highH: [null, 800, 200, 40], truth: null, failsAtH: 1000, isSudden: false, actAtH: 900 },
    },
    {
      ...{ unit: '1-2', ageH: [2, 400], lowH: [null, 300], medianH: [null, 500], highH: [null, 800] },
      ...{ truth: null, failsAtH: 500, isSudden: true, actAtH: null },
    },
  ],
  policies: [
    {
      policy: 'runToFailure',
      stops: [
        { ranH: 1000, isFailure: true },
        { ranH: 500, isFailure: true },
      ],
    },
  ],
}
