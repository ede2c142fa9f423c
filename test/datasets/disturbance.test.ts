import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { atLevel, severityTable } from '../../datasets/disturbance.ts'
import { blur, boxKernel, convolved, gaussianKernel } from '../../datasets/parts/blur.ts'
import { drawDirt, layDirt } from '../../datasets/parts/dirt.ts'
import { compressAsJpeg } from '../../datasets/parts/jpeg.ts'
import { rngFromSeed } from '../../datasets/rng.ts'
import { capturePart, productLines } from '../../datasets/world.ts'
import { type Disturbance, disturbanceNames } from '../../edge/contract/disturbance.ts'
import { healthyStation } from '../../edge/contract/part.ts'

const line = productLines['steel-strip']
if (!line) throw new Error('the steel strip line is missing')
const shoot = (disturbance: Disturbance | null, sequence = 0, shot = 0) =>
  capturePart({
    ...{ seed: 11, line, sequence, capturedAtMs: 0, prevalence: 0.5, condition: healthyStation },
    ...{ withMask: true, disturbance, shot },
  })
const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length
/** Mean absolute difference of neighbours along a row: fine structure. */
const fineness = (data: Uint8Array) =>
  mean(data.subarray(1).map((value, index) => Math.abs(value - (data[index] ?? 0))))

describe('disturbances', () => {
  it('have the strengths that were agreed on, and grow in between', () => {
    expect(atLevel('exposure', 5)).toBe(0.7)
    expect(atLevel('defocusPx', 3)).toBe(1.6)
    expect(atLevel('motionPx', 4)).toBe(11)
    expect(atLevel('noise', 2)).toBe(4)
    expect(atLevel('gradient', 1)).toBe(0.1)
    expect([atLevel('shiftPx', 5), atLevel('rotationDeg', 5)]).toEqual([16, 8])
    expect(atLevel('dirt', 5)).toBe(0.12)
    expect(atLevel('jpegQuality', 4)).toBe(30)
    expect(atLevel('noise', 2.5)).toBe(6)
    for (const values of Object.values(severityTable)) expect(values).toHaveLength(6)
  })

  it.each(disturbanceNames)(
    '%s changes the picture more at severity 5 than at 1, and never the truth',
    (name) => {
      const plain = shoot({ name, severity: 0 })
      const changes = ([1, 5] as const).map((severity) => {
        const disturbed = shoot({ name, severity })
        expect(disturbed.truth.marks.map(({ class: kind, sizeMm }) => [kind, sizeMm])).toEqual(
          plain.truth.marks.map(({ class: kind, sizeMm }) => [kind, sizeMm]),
        )
        return mean(
          disturbed.frame.image.data.map((value, at) => Math.abs(value - (plain.frame.image.data[at] ?? 0))),
        )
      })
      expect(changes[0]).toBeGreaterThan(0)
      expect(changes[1]).toBeGreaterThan(changes[0] ?? 0)
    },
  )

  it('defocus and motion take fine structure away, noise brings it', () => {
    const of = (disturbance: Disturbance) => fineness(shoot(disturbance).frame.image.data)
    expect(of({ name: 'defocus', severity: 5 })).toBeLessThan(of({ name: 'defocus', severity: 0 }))
    expect(of({ name: 'noise', severity: 5 })).toBeGreaterThan(2 * of({ name: 'noise', severity: 0 }))
  })

  it('a part photographed again keeps its marks and its surface under other light and noise', () => {
    const [first, second] = [shoot(null, 3, 0), shoot(null, 3, 1)]
    expect(second.truth.isDefective).toBe(first.truth.isDefective)
    expect(second.truth.marks.map(({ sizeMm }) => sizeMm)).toEqual(
      first.truth.marks.map(({ sizeMm }) => sizeMm),
    )
    expect(Buffer.from(second.frame.image.data).equals(Buffer.from(first.frame.image.data))).toBe(false)
  })
})

describe('blurring', () => {
  it('keeps the mean level, and spreads a point as wide as it says', () => {
    const size = 64
    const picture = new Float32Array(size * size)
    picture[32 * size + 32] = 1000
    const sigma = 2.5
    blur(picture, size, gaussianKernel(sigma), convolved(gaussianKernel(sigma), boxKernel(7)))
    let [sum, along, across] = [0, 0, 0]
    for (const [index, value] of picture.entries()) {
      sum += value
      along += value * ((index % size) - 32) ** 2
      across += value * (Math.floor(index / size) - 32) ** 2
    }
    expect(sum).toBeGreaterThan(975)
    expect(sum).toBeLessThan(1001)
    expect(Math.sqrt(along / sum)).toBeGreaterThan(2.3)
    expect(Math.sqrt(along / sum)).toBeLessThan(2.6)
    // Variances add: a smear of 7 pixels has 7^2 / 12.
    expect(Math.sqrt(across / sum)).toBeGreaterThan(Math.sqrt(2.3 ** 2 + 49 / 12) * 0.97)
    expect(Math.sqrt(across / sum)).toBeLessThan(Math.sqrt(2.6 ** 2 + 49 / 12) * 1.03)
  })
})

describe('dirt', () => {
  it('covers the share of the window that it was told to, and only takes light', () => {
    const size = 512
    const share = 0.06
    const covered = Array.from({ length: 20 }, (_, index) =>
      drawDirt(rngFromSeed(index), size, share).reduce(
        (sum, { radiusPx }) => sum + Math.PI * radiusPx ** 2,
        0,
      ),
    )
    expect(mean(covered) / size ** 2).toBeGreaterThan(share * 0.9)
    expect(mean(covered) / size ** 2).toBeLessThan(share * 1.1)
    const light = new Float32Array(size * size).fill(100)
    layDirt(light, size, drawDirt(rngFromSeed(1), size, share))
    expect(Math.max(...light.subarray(0, 100_000))).toBeLessThanOrEqual(100)
    expect(mean(light)).toBeLessThan(100)
  })
})

describe('JPEG', () => {
  it.each([15, 50, 85, 97])('at quality %i does to a picture what libjpeg does', async (quality) => {
    const { data } = shoot({ name: 'jpeg', severity: 0 }).frame.image
    const raw = { width: 512, height: 512, channels: 1 as const }
    const file = await sharp(data, { raw }).toColourspace('b-w').jpeg({ quality }).toBuffer()
    const theirs = await sharp(file).toColourspace('b-w').raw().toBuffer()
    const ours = data.slice()
    compressAsJpeg(ours, 512, 512, quality)
    const apart = (other: Uint8Array) => mean(ours.map((value, at) => Math.abs(value - (other[at] ?? 0))))
    // Rounding inside differs; what is lost is the same.
    expect(apart(theirs)).toBeLessThan(0.35)
    expect(apart(theirs)).toBeLessThan(apart(data) / 2)
  })

  it('manages a picture whose sides are no multiples of eight', () => {
    const flat = new Uint8Array(13 * 11).fill(77)
    compressAsJpeg(flat, 13, 11, 50)
    expect(new Set(flat).size).toBe(1)
    expect(Math.abs((flat[0] ?? 0) - 77)).toBeLessThanOrEqual(2)
  })
})
