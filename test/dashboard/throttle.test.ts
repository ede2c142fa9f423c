import { describe, expect, it } from 'vitest'
import { throttled } from '../../dashboard/throttle.ts'
import { createSimulatedClock } from '../../edge/core/simulated-clock.ts'

describe('asking no more often than once a second', () => {
  it('acts at once, then once for all wishes in between, and never forgets the last', () => {
    const clock = createSimulatedClock(0)
    const acted: number[] = []
    const wish = throttled(clock, 1000, () => acted.push(clock.nowMs()))
    wish()
    for (let nowMs = 100; nowMs <= 2100; nowMs += 100) {
      clock.advanceTo(nowMs)
      wish()
    }
    expect(acted).toEqual([0, 1000, 2000])
    clock.advanceTo(9500)
    expect(acted).toEqual([0, 1000, 2000, 3000])
    wish()
    expect(acted.at(-1)).toBe(9500)
  })
})
