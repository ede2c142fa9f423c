import { describe, expect, it } from 'vitest'
import { rngFromSeed } from '../../datasets/rng.ts'
import { type DeskPlan, simulateDesk } from '../../edge/core/quality/desk.ts'

/** A takt of one second, so that seconds are takts. */
const line = { partsPerHour: 3600, reviewShare: 0.1, reviewS: 6, seats: 1, capacity: Infinity, hours: 200 }
const desk = (change: Partial<DeskPlan>) => simulateDesk({ ...line, ...change }, rngFromSeed(3))

const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1))

/** Share of M/D/1 waits of at most t, times in looks (Erlang 1909, Crommelin 1932). */
function waitsUpTo(t: number, load: number): number {
  let sum = 0
  for (let k = 0; k <= Math.floor(t); k++) {
    const x = load * (k - t)
    sum += (x ** k / factorial(k)) * Math.exp(-x)
  }
  return (1 - load) * sum
}

/**
 * One reviewer, as a chain of the seconds of work ahead: what the desk would show after endless takts. A part
 * comes with chance p, brings s takts of work if a place is free, and each takt does one.
 */
function endlessDesk(p: number, s: number, capacity: number) {
  const isFull = (work: number) => Math.ceil(work / s) > capacity
  let chances = [1, ...Array<number>(s * (capacity + 2)).fill(0)]
  for (let takt = 0; takt < 5000; takt++) {
    const next = chances.map(() => 0)
    const add = (work: number, chance: number) => {
      const left = Math.max(0, work - 1)
      next[left] = (next[left] ?? 0) + chance
    }
    chances.forEach((chance, work) => {
      add(work, (1 - p) * chance)
      add(isFull(work) ? work : work + s, p * chance)
    })
    chances = next
  }
  const overflow = chances.reduce((sum, chance, work) => sum + (isFull(work) ? chance : 0), 0)
  const mean = chances.reduce((sum, chance, work) => sum + (isFull(work) ? 0 : work * chance), 0)
  return { overflow, meanWait: mean / (1 - overflow), busy: p * s * (1 - overflow) }
}

describe('the review desk, against the theory of queues', () => {
  it.each([0.05, 0.1, 0.14])(
    'waits, at a share of %f, as long as a Geo/D/1 queue: ρ(s − 1) / 2(1 − ρ)',
    (share) => {
      const load = share * 6
      const { waitMeanS, utilisation, overflowShare } = desk({ reviewShare: share })
      expect(waitMeanS / ((load * 5) / (2 * (1 - load)))).toBeCloseTo(1, 1)
      expect(utilisation).toBeCloseTo(load, 2)
      expect(overflowShare).toBe(0)
    },
  )

  it('waits as Pollaczek and Khinchine say where takts are short against a look, and Crommelin for the 95 %', () => {
    const { waitMeanS, waitP95S } = desk({ reviewShare: 0.006, reviewS: 100, hours: 1500 })
    expect(waitMeanS / ((0.6 * 100) / (2 * 0.4))).toBeCloseTo(1, 1)
    expect(Math.abs(waitsUpTo(waitP95S / 100, 0.6) - 0.95)).toBeLessThan(0.01)
  })

  it.each([
    [1, 0.6, 0.6 / 1.6],
    [3, 2, 8 / 6 / (1 + 2 + 4 / 2 + 8 / 6)],
  ])('loses with %i seats, nowhere to wait and a load of %f what Erlang says', (seats, load, lost) => {
    const { overflowShare, waitP95S } = desk({
      reviewShare: load / 100,
      reviewS: 100,
      seats,
      capacity: 0,
      hours: 1500,
    })
    expect(overflowShare / lost).toBeCloseTo(1, 1)
    expect(waitP95S).toBe(0)
  })

  it.each([
    [0.1, 0],
    [0.15, 2],
    [0.2, 3],
  ])('agrees with the endless chain at a share of %f and %i places', (share, capacity) => {
    const found = desk({ reviewShare: share, capacity })
    const { overflow, meanWait, busy } = endlessDesk(share, 6, capacity)
    expect(found.overflowShare).toBeCloseTo(overflow, 2)
    expect(found.waitMeanS).toBeCloseTo(meanWait, 1)
    expect(found.utilisation).toBeCloseTo(busy, 2)
  })

  it('turns away what it cannot do when it is hopelessly overloaded, and is never idle', () => {
    const { overflowShare, utilisation, waitP95S } = desk({
      reviewShare: 0.9,
      reviewS: 20,
      seats: 2,
      capacity: 10,
    })
    expect(overflowShare).toBeCloseTo(1 - 1 / (0.9 * 10), 3)
    expect(utilisation).toBeCloseTo(1, 3)
    // Ten parts ahead, two at a time: five looks.
    expect(waitP95S).toBeLessThanOrEqual(100)
    expect(waitP95S).toBeGreaterThan(80)
  })

  it('never makes a part wait without need', () => {
    const nothing = { waitP95S: 0, waitMeanS: 0, overflowShare: 0, utilisation: 0 }
    expect(desk({ reviewShare: 0 })).toEqual(nothing)
    expect(desk({ hours: 0 })).toEqual(nothing)
    expect(desk({ reviewShare: 1, reviewS: 6, seats: 6, capacity: 0, hours: 10 })).toMatchObject({
      waitP95S: 0,
      overflowShare: 0,
    })
    expect(desk({ reviewShare: 1, reviewS: 0, capacity: 0, hours: 10 })).toEqual(nothing)
  })

  it('plays the same day from the same seed', () => {
    expect(desk({ hours: 8 })).toEqual(desk({ hours: 8 }))
    expect(simulateDesk({ ...line, hours: 8 }, rngFromSeed(4))).not.toEqual(desk({ hours: 8 }))
  })
})
