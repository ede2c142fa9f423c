import { bisect } from '../quality/bisect.ts'

/** M/D/c: arrivals by chance, `servers` of one constant service time, one queue. Times in units of that service time. */
export interface DeterministicQueue {
  readonly meanWait: number
  /** Share of arrivals that wait no longer. */
  waitedAtMost(wait: number): number
  /** The wait that a share of arrivals does not exceed. */
  waitOf(share: number): number
}

const busiest = 0.95
/** Beyond so many in the system there is next to no mass, even at the busiest. */
const statesOver = 300
const steady = 1e-14
const mostSteps = 20_000

/**
 * Steady state from the chain at distances of one service time, and the waits from it.
 * Source: Franx, A simple solution for the M/D/c waiting time distribution, Operations Research Letters 29 (2001) 221-229.
 * @throws {RangeError} for a utilisation outside 0 … 0.95
 */
export function deterministicQueue(servers: number, utilisation: number): DeterministicQueue {
  if (!(utilisation > 0 && utilisation <= busiest)) throw new RangeError(`utilisation ${utilisation}`)
  const rate = servers * utilisation
  const inSystem = steadyState(servers, rate)
  const queued = inSystem.reduce((sum, share, count) => sum + Math.max(0, count - servers) * share, 0)
  const cumulated = cumulate(inSystem)
  const atMost = (count: number) => cumulated[Math.min(count, cumulated.length - 1)] ?? 1
  function waitedAtMost(wait: number): number {
    if (wait < 0) return 0
    const spans = Math.floor(wait) + 1
    const last = spans * servers - 1
    const left = rate * (spans - wait)
    return poisson(left, last).reduce((sum, chance, n) => sum + chance * atMost(servers + last - n), 0)
  }
  return {
    meanWait: queued / rate,
    waitedAtMost,
    waitOf(share) {
      if (waitedAtMost(0) >= share) return 0
      let high = 1
      while (waitedAtMost(high) < share) high *= 2
      return bisect(0, high, (wait) => waitedAtMost(wait) < share)
    },
  }
}

/** Chances of 0, 1, 2 … in the system: whoever is served now has left one service time later, all others came meanwhile. */
function steadyState(servers: number, rate: number): number[] {
  const states = servers + statesOver
  const arrivals = poisson(rate, states)
  let now = poisson(rate, states)
  for (let step = 0; step < mostSteps; step++) {
    const next = new Array<number>(states + 1).fill(0)
    for (const [count, share] of now.entries()) {
      const left = Math.max(0, count - servers)
      for (let to = left; to <= states; to++) next[to] = (next[to] ?? 0) + share * (arrivals[to - left] ?? 0)
    }
    const sum = next.reduce((all, share) => all + share, 0)
    const scaled = next.map((share) => share / sum)
    const change = scaled.reduce(
      (most, share, count) => Math.max(most, Math.abs(share - (now[count] ?? 0))),
      0,
    )
    now = scaled
    if (change < steady) break
  }
  return now
}

function poisson(mean: number, last: number): number[] {
  const chances = [Math.exp(-mean)]
  for (let n = 1; n <= last; n++) chances.push(((chances[n - 1] ?? 0) * mean) / n)
  return chances
}

function cumulate(shares: readonly number[]): number[] {
  let sum = 0
  return shares.map((share) => {
    sum += share
    return sum
  })
}
