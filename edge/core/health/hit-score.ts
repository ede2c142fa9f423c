/** Hits, false alarms and misses as the usual three figures; 0 where nothing was flagged or nothing was to be found. */
export function hitScore(hits: number, falseAlarms: number, misses: number) {
  const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0)
  return {
    precision: share(hits, hits + falseAlarms),
    recall: share(hits, hits + misses),
    f1: share(2 * hits, 2 * hits + falseAlarms + misses),
  }
}
