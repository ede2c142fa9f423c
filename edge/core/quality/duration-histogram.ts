/** Width of a bin: 1 %. The middle of it is at most half of that off. */
const logWidth = Math.log(1.01)
/** Durations under a microsecond count as one, those over a day as a day. */
const [shortestMs, longestMs] = [0.001, 86_400_000]
const keyOf = (ms: number): number =>
  Math.round(Math.log(Math.min(longestMs, Math.max(shortestMs, ms)) / shortestMs) / logWidth)

export interface DurationHistogram {
  add(ms: number): void
  n(): number
  /** The duration that this share of all keeps to, within 1 %; null: none was added. */
  percentile(share: number): number | null
  /** The duration of this rank, the shortest has 1, within 1 %; null: there are fewer. */
  atRank(rank: number): number | null
}

/** Percentiles of any number of durations in 20 kB. */
export function createDurationHistogram(): DurationHistogram {
  const bins = new Float64Array(keyOf(longestMs) + 1)
  let n = 0
  const atRank = (rank: number): number | null => {
    let left = rank
    const key = bins.findIndex((count) => {
      left -= count
      return left <= 0
    })
    return key < 0 || rank < 1 ? null : shortestMs * Math.exp(key * logWidth)
  }
  return {
    add(ms) {
      const key = keyOf(ms)
      bins[key] = (bins[key] ?? 0) + 1
      n++
    },
    n: () => n,
    percentile: (share) => atRank(Math.max(1, Math.ceil(share * n))),
    atRank,
  }
}
