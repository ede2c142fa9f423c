import { describe, expect, it } from 'vitest'
import { rngFromSeed } from '../../datasets/rng.ts'
import { deterministicQueue } from '../../edge/core/bench/deterministic-queue.ts'

/** Erlang 1909, one server: the share of arrivals that wait no longer. */
function erlang(utilisation: number, wait: number): number {
  let [sum, factorial] = [0, 1]
  for (let k = 0; k <= Math.floor(wait); k++) {
    factorial *= Math.max(1, k)
    const since = utilisation * (wait - k)
    sum += ((-since) ** k / factorial) * Math.exp(since)
  }
  return (1 - utilisation) * sum
}

describe('M/D/c', () => {
  // Crommelin, P.O. Electrical Engineers' Journal 25 (1932) 41-50: the mean as a series of Poisson tails, summed elsewhere.
  it.each([
    [1, 0.5, 0.5],
    [2, 0.5, 0.17674106],
    [2, 0.8, 0.90328388],
    [3, 0.5, 0.08720173],
    [4, 0.5, 0.04965174],
    [4, 0.8, 0.38609493],
    [5, 0.5, 0.03065319],
    [10, 0.8, 0.10982778],
  ])('%i servers at %f: mean wait %f service times', (servers, utilisation, wait) => {
    expect(deterministicQueue(servers, utilisation).meanWait).toBeCloseTo(wait, 7)
  })

  it.each([0.3, 0.5, 0.8])('one server at %f waits as Erlang found', (utilisation) => {
    const queue = deterministicQueue(1, utilisation)
    for (const wait of [0, 0.2, 0.99, 1, 1.5, 2.25, 4])
      expect(queue.waitedAtMost(wait)).toBeCloseTo(erlang(utilisation, wait), 10)
  })

  it('has quantiles that turn its distribution round, and none where nobody waits', () => {
    const queue = deterministicQueue(2, 0.5)
    expect(queue.waitedAtMost(queue.waitOf(0.99))).toBeCloseTo(0.99, 10)
    expect(queue.waitOf(0.5)).toBe(0)
  })

  it('waits as a queue that is played', () => {
    const [rng, servers, utilisation, arrivals] = [rngFromSeed(5), 3, 0.8, 200_000]
    const freeAt = new Float64Array(servers)
    const waits = new Float64Array(arrivals)
    let now = 0
    for (let n = 0; n < arrivals; n++) {
      now -= Math.log(1 - rng.next()) / (servers * utilisation)
      const first = freeAt.indexOf(Math.min(...freeAt))
      waits[n] = Math.max(0, (freeAt[first] ?? 0) - now)
      freeAt[first] = Math.max(now, freeAt[first] ?? 0) + 1
    }
    const queue = deterministicQueue(servers, utilisation)
    const played = waits.sort()[0.99 * arrivals] ?? 0
    expect(Math.abs(played / queue.waitOf(0.99) - 1)).toBeLessThan(0.05)
  })

  it('is refused where it has no steady state', () => {
    for (const utilisation of [0, 1, Number.NaN])
      expect(() => deterministicQueue(1, utilisation)).toThrow(RangeError)
  })
})
