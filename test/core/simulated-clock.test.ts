import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSimulatedClock } from '../../edge/core/simulated-clock.ts'

describe('the simulated clock', () => {
  it('moves only when told, and never back', () => {
    const clock = createSimulatedClock(1000)
    clock.advanceTo(1250)
    clock.advanceTo(1100)
    expect([clock.nowMs(), clock.monotonicMs()]).toEqual([1250, 250])
  })

  it('calls what falls due in order of time, and what falls due together in the order of asking', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 30 }), (delays) => {
        const clock = createSimulatedClock(0)
        const called: { dueMs: number; order: number; nowMs: number }[] = []
        for (const [order, dueMs] of delays.entries()) {
          clock.after(dueMs, () => called.push({ dueMs, order, nowMs: clock.nowMs() }))
        }
        clock.advanceTo(100)
        const expected = delays
          .map((dueMs, order) => ({ dueMs, order, nowMs: dueMs }))
          .sort((a, b) => a.dueMs - b.dueMs || a.order - b.order)
        expect(called).toEqual(expected)
      }),
      { seed: 1 },
    )
  })

  it('calls an action that another one asks for, if that too falls due', () => {
    const clock = createSimulatedClock(0)
    const called: number[] = []
    const tick = () => {
      called.push(clock.nowMs())
      clock.after(10, tick)
    }
    clock.after(10, tick)
    clock.advanceTo(35)
    expect(called).toEqual([10, 20, 30])
    expect(clock.nowMs()).toBe(35)
  })

  it('forgets what is cancelled', () => {
    const clock = createSimulatedClock(0)
    const called: string[] = []
    const cancel = clock.after(10, () => called.push('no'))
    clock.after(10, () => called.push('yes'))
    cancel()
    clock.advanceTo(10)
    expect(called).toEqual(['yes'])
  })
})
