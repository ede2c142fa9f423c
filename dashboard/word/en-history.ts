/** The words of what the book holds, and of the brush. */
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
  draw: {
    start: 'Draw a defect',
    canvas: 'Draw on the part: arrow keys move the spot, Enter sets a dot',
    class: 'As',
    width: (width: string) => `Brush ${width}`,
    bright: 'Bright',
    clear: 'Clear',
    inspect: 'Inspect',
    cancel: 'Cancel',
    hint: (name: string, limit: string) =>
      `Up to 8 strokes. As ${name} it is a defect from ${limit} on; what you draw goes through the same light, lens and noise.`,
    failed: 'The service did not answer.',
    said: (name: string, size: string, ratio: string, isFound: boolean) =>
      `You drew a ${name} of ${size}, ${ratio} of its limit: ${isFound ? 'marked where it lies' : 'not marked'}.`,
    pod: (share: string) => `Of marks of this class and size the line sees ${share} so far.`,
    notCounted: 'It counts for no claim.',
  },
}
export type HistoryWords = typeof historyEn
