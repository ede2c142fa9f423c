import { describe, expect, it } from 'vitest'
import { rngFromSeed } from '../../datasets/rng.ts'
import { createSimulatedClock, type SimulatedClock } from '../../edge/core/simulated-clock.ts'
import { arriveAt, askInTurn, keepBusy, type Target } from '../../edge/service/load.ts'

/** Lets simulated time pass until the load is carried. */
async function drive<Result>(clock: SimulatedClock, load: Promise<Result>): Promise<Result> {
  let isDone = false
  void load.finally(() => {
    isDone = true
  })
  while (!isDone) {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
    clock.advanceTo(clock.nowMs() + 1)
  }
  return load
}

/** Serves one query after the other, each so many milliseconds. */
function server(clock: SimulatedClock, serviceMs: number): Target & { asked: number } {
  let freeAtMs = 0
  return {
    asked: 0,
    ask() {
      this.asked++
      freeAtMs = Math.max(freeAtMs, clock.nowMs()) + serviceMs
      return new Promise((resolve) => void clock.after(freeAtMs - clock.nowMs(), resolve))
    },
  }
}

describe('a load', () => {
  it('of one query in flight waits for nobody', async () => {
    const clock = createSimulatedClock(0)
    const { queries, seconds, latenciesMs } = await drive(clock, keepBusy(server(clock, 10), 1, 1000, clock))
    expect([queries, seconds]).toEqual([100, 1])
    expect(new Set(latenciesMs)).toEqual(new Set([10]))
  })

  it('of many in flight keeps the target busy, and each waits for those before it', async () => {
    const clock = createSimulatedClock(0)
    const { queries, seconds, latenciesMs } = await drive(clock, keepBusy(server(clock, 10), 4, 1000, clock))
    expect(queries / seconds).toBeCloseTo(100, 0)
    expect(latenciesMs.at(-1)).toBe(40)
  })

  it('at an even takt counts from the due time: a stall counts for all that wait behind it', async () => {
    const clock = createSimulatedClock(0)
    const slow = await drive(clock, arriveAt(server(clock, 25), 50, 1000, { clock, rng: null }))
    // One more every 20 ms, each served in 25: the last of 49 waits 48 × 5 ms besides.
    expect(slow.queries).toBe(49)
    expect(Math.max(...slow.latenciesMs)).toBe(25 + 48 * 5)
    const target = server(clock, 5)
    const quick = await drive(clock, arriveAt(target, 50, 1000, { clock, rng: null }))
    expect(new Set(quick.latenciesMs)).toEqual(new Set([5]))
    expect(target.asked).toBe(quick.queries)
  })

  it('by chance has the rate that was asked for, and the waiting of an M/D/1 queue', async () => {
    const clock = createSimulatedClock(0)
    const rng = rngFromSeed(5)
    const { queries, latenciesMs } = await drive(
      clock,
      arriveAt(server(clock, 10), 50, 60_000, { clock, rng }),
    )
    expect(Math.abs(queries - 3000)).toBeLessThan(4 * Math.sqrt(3000))
    // Pollaczek-Khinchine: at half load the mean wait is half of the service time; timers are whole milliseconds here.
    const meanWaitMs = latenciesMs.reduce((sum, ms) => sum + ms, 0) / queries - 10
    expect(meanWaitMs).toBeGreaterThan(4)
    expect(meanWaitMs).toBeLessThan(6.5)
  })

  it('in turn asks as often as it was told', async () => {
    const clock = createSimulatedClock(0)
    const target = server(clock, 1)
    await drive(clock, askInTurn(target, 7))
    expect(target.asked).toBe(7)
  })
})
