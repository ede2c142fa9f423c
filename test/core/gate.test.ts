import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decided, entered, type Gate, newGate, outputAt, settled } from '../../edge/core/gate.ts'

/** 600 ms from camera to gate, which needs 50 ms: a part of time 0 has its deadline at 550 and is gone at 650. */
const plan = { beltMmPerS: 500, gateDistanceMm: 300, gateMs: 50 }
const open = { ok: true, ng: false }
const closed = { ok: false, ng: true }

describe('the reject gate', () => {
  it('opens for a good part from the deadline until it is gone, and is closed else', () => {
    const gate = decided(entered(newGate(plan), 0, 0), 0, 'OK', 10)
    expect([0, 549, 550, 600, 649, 650].map((nowMs) => outputAt(gate, nowMs))).toEqual([
      ...[closed, closed, open, open, open, closed],
    ])
    expect(settled(gate, 649).counts).toEqual({ passed: 0, rejected: 0, late: 0 })
    expect(settled(gate, 650)).toMatchObject({ counts: { passed: 1, rejected: 0, late: 0 }, parts: [] })
  })

  it.each(['NotOK', 'NotDecidable'] as const)('stays closed for a part that is %s', (evaluation) => {
    const gate = decided(entered(newGate(plan), 0, 0), 0, evaluation, 10)
    expect(outputAt(gate, 600)).toEqual(closed)
    expect(settled(gate, 650).counts).toEqual({ passed: 0, rejected: 1, late: 0 })
  })

  it('rejects a part that is decided too late, and counts it', () => {
    const inTime = decided(entered(newGate(plan), 0, 0), 0, 'OK', 550)
    expect(outputAt(inTime, 550)).toEqual(open)
    const late = decided(entered(newGate(plan), 0, 0), 0, 'OK', 550.001)
    expect(outputAt(late, 600)).toEqual(closed)
    expect(settled(late, 650).counts).toEqual({ passed: 0, rejected: 1, late: 1 })
    expect(settled(entered(newGate(plan), 0, 0), 650).counts).toEqual({ passed: 0, rejected: 1, late: 1 })
  })

  it('rejects a good part whose neighbour is so near that the gate cannot move between them', () => {
    const pair = (apartMs: number) => {
      const both = entered(entered(newGate(plan), 0, 0), 1, apartMs)
      return settled(decided(decided(both, 0, 'OK', 20), 1, 'NotOK', 20), 2000).counts
    }
    expect(pair(99)).toEqual({ passed: 0, rejected: 2, late: 0 })
    expect(pair(100)).toEqual({ passed: 1, rejected: 1, late: 0 })
  })

  const story = fc.array(
    fc.record({
      gapMs: fc.integer({ min: 0, max: 300 }),
      thinksMs: fc.option(fc.integer({ min: 0, max: 800 })),
      evaluation: fc.constantFrom('OK' as const, 'OK' as const, 'NotOK' as const, 'NotDecidable' as const),
    }),
    { minLength: 1, maxLength: 20 },
  )

  it('whatever comes when: one coil, no bad or late part through, each part counted once, as the coils said', () => {
    fc.assert(
      fc.property(story, (parts) => {
        let cameMs = 0
        const times = parts.map(({ gapMs }) => (cameMs += gapMs))
        const events = parts
          .flatMap(({ thinksMs, evaluation }, sequence) => {
            const atMs = times[sequence] ?? 0
            const enters = { atMs, take: (gate: Gate) => entered(gate, sequence, atMs) }
            if (thinksMs === null) return [enters]
            const nowMs = atMs + thinksMs
            return [enters, { atMs: nowMs, take: (gate: Gate) => decided(gate, sequence, evaluation, nowMs) }]
          })
          .toSorted((a, b) => a.atMs - b.atMs)
        let gate = newGate(plan)
        let isOneOnly = true
        const isOpenAt = new Map<number, boolean>()
        for (let nowMs = 0; nowMs <= cameMs + 1500; nowMs += 1) {
          for (const { atMs, take } of events) if (atMs === nowMs) gate = take(gate)
          const { ok, ng } = outputAt(gate, nowMs)
          isOpenAt.set(nowMs, ok)
          isOneOnly &&= ok !== ng
        }
        expect(isOneOnly).toBe(true)
        const fates = parts.map(({ thinksMs, evaluation }, sequence) => {
          const deadlineMs = (times[sequence] ?? 0) + 550
          const stoodOpen = Array.from({ length: 100 }, (_, index) => isOpenAt.get(deadlineMs + index))
          const isLate = thinksMs === null || thinksMs > 550
          if (isLate || evaluation !== 'OK') expect(stoodOpen).not.toContain(true)
          return { hasPassed: stoodOpen.every(Boolean), isLate }
        })
        const passed = fates.filter(({ hasPassed }) => hasPassed).length
        expect(settled(gate, cameMs + 1500).counts).toEqual({
          passed,
          rejected: parts.length - passed,
          late: fates.filter(({ isLate }) => isLate).length,
        })
      }),
      { seed: 20_251_122, numRuns: 60 },
    )
  })
})
