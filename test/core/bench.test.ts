import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BenchRow } from '../../edge/contract/bench.ts'
import { bottleneckOf, recommendationOf } from '../../edge/core/bench/finding.ts'
import { macsOf, macsPerFrame, operatorCosts } from '../../edge/core/bench/operator-cost.ts'
import { percentilesOf } from '../../edge/core/bench/percentiles.ts'
import { nextRate, type Tried } from '../../edge/core/bench/rate-search.ts'
import { sizingOf } from '../../edge/core/bench/sizing.ts'
import { limitIn, recommendedIn } from '../../edge/report/bench-table.ts'
import { voiceOf } from '../../edge/report/voice.ts'

describe('percentiles', () => {
  it('are nearest ranks, with the rank intervals of science A11', () => {
    const found = percentilesOf(Array.from({ length: 1000 }, (_, index) => 1000 - index))
    expect(found).toMatchObject({ n: 1000, p50: 500, p90: 900, p99: 990, p999: 999 })
    // science A11: for p99 of 1000 values the ranks 983 to 997.
    expect(found.interval95.p99).toEqual([983, 997])
  })

  it('have no interval where there are too few for one', () => {
    expect(percentilesOf([3, 1, 2]).interval95).toEqual({ p50: null, p90: null, p99: null })
    expect(percentilesOf([]).p99).toBe(0)
  })

  it('never fall from one to the next', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e4, noNaN: true }), { minLength: 1 }), (latencies) => {
        const { p50, p90, p99, p999 } = percentilesOf(latencies)
        expect([p50, p90, p99, p999].toSorted((a, b) => a - b)).toEqual([p50, p90, p99, p999])
      }),
    )
  })
})

describe('work of operators', () => {
  const run = (operator: string, inputs: number[][], outputs: number[][]) => ({
    operator,
    inputs,
    outputs,
    ms: 1,
  })
  it.each([
    // Cases worked out by hand from the definitions of the ONNX operators.
    ['Conv', [[1, 8, 256, 256], [32, 8, 3, 3], [32]], [[1, 32, 128, 128]], 32 * 128 * 128 * 8 * 9],
    [
      'Conv',
      [
        [1, 32, 64, 64],
        [32, 1, 5, 5],
      ],
      [[1, 32, 64, 64]],
      32 * 64 * 64 * 25,
    ],
    ['QLinearConv', [[1, 3, 8, 8], [], [], [4, 3, 1, 1]], [[1, 4, 8, 8]], 4 * 64 * 3],
    [
      'ConvTranspose',
      [
        [1, 6, 4, 4],
        [6, 2, 2, 2],
      ],
      [[1, 2, 8, 8]],
      6 * 16 * 2 * 4,
    ],
    [
      'MatMul',
      [
        [1, 1, 5, 7],
        [1, 1, 7, 3],
      ],
      [[1, 1, 5, 3]],
      5 * 7 * 3,
    ],
    ['Gemm', [[2, 128], [10, 128], [10]], [[2, 10]], 2 * 128 * 10],
  ])('%s %#', (operator, inputs, outputs, macs) => {
    expect(macsOf(run(operator, inputs, outputs))).toBe(macs)
  })

  it('is not made up for others', () => {
    expect(macsOf(run('Relu', [[1, 4]], [[1, 4]]))).toBeNull()
    expect(macsPerFrame([run('Relu', [[1, 4]], [[1, 4]])], 1)).toBeNull()
  })

  it('is told for a frame, kind by kind, the longest first', () => {
    const depthwise = {
      ...run(
        'Conv',
        [
          [1, 4, 8, 8],
          [4, 1, 3, 3],
        ],
        [[1, 4, 8, 8]],
      ),
      ms: 3,
    }
    const found = operatorCosts(
      [depthwise, depthwise, run('Relu', [[1]], [[1]]), run('Relu', [[1]], [[1]])],
      2,
    )
    expect(found).toEqual([
      {
        operator: 'Conv depthwise 3×3',
        count: 1,
        share: 0.75,
        ms: 3,
        gmacs: 2304e-9,
        gflops: (2 * 2304) / 3e6,
      },
      { operator: 'Relu', count: 1, share: 0.25, ms: 1, gmacs: 0, gflops: null },
    ])
  })
})

describe('the highest rate that keeps a bound', () => {
  const find = (limit: number, guess: number, steps: number) => {
    const tried: Tried[] = []
    for (let step = 0; step < steps; step++) {
      const ratePerS = nextRate(tried, guess)
      tried.push({ ratePerS, isKept: ratePerS <= limit })
    }
    return Math.max(0, ...tried.filter(({ isKept }) => isKept).map(({ ratePerS }) => ratePerS))
  }

  it('is kept, and near the limit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 900 }), fc.integer({ min: 5, max: 900 }), (limit, guess) => {
        const best = find(limit, guess, 30)
        expect(best).toBeLessThanOrEqual(limit)
        expect(best).toBeGreaterThan(0.99 * limit)
      }),
    )
  })

  it('is none where not even the lowest is kept', () => {
    expect(find(0, 100, 8)).toBe(0)
  })
})

const [en, zh] = [voiceOf('en'), voiceOf('zh')]

const row = (change: Partial<BenchRow>): BenchRow => ({
  ...{ model: 'm', scenario: 'offline', workers: 1, threads: 1, batch: 1, precision: 'fp32', path: 'line' },
  ...{
    frames: 100,
    framesPerS: 95,
    bareFramesPerS: 100,
    efficiency: 0.95,
    boundMs: null,
    stagesMs: null,
    bareP99Ms: null,
    predictedMs: null,
  },
  ...{
    latencyMs: percentilesOf([1, 2, 3]),
    cpuSPer1000: 10,
    rssMb: 200,
    joulesPerPart: null,
    verdict: null,
    eventLoopDelayMs: null,
  },
  ...{ macs: 1e8, gflops: 20, peakFraction: 0.2 },
  ...change,
})

describe('what limits a model', () => {
  const operator = { operator: 'Conv 1×1', count: 9, share: 0.6, ms: 3, gmacs: 0.1, gflops: 50 }
  it('is the network, with its operator against the peak', () => {
    expect(limitIn(en, bottleneckOf([row({})], [operator], 100))).toBe(
      'The network itself: Conv 1×1 takes 60 % of its time (3.00 ms), at 50.0 GFLOP/s, 50 % of a matrix product here.',
    )
  })

  it('is the longest stage around it where the line is slower than the network', () => {
    const stagesMs = { infer: { p50: 9, p99: 9 }, record: { p50: 2, p99: 5 }, preprocess: { p50: 1, p99: 1 } }
    const found = bottleneckOf([row({ efficiency: 0.7, stagesMs })], [operator], 100)
    expect(limitIn(en, found)).toContain('record takes 2.00 ms')
    expect(limitIn(zh, found)).toContain('“记录”环节用时 2.00 ms')
  })

  it('and the setting of most frames is recommended, with the rate that keeps its bound', () => {
    const rows = [row({}), row({ workers: 2, framesPerS: 180 })]
    const served = row({ workers: 2, scenario: 'server', framesPerS: 140, boundMs: 10 })
    expect(recommendedIn(en, recommendationOf([...rows, served], 10))).toBe(
      '2 workers, 1 thread each, batches of 1: 180 frames a second; up to 140 a second with p99 within 10 ms.',
    )
    expect(recommendedIn(en, recommendationOf(rows, 10))).toContain(
      'no rate that was tried keeps p99 within 10 ms',
    )
    expect(recommendedIn(en, recommendationOf([], null))).toContain('offline')
  })
})

describe('lines that a computer carries', () => {
  const order = { partsPerSPerLine: 12, cores: 4, pricePerHour: 0.36 }
  it('are counted whole, by the rate that keeps its bound', () => {
    const rows = [row({ framesPerS: 300 }), row({ scenario: 'server', framesPerS: 130, workers: 2 })]
    const found = sizingOf('m', rows, order)
    expect(found).toMatchObject({ partsPerS: 130, rests: 'server', linesPerComputer: 10, linesPerCore: 5 })
    // 120 parts a second are 432,000 an hour for 0.36.
    expect(found?.costPerMillionParts).toBeCloseTo(0.8333, 4)
  })

  it('cost nothing that can be told where none fits, or no price was stated', () => {
    expect(sizingOf('m', [row({ framesPerS: 5 })], order)).toMatchObject({
      linesPerComputer: 0,
      costPerMillionParts: null,
    })
    expect(sizingOf('m', [row({})], { ...order, pricePerHour: null })?.costPerMillionParts).toBeNull()
    expect(sizingOf('other', [row({})], order)).toBeNull()
  })
})
