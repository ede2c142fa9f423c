import { describe, expect, it } from 'vitest'
import { refutedCells } from '../../edge/core/quality/cell.ts'
import type { Counts } from '../../edge/core/quality/judgement.ts'
import { endingOf } from '../../edge/core/quality/sequential.ts'
import { createSettling, sequentialPlan } from '../../edge/core/quality/settling.ts'

const limits = { claim: 0.998, maxEscapeRate: 0.02, maxFalseRejectRate: 0.05 }

describe('a sequential examination', () => {
  it.each([0.002, 0.02, 0.05])(
    'accepts a rate of exactly the limit %d at most 1 time in 20, exactly counted',
    (limit) => {
      const plan = sequentialPlan(limit)
      const { accepted, open } = endingOf(plan, limit, plan.n)
      expect(open).toBeLessThan(1e-9)
      expect(accepted).toBeLessThanOrEqual(0.05)
      expect(accepted).toBeGreaterThan(0.02)
    },
  )

  it.each([0.002, 0.02, 0.05])(
    'mostly accepts a quarter of the limit %d, with far fewer parts than the plan',
    (limit) => {
      const plan = sequentialPlan(limit)
      const { accepted, meanParts } = endingOf(plan, limit / 4, plan.n)
      expect(accepted).toBeGreaterThan(0.9)
      expect(meanParts).toBeLessThan(0.75 * plan.n)
    },
  )

  it('ends when every rate is accepted', () => {
    const settling = createSettling(limits)
    const part = (index: number) =>
      ({ isDefective: index % 2 === 0, evaluation: index % 2 === 0 ? 'NotOK' : 'OK' }) as const
    let parts = 1
    while (!settling.add(part(parts))) parts++
    expect(settling.state()).toEqual({ accuracy: 'accepted', escape: 'accepted', falseReject: 'accepted' })
    // Accuracy at 99.8 % needs longest: about ln(1 / 0.025) / (p1 - p0) parts without an error.
    expect(parts).toBeGreaterThan(2000)
    expect(parts).toBeLessThan(2700)
  })

  it('ends early when everything is passed', () => {
    const settling = createSettling(limits)
    let parts = 1
    while (!settling.add({ isDefective: parts % 2 === 0, evaluation: 'OK' })) parts++
    expect(parts).toBeLessThan(50)
    expect(Object.values(settling.state())).toContain('rejected')
  })

  it('learns nothing from undecided parts', () => {
    const settling = createSettling(limits)
    for (let part = 0; part < 10_000; part++) settling.add({ isDefective: true, evaluation: 'NotDecidable' })
    expect(settling.state()).toEqual({ accuracy: 'open', escape: 'open', falseReject: 'open' })
  })
})

const cell = (errors: number, n: number): Counts => ({
  wrong: { count: errors, n },
  escape: { count: 0, n: n / 2 },
  falseReject: { count: errors, n: n / 2 },
  undecided: { good: 0, defective: 0 },
  classes: [],
})

describe('several cells together', () => {
  it('refutes the one that is plainly over the limit, and no other', () => {
    expect(refutedCells([cell(0, 1000), cell(30, 1000), cell(2, 1000)], limits)).toEqual([false, true, false])
  })

  it('is stricter than each cell alone: 6 of 1000 refute one cell, not one of eight', () => {
    expect(refutedCells([cell(6, 1000)], limits)).toEqual([true])
    expect(refutedCells([cell(6, 1000), ...Array.from({ length: 7 }, () => cell(1, 1000))], limits)).toEqual(
      Array.from({ length: 8 }, () => false),
    )
  })

  it('refutes nothing without a part', () => {
    expect(refutedCells([cell(0, 0)], limits)).toEqual([false])
  })
})
