import { describe, expect, it } from 'vitest'
import type { Trial } from '../../edge/contract/trial.ts'
import { a90By95, detectionCurve, type Sighting } from '../../edge/core/quality/detection.ts'
import { detectionBand } from '../../edge/core/quality/detection-band.ts'
import { createExamination } from '../../edge/core/quality/examination.ts'
import { pointDemonstration } from '../../edge/core/quality/point-demonstration.ts'
import { createSizeBins, drawnBins } from '../../edge/core/quality/size-bins.ts'
import { trial, trueMark } from '../core/trial-sample.ts'

/** Science A7: thirty sizes, found or missed. */
const golden = [...'000001001010110111110111111111'].map((hit, index) => ({
  size: Number((0.2 + index / 10).toFixed(1)),
  isHit: hit === '1',
}))

const recipe = {
  line: 'test',
  widthPx: 512,
  heightPx: 512,
  channels: 1 as const,
  pxPerMm: 4,
  limitsMm: { scratch: 1 },
  presentOrAbsent: ['missing'],
  lookAlikes: [],
}

function reportOf(trials: readonly Trial[]) {
  const examination = createExamination(recipe)
  for (const one of trials) examination.add(one)
  const { perClass, detection } = examination.evidence()
  return { report: perClass.find((row) => row.class === 'scratch'), perClass, detection }
}

/** A part with one scratch. */
const scratched = (size: number, isReported: boolean, isRefused: boolean): Trial =>
  trial({
    isDefective: size >= 1,
    evaluation: isRefused ? 'NotOK' : 'OK',
    marks: [trueMark(size, { sizeOverLimit: size, isReported })],
  })

describe('the smallest size that is found (golden values: science A7)', () => {
  it('is the golden a90/95, by reported marks and by refused parts apart', () => {
    const reported = reportOf(golden.map(({ size, isHit }) => scratched(size, isHit, true))).report
    // 3.1 is the largest size that was seen: the curve alone reaches further.
    expect(reported?.a90_95).toBeCloseTo(4.07717906, 6)
    expect(reported?.reason).toContain('reported: none so large was seen')
    const refused = reportOf(golden.map(({ size, isHit }) => scratched(size, true, isHit))).report
    expect(refused?.aNotOk90_95).toBeCloseTo(4.07717906, 6)
  })

  it('takes all marks of a part for what was reported, the worst one for what was refused', () => {
    const marks = golden.map(({ size, isHit }) => trueMark(size, { sizeOverLimit: size, isReported: isHit }))
    const { report } = reportOf([trial({ isDefective: true, evaluation: 'NotOK', marks })])
    expect(report?.a90_95).toBeCloseTo(4.07717906, 6)
    expect(report?.aNotOk90_95).toBeNull()
    expect(report?.reason).toContain('refused: every defect was found')
  })

  it('counts undecided parts as not refused', () => {
    const undecided = { evaluation: 'NotDecidable', reason: 'between-thresholds' } as const
    const given = golden.map(({ size, isHit }) => ({
      ...scratched(size, true, true),
      ...(isHit ? {} : undecided),
    }))
    const { report } = reportOf(given)
    expect(report?.aNotOk90_95).toBeCloseTo(4.07717906, 6)
    expect([report?.n, report?.escapes, report?.undecided]).toEqual([18, 0, 4])
  })

  it('never promises a size smaller than any seen', () => {
    const many = golden.flatMap(({ isHit }, index) =>
      Array.from({ length: 20 }, () => scratched(3 + index / 10, isHit || index > 0, true)),
    )
    const { report } = reportOf(many)
    expect(report?.a90_95).toBeGreaterThanOrEqual(3)
  })

  it('is none for what is there or not there', () => {
    const missing = trial({
      isDefective: true,
      marks: [trueMark(4, { class: 'missing', sizeOverLimit: null })],
    })
    const { perClass, detection } = reportOf([missing, missing])
    expect(perClass.find((row) => row.class === 'missing')).toMatchObject({
      n: 2,
      escapes: 2,
      upper95: 1,
      a90_95: null,
      aNotOk90_95: null,
      reason: 'there or not there: it has no size',
    })
    expect(detection).toEqual([])
  })
})

describe('the point demonstration (MIL-HDBK-1823A; science A7)', () => {
  /** Marks of rising sizes 1, 2, 3 … of which these positions were missed. */
  const marks = (n: number, ...missed: number[]): Sighting[] =>
    Array.from({ length: n }, (_, at) => ({ size: at + 1, n: 1, hits: missed.includes(at + 1) ? 0 : 1 }))
  const sizeOf = (sightings: readonly Sighting[]) => pointDemonstration(sightings)?.size ?? null

  it.each([
    ['29 of 29', 29, [], 1],
    ['28 of 28 are too few', 28, [], null],
    ['45 of 46', 46, [20], 1],
    ['44 of 45 are too few, but the 29 from 17 on are not', 45, [16], 17],
    ['59 of 61', 61, [20, 30], 1],
    ['58 of 61 are too few, but the 31 at the end are not', 61, [16, 20, 30], 31],
    ['three missed among the small ones', 100, [1, 2, 3], 2],
    ['three missed within 61 rule over all that is smaller', 200, [90, 100, 105, 110, 120], 106],
  ] as const)('%s', (_, n, missed, size) => {
    expect(sizeOf(marks(n, ...missed))).toBe(size)
  })

  it('holds many marks of one size to the same bound: 84 of 1,000 missed leave room for 9.99 %', () => {
    expect(pointDemonstration([{ size: 3, n: 1000, hits: 916 }])).toEqual({ size: 3, n: 1000, hits: 916 })
    expect(pointDemonstration([{ size: 3, n: 1000, hits: 915 }])).toBeNull()
  })

  it('is refused by larger marks that are shown to be worse', () => {
    expect(sizeOf([...marks(60), { size: 99, n: 3, hits: 0 }])).toBeNull()
  })

  it('stands in where nothing was missed, and says so', () => {
    const { report } = reportOf(Array.from({ length: 40 }, (_, at) => scratched(1 + at / 10, true, true)))
    expect(report?.a90_95).toBeCloseTo(1, 6)
    expect(report?.reason).toContain('by demonstration, 29 of the next 29 up were found')
  })

  it('stands in where the sizes found and missed do not overlap', () => {
    const { report } = reportOf(Array.from({ length: 60 }, (_, at) => scratched(1 + at / 10, at >= 20, true)))
    expect(report?.a90_95).toBeCloseTo(3, 6)
    expect(report?.reason).toContain('do not overlap')
  })

  it('promises nothing of too few marks, and says why', () => {
    const { report } = reportOf(Array.from({ length: 28 }, (_, at) => scratched(1 + at, true, true)))
    expect(report).toMatchObject({ a90_95: null, aNotOk90_95: null })
    expect(report?.reason).toBe('every defect was found: add smaller ones, down to sizes that are missed')
  })
})

describe('the curve to be drawn', () => {
  const sightings = golden.map(({ size, isHit }) => ({ size, n: 1, hits: Number(isHit) }))
  const curve = detectionCurve(sightings)
  if (typeof curve === 'string') throw new Error(curve)

  it('has a lower bound of 0.9 at a90/95, by two ways of computing it', () => {
    const [point] = detectionBand(sightings, curve, [a90By95(sightings, curve) ?? 0])
    expect(point?.lower95).toBeCloseTo(0.9, 3)
  })

  it('rises over forty sizes from the smallest to the largest seen, its bound under it', () => {
    const [drawn] = reportOf(golden.map(({ size, isHit }) => scratched(size, isHit, true))).detection
    expect(drawn?.points).toHaveLength(40)
    expect(drawn?.points[0]?.sizeMm).toBeCloseTo(0.2, 6)
    expect(drawn?.points.at(-1)?.sizeMm).toBeCloseTo(3.1, 6)
    for (const [index, point] of (drawn?.points ?? []).entries()) {
      expect(point.lower95 ?? 1).toBeLessThan(point.pod)
      expect(point.pod).toBeGreaterThan(drawn?.points[index - 1]?.pod ?? 0)
    }
  })

  it('shows every mark in one of at most twelve bins', () => {
    const [drawn] = reportOf(golden.map(({ size, isHit }) => scratched(size, isHit, true))).detection
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
    expect(drawn?.bins.length).toBeLessThanOrEqual(12)
    expect(sum(drawn?.bins.map(({ n }) => n) ?? [])).toBe(30)
    expect(sum(drawn?.bins.map(({ hits }) => hits) ?? [])).toBe(golden.filter(({ isHit }) => isHit).length)
    expect(drawnBins([{ size: 4, n: 3, hits: 1 }], 12)).toEqual([
      { sizeMm: expect.closeTo(4, 10), n: 3, hits: 1 },
    ])
  })
})

describe('bins of sizes', () => {
  it('keep a lone size, join what lies within 1 %, and stay few', () => {
    const bins = createSizeBins()
    for (let step = 0; step < 20_000; step++) bins.add(0.0001 * 1e8 ** (step / 20_000), step % 2 === 0)
    const sightings = bins.sightings()
    expect(sightings.length).toBeLessThan(2000)
    expect(sightings.reduce((sum, { n }) => sum + n, 0)).toBe(20_000)
    const lone = createSizeBins()
    lone.add(3.217, true)
    expect(lone.sightings()).toEqual([{ size: expect.closeTo(3.217, 6), n: 1, hits: 1 }])
  })
})
