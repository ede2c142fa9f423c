/** The words of what the book holds. */
export const historyEn = {
  history: {
    title: 'Stored parts',
    any: 'any',
    from: 'From',
    until: 'Until',
    time: 'Time',
    older: 'Further back',
    export: 'Save as',
    away: 'The service does not answer.',
    searching: (searched: string) => `Searching … ${searched} parts looked through`,
    found: (parts: string, searched: string, isAll: boolean) =>
      `${parts} found among the ${isAll ? '' : 'last '}${searched} parts, newest first`,
  },
}
export type HistoryWords = typeof historyEn
