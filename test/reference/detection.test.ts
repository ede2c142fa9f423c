import { describe, expect, it } from 'vitest'
import { binomialCdf } from '../../edge/core/quality/binomial.ts'
import {
  a90By95,
  a90By95Wald,
  type DetectionCurve,
  detectionCurve,
  type Sighting,
  sizeAt,
} from '../../edge/core/quality/detection.ts'

const sightings: readonly Sighting[] = [...'000001001010110111110111111111'].map((hit, index) => ({
  size: Number((0.2 + index / 10).toFixed(1)),
  n: 1,
  hits: Number(hit),
}))

function curveOf(given: readonly Sighting[]): DetectionCurve {
  const curve = detectionCurve(given)
  if (typeof curve === 'string') throw new Error(curve)
  return curve
}

describe('probability of detection (golden values: science A7)', () => {
  const curve = curveOf(sightings)

  it('fits the golden curve with its covariance', () => {
    expect(curve.b0).toBeCloseTo(-0.28722116, 7)
    expect(curve.b1).toBeCloseTo(3.13854583, 7)
    expect(curve.logLikelihood).toBeCloseTo(-11.59684312, 8)
    const [v0, v01, v1] = curve.covariance
    expect(v0).toBeCloseTo(0.37804645, 7)
    expect(v01).toBeCloseTo(-0.36314279, 7)
    expect(v1).toBeCloseTo(1.28587692, 7)
  })

  it('gives a50, a90 and both a90/95', () => {
    expect(sizeAt(curve, 0.5)).toBeCloseTo(1.09583221, 7)
    expect(sizeAt(curve, 0.9)).toBeCloseTo(2.2069056, 7)
    expect(a90By95(sightings, curve)).toBeCloseTo(4.07717906, 7)
    expect(a90By95Wald(curve)).toBeCloseTo(5.20252288, 7)
  })

  it('does not care how sightings of one size are grouped', () => {
    const twice = sightings.map(({ size, hits }) => ({ size, n: 2, hits: 2 * hits }))
    expect(a90By95(twice, curveOf(twice))).toBeCloseTo(
      a90By95([...sightings, ...sightings], curveOf([...sightings, ...sightings])) ?? 0,
      10,
    )
  })

  it.each([
    [0, 29, 0.047101],
    [1, 46, 0.048004],
    [2, 61, 0.049118],
  ])('%i missed of %i has the chance %f at a POD of 0.9', (missed, n, golden) => {
    expect(binomialCdf(missed, n, 0.1)).toBeCloseTo(golden, 6)
  })

  it.each([
    ['no sizes', []],
    ['every defect was found', [{ size: 1, n: 9, hits: 9 }]],
    ['no defect was found', [{ size: 1, n: 9, hits: 0 }]],
    [
      'do not overlap: add some about 2',
      [
        { size: 1, n: 9, hits: 0 },
        { size: 2, n: 9, hits: 9 },
      ],
    ],
    [
      'add some about 1.27',
      [
        { size: 0.9, n: 9, hits: 0 },
        { size: 1.2658975040772493, n: 9, hits: 9 },
      ],
    ],
    ['all sizes are the same', [{ size: 1, n: 9, hits: 4 }]],
    [
      'not found more often',
      [
        { size: 1, n: 9, hits: 6 },
        { size: 2, n: 9, hits: 4 },
      ],
    ],
  ])('says why there is no curve: %s', (why, given) => {
    expect(detectionCurve(given)).toContain(why)
  })

  it('promises no size when the slope could be nothing', () => {
    const flat = [
      { size: 1, n: 9, hits: 4 },
      { size: 2, n: 9, hits: 5 },
    ]
    expect(a90By95(flat, curveOf(flat))).toBeNull()
    expect(a90By95Wald(curveOf(flat))).toBeNull()
  })
})
