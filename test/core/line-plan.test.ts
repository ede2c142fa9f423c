import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rngFromSeed } from '../../datasets/rng.ts'
import { LinePlan } from '../../edge/contract/line-plan.ts'
import { atShare, simulateInspection } from '../../edge/core/plan/inspection-queue.ts'
import { type PlanOrder, planLines } from '../../edge/core/plan/line-plan.ts'

const queue = { lines: 1, taktMs: 100, workers: 1, looks: 1, serviceMs: [30] as [number], parts: 5000 }

describe('the queue before the workers', () => {
  it('keeps no part of one line waiting that comes slower than it is looked at', () => {
    const { latenciesMs, utilisation } = simulateInspection(queue, rngFromSeed(1))
    expect(latenciesMs[0]).toBeCloseTo(30, 9)
    expect(latenciesMs.at(-1)).toBeCloseTo(30, 9)
    expect(utilisation).toBeCloseTo(0.3, 3)
  })

  it('grows part by part where they come faster than they are looked at', () => {
    const { latenciesMs, utilisation } = simulateInspection({ ...queue, serviceMs: [150] }, rngFromSeed(1))
    // Each part waits 50 ms longer than the one before it.
    expect(latenciesMs.at(-1)).toBeCloseTo(150 + 4999 * 50, 3)
    expect(utilisation).toBeCloseTo(1, 3)
  })

  it('is shorter with more workers, and busy as much as work comes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 5, max: 90 }), (lines, ms) => {
        const load = (workers: number) =>
          simulateInspection({ ...queue, lines, workers, serviceMs: [ms], parts: 2000 }, rngFromSeed(3))
        const [few, many] = [load(2), load(4)]
        expect(atShare(many.latenciesMs, 0.99)).toBeLessThanOrEqual(atShare(few.latenciesMs, 0.99))
        expect(many.utilisation).toBeCloseTo(Math.min(1, (lines * ms) / 400), 1)
      }),
    )
  })

  it('comes near the wait of an M/D/1 queue where very many lines come at their own moments', () => {
    // Superposed even takts tend to a Poisson stream (Palm-Khintchine); at 80 % load M/D/1 waits twice the service.
    const many = { ...queue, lines: 400, taktMs: 4000, serviceMs: [8] as [number], parts: 400 * 50 }
    const means = Array.from({ length: 20 }, (_, seed) => {
      const { latenciesMs } = simulateInspection(many, rngFromSeed(seed))
      return latenciesMs.reduce((sum, ms) => sum + ms, 0) / latenciesMs.length - 8
    })
    const waitMs = means.reduce((sum, mean) => sum + mean, 0) / means.length
    expect(waitMs).toBeGreaterThan(8)
    expect(waitMs).toBeLessThan(20)
  })
})

const order: PlanOrder = {
  ...{ model: 'm', lines: 1, taktS: 2, reviewShare: 0.1, reviewS: 12, deskCapacity: 40, serviceMs: [8] },
  ...{ partMm: 128, fieldMm: 128, pxPerMm: 4, cameraPx: 2448, beltMmPerS: 100, gateMs: 150 },
  limits: { p99Ms: 100, deskWaitS: 60, mostWorkers: 256 },
  coresPerComputer: 4,
}
const planned = (change: Partial<PlanOrder> = {}) =>
  LinePlan.parse(planLines({ ...order, ...change }, rngFromSeed(1)))

describe('a plan', () => {
  it('of a slow line needs one of everything', () => {
    expect(planned()).toMatchObject({
      ...{
        camerasPerLine: 1,
        looksPerPart: 1,
        workers: 1,
        computers: 1,
        desks: 1,
        partsPerHour: 1800,
        isKept: true,
      },
      // 8 ms to the verdict and 150 to the gate, at 100 mm/s.
      ...{ gateDistanceMm: 16, latencyMs: { p50: 8, p99: 8 } },
    })
  })

  it('counts cameras by resolution, and looks by the field of the model', () => {
    expect(planned({ partMm: 1300 })).toMatchObject({ camerasPerLine: 3, looksPerPart: 11 })
  })

  it('has the fewest workers and people that keep what is asked', () => {
    const found = planned({ lines: 10, taktS: 0.05 })
    // 200 looks a second of 8 ms are 1.6 workers' time; 20 parts a second for review are 240 people's.
    expect(found.workers).toBe(2)
    expect(found.desks).toBeGreaterThanOrEqual(300)
    expect(found.utilisation).toBeCloseTo(0.8, 2)
    expect(found.isKept).toBe(true)
  })

  it('says which check is not kept', () => {
    const found = planned({ serviceMs: [120] })
    expect(found.isKept).toBe(false)
    expect(found.checks.filter(({ isKept }) => !isKept).map(({ name }) => name)).toEqual(['latency'])
  })
})
