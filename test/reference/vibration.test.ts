import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { liveMachine } from '../../datasets/machines/life.ts'
import { machines } from '../../datasets/machines/plant.ts'
import { rngFromSeed } from '../../datasets/rng.ts'
import { bearingOrders } from '../../edge/core/health/bearing.ts'
import { bearingLines, shapeOf, velocityMmPerS } from '../../edge/core/health/vibration.ts'
import { zoneLimits, zoneOf } from '../../edge/core/health/zone.ts'

const bearing = { balls: 9, ballDiameter: 7.94, pitchDiameter: 39.04, contactDeg: 0 }

describe('bearing orders (golden values: science B2)', () => {
  it('those of a 6205 as CWRU measured it', () => {
    const { bpfo, bpfi, ftf, bsf } = bearingOrders(bearing)
    expect(bpfo).toBeCloseTo(3.58478484, 8)
    expect(bpfi).toBeCloseTo(5.41521516, 8)
    expect(ftf).toBeCloseTo(0.39830943, 8)
    expect(bsf).toBeCloseTo(2.35674771, 8)
    expect((bpfo * 1797) / 60).toBeCloseTo(107.364306, 6)
    expect((bpfi * 1797) / 60).toBeCloseTo(162.185694, 6)
  })

  it('outer and inner ring together are passed by every ball', () => {
    const any = fc.record({
      balls: fc.integer({ min: 3, max: 30 }),
      ballDiameter: fc.double({ min: 1, max: 20, noNaN: true }),
      pitchDiameter: fc.double({ min: 25, max: 200, noNaN: true }),
      contactDeg: fc.double({ min: 0, max: 40, noNaN: true }),
    })
    fc.assert(
      fc.property(any, (drawn) => {
        const { bpfo, bpfi } = bearingOrders(drawn)
        expect(bpfo + bpfi).toBeCloseTo(drawn.balls, 9)
      }),
    )
  })
})

const wave = (of: (turn: number) => number) =>
  Float64Array.from({ length: 4096 }, (_, index) => of((index * 8) / 4096))

describe('the shape of a signal (golden values: science B2)', () => {
  it('a sine, a triangle, a square', () => {
    const sine = shapeOf(wave((turn) => Math.sin(2 * Math.PI * turn)))
    expect(sine.rms).toBeCloseTo(Math.SQRT1_2, 6)
    expect(sine.crest).toBeCloseTo(Math.SQRT2, 6)
    expect(sine.kurtosis).toBeCloseTo(1.5, 6)
    const triangle = shapeOf(wave((turn) => 1 - 4 * Math.abs((turn % 1) - 0.5)))
    expect(triangle.crest).toBeCloseTo(1.73205081, 3)
    expect(triangle.kurtosis).toBeCloseTo(1.8, 3)
    const square = shapeOf(wave((turn) => (turn % 1 < 0.5 ? 1 : -1)))
    expect(square.crest).toBeCloseTo(1, 6)
    expect(square.kurtosis).toBeCloseTo(1, 6)
  })

  it('silence has no shape', () => expect(shapeOf([2, 2, 2])).toEqual({ rms: 0, crest: 0, kurtosis: 0 }))
})

describe('velocity from acceleration', () => {
  const sine = (hz: number) => ({
    rateHz: 12_800,
    accelerationMPerS2: Float32Array.from(
      { length: 4096 },
      (_, index) => 2 * Math.sin((2 * Math.PI * hz * index) / 12_800),
    ),
  })

  it('a sine of 100 Hz and 2 m/s² moves with 2 / (2π 100 √2) m/s', () => {
    expect(velocityMmPerS(sine(100))).toBeCloseTo(2000 / (200 * Math.PI * Math.SQRT2), 2)
  })

  it('what lies outside 10 to 1000 Hz does not count', () => {
    expect(velocityMmPerS(sine(3000))).toBeLessThan(0.01)
    expect(velocityMmPerS(sine(3.125))).toBeLessThan(0.5)
  })
})

describe('zones of ISO 20816-3', () => {
  it.each([
    [2.29, 'A'],
    [2.3, 'B'],
    [4.49, 'B'],
    [4.5, 'C'],
    [7.1, 'D'],
  ])('group 1, rigid: %d mm/s is zone %s', (velocity, zone) => {
    expect(zoneOf(velocity, zoneLimits['group-1'].rigid)).toBe(zone)
  })
})

describe('a spindle that wears', () => {
  const spindle = machines['mill-spindle']
  const seen = [...liveMachine(spindle, rngFromSeed(3).fork('spindle'), { machine: 'spindle', everyH: 25 })]
  const lines = seen.flatMap(({ sample, truth }) =>
    sample.vibration && !truth.isDisturbed
      ? [{ truth, ...bearingLines(sample.vibration, bearing, (1797 * sample.speed) / 60) }]
      : [],
  )
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

  it('shows in the envelope at the orders of its own bearing', () => {
    const young = lines.filter(({ truth }) => truth.damage < 0.2)
    const old = lines.filter(({ truth }) => truth.damage > 0.7)
    const loudest = (of: typeof lines) => mean(of.map(({ bpfo, bpfi }) => Math.max(bpfo, bpfi)))
    expect(loudest(old)).toBeGreaterThan(2 * loudest(young))
    expect(mean(old.map(({ ftf }) => ftf))).toBeLessThan(loudest(old) / 2)
  })
})
