import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dropOrderOf } from '../../edge/core/drop-order.ts'
import type { EventDraft } from '../../edge/core/event.ts'
import { createOutboxAge } from '../../edge/core/outbox-age.ts'
import { gapOf, isOver, overflowOf } from '../../edge/core/overflow.ts'
import { sampleData, sampleResult } from '../io/sample-data.ts'

const topic = 'jidoka/demo/plant/hall/steel-strip/cell/_inspect/v1/result'
const rows = fc
  .array(fc.integer({ min: 1, max: 900 }), { maxLength: 60 })
  .map((bytes) => bytes.map((size, index) => ({ sequence: index + 1, topic, bytes: size })))
const total = (dropped: readonly { readonly bytes: number }[]) => ({
  rows: dropped.length,
  bytes: dropped.reduce((sum, { bytes }) => sum + bytes, 0),
})

describe('what an outbox that is too full drops', () => {
  it('brings it within its bounds as far as it may, from the front of the order, and nothing when it is within', () => {
    const limit = fc.record({
      rows: fc.integer({ min: 1, max: 90 }),
      bytes: fc.integer({ min: 1, max: 30_000 }),
    })
    fc.assert(
      fc.property(rows, fc.nat(50), limit, (droppable, others, bounds) => {
        const held = total(droppable)
        const load = { rows: held.rows + others, bytes: held.bytes + 100 * others }
        const dropped = overflowOf(droppable, load, { ...bounds, tooOldUpTo: 0 })
        expect(dropped).toEqual(droppable.slice(0, dropped.length))
        if (!isOver(load, bounds)) expect(dropped).toEqual([])
        const gone = total(dropped)
        const left = { rows: load.rows - gone.rows, bytes: load.bytes - gone.bytes }
        expect(isOver(left, bounds) && dropped.length < droppable.length).toBe(false)
      }),
    )
  })

  it('takes what waited too long, however empty the outbox is', () => {
    const droppable = [3, 5, 9].map((sequence) => ({ sequence, topic, bytes: 10 }))
    const limits = { rows: 100, bytes: 1000, tooOldUpTo: 5 }
    expect(gapOf(overflowOf(droppable, total(droppable), limits))).toEqual({
      ...{ firstSequence: 3, lastSequence: 5, count: 2, topics: { result: 2 } },
    })
  })

  it('never is what somebody must act on', () => {
    const draft = (name: string, data: unknown) =>
      ({ topic: name, runId: 'run', timeMs: 0, data }) as EventDraft
    const kept = Object.entries(sampleData).filter(([name, data]) => dropOrderOf(draft(name, data)) === null)
    expect(kept.map(([name]) => name)).toEqual(
      expect.arrayContaining(['result', 'defect', 'alarm', 'review', 'intervention', 'station', 'gap']),
    )
    const good = { ...sampleResult(1), evaluation: 'OK' as const }
    const order = [draft('condition', sampleData.condition), draft('result', good)].map(dropOrderOf)
    expect(order).toEqual([1, 2])
  })
})

describe('the age of the outbox', () => {
  it('is known to a 64th, and never overstated, at any pace of looking', () => {
    const paces = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 300 })
    fc.assert(
      fc.property(paces, (steps) => {
        const maxAgeMs = 6400
        const age = createOutboxAge(maxAgeMs)
        let nowMs = 0
        // The sequence is the moment: one event a millisecond.
        for (const step of steps) {
          nowMs += step
          const upTo = age.note(nowMs, nowMs)
          expect(upTo).toBeLessThan(Math.max(1, nowMs - maxAgeMs))
          if (nowMs > 2 * maxAgeMs) expect(upTo).toBeGreaterThan(nowMs - maxAgeMs - 1000)
        }
      }),
    )
  })
})
