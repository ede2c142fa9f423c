import { describe, expect, it } from 'vitest'
import { rngFromSeed } from '../../datasets/rng.ts'
import { Assumptions } from '../../edge/contract/assumption.ts'
import { exactUpper } from '../../edge/core/quality/bound.ts'
import type { Counts } from '../../edge/core/quality/judgement.ts'
import { manualBaseline, shippedOf } from '../../edge/core/quality/shipped.ts'
import { countsOf } from './economics.ts'

const usual = Assumptions.parse({})
const shipped = (counts: Counts, change: Partial<Assumptions> = {}) =>
  shippedOf(counts, { ...usual, ...change }, rngFromSeed(1))

describe('what ships (golden values: science A4)', () => {
  it('is 2365.0 ppm by hand and 202.4 ppm with the model of the example, at 1 % defective', () => {
    expect(manualBaseline({ ...usual, prevalence: 0.01 }).escapesPerMillionShipped).toBeCloseTo(2365.0, 1)
    const model = shipped(countsOf([20, 980, 0], [998, 2, 0]), { prevalence: 0.01 })
    expect(model.escapesPerMillionShipped).toBeCloseTo(202.4, 1)
    expect(model).toMatchObject({ escapeRate: 0.02, falseReject: 0.002, deskWaitP95S: 0, deskOverflow: 0 })
  })

  it('counts what the reviewer misses and refuses, of all parts of a kind', () => {
    const { escapeRate, falseReject, deskOverflow } = shipped(countsOf([10, 80, 10], [900, 50, 50]))
    expect(deskOverflow).toBe(0)
    expect(escapeRate).toBeCloseTo(0.1 + 0.1 * 0.23, 12)
    expect(falseReject).toBeCloseTo(0.05 + 0.05 * 0.02, 12)
  })

  it('holds parts that find the desk full: neither escapes nor scrap, and the bound takes no credit for them', () => {
    const counts = countsOf([0, 0, 1000], [0, 0, 1000])
    const { escapeRate, falseReject, upper95, deskOverflow, escapesPerMillionShipped } = shipped(counts)
    // Every 2 s a part, 12 s a look: five of six are held.
    expect(deskOverflow).toBeCloseTo(5 / 6, 2)
    expect(escapeRate).toBeCloseTo(0.23 / 6, 2)
    expect(falseReject).toBeCloseTo(0.02 / 6, 2)
    expect(upper95).toBeGreaterThanOrEqual(0.23)
    // The held ones are missing from both kinds alike.
    expect(escapesPerMillionShipped).toBeCloseTo((1e6 * 0.02 * 0.23) / (0.02 * 0.23 + 0.98 * 0.98), 6)
  })

  it('says nothing of a kind of part that was never seen', () => {
    const onlyGood = shipped(countsOf([0, 0, 0], [90, 5, 5]))
    expect(onlyGood).toMatchObject({ escapeRate: null, upper95: 1, deskWaitP95S: null, deskOverflow: null })
    expect(onlyGood.falseReject).toBeCloseTo(0.051, 12)
    expect(onlyGood.escapesPerMillionShipped).toBeNull()
    expect(shipped(countsOf([1, 9, 0], [0, 0, 0])).falseReject).toBeNull()
    expect(manualBaseline({ ...usual, prevalence: 1, manualMissRate: 0 }).escapesPerMillionShipped).toBeNull()
  })

  it('leaves the stream of chance that it is given where it was', () => {
    const [used, fresh] = [rngFromSeed(7), rngFromSeed(7)]
    shippedOf(countsOf([1, 9, 1], [90, 5, 5]), usual, used)
    expect(used.next()).toBe(fresh.next())
  })
})

describe('the upper bound of what ships', () => {
  it('is that of the passed parts for a reviewer who misses nothing, and of all not refused for one who misses all', () => {
    const counts = countsOf([3, 87, 10], [900, 0, 0])
    expect(shipped(counts, { reviewMissRate: 0 }).upper95).toBeCloseTo(exactUpper(3, 100, 0.975), 12)
    expect(shipped(counts, { reviewMissRate: 1 }).upper95).toBeCloseTo(exactUpper(13, 100, 0.975), 12)
  })

  it('holds at least 95 times in 100, whatever the true shares: every outcome of 20 parts counted', () => {
    const n = 20
    const outcomes = Array.from({ length: n + 1 }, (_, ok) =>
      Array.from({ length: n + 1 - ok }, (_, review) => {
        const counts = countsOf([ok, n - ok - review, review], [0, 0, 0])
        return { ok, review, ways: ways(n, ok) * ways(n - ok, review), upper: shipped(counts).upper95 }
      }),
    ).flat()
    for (let ok = 0; ok <= 10; ok++) {
      for (let review = 0; review + ok <= 10; review++) {
        const truth = ok / 10 + (review / 10) * usual.reviewMissRate
        const covered = outcomes
          .filter(({ upper }) => upper >= truth - 1e-12)
          .reduce((sum, seen) => sum + seen.ways * chance(n, seen, ok / 10, review / 10), 0)
        expect(covered, `${ok} passed and ${review} undecided of 10`).toBeGreaterThanOrEqual(0.95)
      }
    }
  })
})

const ways = (n: number, k: number): number => (k === 0 ? 1 : (ways(n - 1, k - 1) * n) / k)

const chance = (n: number, seen: { ok: number; review: number }, ok: number, review: number): number =>
  ok ** seen.ok * review ** seen.review * Math.max(0, 1 - ok - review) ** (n - seen.ok - seen.review)
