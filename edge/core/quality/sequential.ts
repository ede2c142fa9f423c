/** When a sequential test ends, by errors k after n parts. */
export interface SequentialTest {
  /** Accept with at most so many errors after n parts; -1: not yet. */
  acceptAtMost(n: number): number
  /** Reject from so many errors on. */
  rejectAtLeast(n: number): number
}

/** Error rates p0 (good enough) and p1 (too bad), and the risks alpha and beta of deciding wrongly at each. */
export interface SprtOrder {
  readonly p0: number
  readonly p1: number
  readonly alpha: number
  readonly beta: number
}

/** What a right and a wrong part add to the log of the likelihood ratio. */
export const steps = ({ p0, p1 }: SprtOrder) => ({
  right: Math.log((1 - p1) / (1 - p0)),
  wrong: Math.log(p1 / p0),
})

/** Slope and the two heights of Wald's lines (1945): accept at k <= s n - hAccept, reject at k >= s n + hReject. */
export function waldLines(order: SprtOrder) {
  const { right, wrong } = steps(order)
  const g = wrong - right
  const hAccept = Math.log((1 - order.alpha) / order.beta) / g
  const hReject = Math.log((1 - order.beta) / order.alpha) / g
  return { slope: -right / g, hAccept, hReject }
}

export function sprt(order: SprtOrder): SequentialTest {
  const { slope, hAccept, hReject } = waldLines(order)
  return {
    acceptAtMost: (n) => Math.max(-1, Math.floor(slope * n - hAccept)),
    rejectAtLeast: (n) => Math.ceil(slope * n + hReject),
  }
}

/** The same test ended at `parts`: rejected as soon as more than `allowed` are wrong, accepted at the end otherwise. */
export const truncated = (test: SequentialTest, parts: number, allowed: number): SequentialTest => ({
  acceptAtMost: (n) => (n >= parts ? allowed : test.acceptAtMost(n)),
  rejectAtLeast: (n) => Math.min(allowed + 1, test.rejectAtLeast(n)),
})

/** Wald's own approximation of the mean number of parts at p0 and p1; it forgets the overshoot. */
export function waldMeanParts(order: SprtOrder): readonly [atP0: number, atP1: number] {
  const { p0, p1, alpha, beta } = order
  const { right, wrong } = steps(order)
  const [accept, reject] = [Math.log(beta / (1 - alpha)), Math.log((1 - beta) / alpha)]
  const mean = (rate: number, end: number) => end / (rate * wrong + (1 - rate) * right)
  return [mean(p0, (1 - alpha) * accept + alpha * reject), mean(p1, beta * accept + (1 - beta) * reject)]
}

/** How a sequential test ends: shares of accepted, rejected and still open, and the mean number of parts. */
export interface Ending {
  readonly accepted: number
  readonly rejected: number
  readonly open: number
  readonly meanParts: number
  /** Parts after which less than `negligible` was open, or the limit given. */
  readonly parts: number
}

const negligible = 1e-12

/**
 * What becomes of the test at a true error rate, exactly, by the forward recursion over the number of errors, part by
 * part until (almost) nothing is open or `maxParts` are reached.
 */
export function endingOf(test: SequentialTest, rate: number, maxParts = Number.POSITIVE_INFINITY): Ending {
  let open: number[] = [1]
  // The first entry of `open` is the chance of `least` errors.
  let least = 0
  let [accepted, rejected, meanParts, left, parts] = [0, 0, 0, 1, 0]
  while (parts < maxParts && left > negligible) {
    parts++
    meanParts += left
    const [low, high] = [test.acceptAtMost(parts), test.rejectAtLeast(parts)]
    const next: number[] = []
    left = 0
    for (let k = least; k <= least + open.length; k++) {
      const chance = (open[k - least] ?? 0) * (1 - rate) + (open[k - least - 1] ?? 0) * rate
      if (k <= low) accepted += chance
      else if (k >= high) rejected += chance
      else {
        next.push(chance)
        left += chance
      }
    }
    open = next
    least = Math.max(least, low + 1)
  }
  return { accepted, rejected, open: left, meanParts, parts }
}
