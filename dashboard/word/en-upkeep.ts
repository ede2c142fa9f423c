/** Words of the game of upkeep. */
export const upkeepEn = {
  upkeep: {
    title: 'When do you stop it?',
    intro:
      'Five units, one after the other, in fast motion. Stop each before it fails, but not too early: a planned repair costs 1, a failure 5, and what counts is cost for 1,000 running hours. Who stops it in its last day comes too late.',
    machine: 'Machine',
    round: 'Round',
    sameRound: 'The same machine and round deal everybody the same five lives.',
    start: 'Begin',
    dealing: 'Units are being lived …',
    unit: (n: string, of: string) => `Unit ${n} of ${of}`,
    pause: 'Pause',
    goOn: 'Go on',
    stop: 'End the game',
    next: 'Next unit',
    again: 'Another round',
    failed: (at: string) => `It failed at ${at}. That costs 5.`,
    sudden: (at: string) =>
      `It failed at ${at}, suddenly and without wear: no forecast sees that. It costs 5.`,
    replaced: (at: string, left: string) => `Replaced at ${at} for 1. It would have run another ${left}.`,
    you: 'You',
    calendar: (age: string) => `best calendar (${age})`,
    failures: 'Failures',
    of: (count: string, n: string) => `${count} of ${n}`,
    ran: 'Ran',
    cost: 'Cost for 1,000 h',
    few: 'Five lives are luck as well: one failure more or less turns the order round. “What upkeep costs” shows the same policies on thousands.',
  },
}

export type UpkeepWords = typeof upkeepEn
