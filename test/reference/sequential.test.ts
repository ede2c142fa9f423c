import { describe, expect, it } from 'vitest'
import { partsToDemonstrate } from '../../edge/core/quality/e-process.ts'
import { smallestSample } from '../../edge/core/quality/sample-size.ts'
import {
  endingOf,
  type SequentialTest,
  sprt,
  steps,
  truncated,
  waldLines,
  waldMeanParts,
} from '../../edge/core/quality/sequential.ts'

const order = (p0: number, p1: number) => ({ p0, p1, alpha: 0.05, beta: 0.05 })

/** p0, p1; s, h; steps; parts to accept with 0, 1, 2 errors; exact risks; exact and approximate mean parts. */
const table = [
  {
    ...order(0.0005, 0.002),
    lines: [0.0010822, 2.1216652],
    step: [-0.00150188, 1.38629436],
    accept: [1961, 2885, 3809],
    risks: [0.03164, 0.05093],
    mean: [3398.5, 2455.8],
    wald: [3279.8, 2080.5],
  },
  {
    ...order(0.001, 0.002),
    lines: [0.00144278, 4.2417987],
    step: [-0.0010015, Math.LN2],
    accept: [2941, 3634, 4327],
    risks: [0.03969, 0.05051],
    mean: [8793.2, 7442.1],
    wald: [8622.0, 6851.2],
  },
  {
    ...order(0.0002, 0.002),
    lines: [0.00078198, 1.2777536],
    step: [-0.00180198, Math.LN10],
    accept: [1634, 2913, 4192],
    risks: [0.02352, 0.05139],
    mean: [2081.2, 1238.4],
    wald: [1976.0, 944.1],
  },
]

function expectClose(found: readonly number[], golden: readonly number[], digits: number): void {
  for (const [index, value] of golden.entries()) expect(found[index]).toBeCloseTo(value, digits)
}

describe('the sequential test of Wald (golden values: science A3)', () => {
  it.each(table)('from $p0 to $p1', ({ lines, step, accept, risks, mean, wald, ...test }) => {
    const { slope, hAccept, hReject } = waldLines(test)
    expect(slope).toBeCloseTo(lines[0] ?? 0, 8)
    expectClose([hAccept, hReject], [lines[1] ?? 0, lines[1] ?? 0], 7)
    expectClose([steps(test).right, steps(test).wrong], step, 8)
    const limits = sprt(test)
    for (const [k, n] of accept.entries()) {
      expect(limits.acceptAtMost(n)).toBe(k)
      expect(limits.acceptAtMost(n - 1)).toBe(k - 1)
    }
    const [good, bad] = [endingOf(limits, test.p0), endingOf(limits, test.p1)]
    expectClose([good.rejected, bad.accepted], risks, 5)
    expectClose([good.meanParts, bad.meanParts], mean, 1)
    expectClose(waldMeanParts(test), wald, 1)
    expect(good.accepted + good.rejected).toBeCloseTo(1, 9)
  })

  it.each([
    [0.0005, 0.9628, 4, 3328.8],
    [0.001, 0.6069, 4, 4206.4],
    [0.002, 0.05554, 5, 2393.2],
    [0.004, 0.00048, 5, 866.7],
  ])('ended at 8,000 parts accepts a true rate of %f with chance %f', (rate, accepted, digits, mean) => {
    const ending = endingOf(truncated(sprt(order(0.0005, 0.002)), 8000, 8), rate)
    expect(ending.accepted).toBeCloseTo(accepted, digits)
    expect(ending.meanParts).toBeCloseTo(mean, 1)
    expect(ending.parts).toBeLessThanOrEqual(8000)
    expect(ending.accepted + ending.rejected).toBeCloseTo(1, 9)
  })

  it('untruncated, holds its last mass at 54,631 parts', () => {
    expect(endingOf(sprt(order(0.0005, 0.002)), 0.0005).parts).toBe(54_631)
  })
})

/** A test that demonstrates as soon as k errors are few enough for n, and never rejects under 200 errors. */
function demonstrating(firstParts: (k: number) => number): SequentialTest {
  const first = Array.from({ length: 200 }, (_, k) => firstParts(k))
  return {
    acceptAtMost: (n) => first.findLastIndex((parts) => parts <= n),
    rejectAtLeast: () => 200,
  }
}

/** Simulated by the reference in so many runs. */
const tolerance = (share: number, runs: number) => 4 * Math.sqrt((share * (1 - share)) / runs)

describe('looking again after every part (A3)', () => {
  const peeking = demonstrating((k) => smallestSample(k, 0.002))
  it.each([
    [5000, 0.116],
    [10_000, 0.17],
    [25_000, 0.239],
  ])('at the exact bound falsely demonstrates by %i parts in a share of %f', (parts, golden) => {
    const { accepted } = endingOf(peeking, 0.002, parts)
    expect(Math.abs(accepted - golden)).toBeLessThan(tolerance(golden, 20_000))
  })

  const live = demonstrating((k) => k + partsToDemonstrate(k, k, 0.002))
  it.each([
    [25_000, 0.033],
    [50_000, 0.039],
  ])('at the e-process does so by %i parts in a share of %f, at most 5 %%', (parts, golden) => {
    const { accepted } = endingOf(live, 0.002, parts)
    expect(Math.abs(accepted - golden)).toBeLessThan(tolerance(golden, 8000))
    expect(accepted).toBeLessThan(0.05)
  })

  it('the e-process finds a good system: median and 90 % quantile of the parts it takes', () => {
    const isMedian = (rate: number, parts: number, share: number) =>
      endingOf(live, rate, parts - 1).accepted < share && endingOf(live, rate, parts).accepted >= share
    expect(isMedian(0.0005, 3424, 0.5)).toBe(true)
    expect(isMedian(0.0005, 7843, 0.9)).toBe(true)
    expect(isMedian(0.001, 9395, 0.5)).toBe(true)
    expect(endingOf(live, 0.0005, 25_000).accepted).toBeGreaterThan(0.9995)
    expect(endingOf(live, 0.001, 50_000).accepted).toBeCloseTo(0.999, 3)
  })
})
