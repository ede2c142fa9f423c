import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { drawPart, steelStrip } from '../../datasets/parts/steel-strip.ts'
import { rngFromSeed } from '../../datasets/rng.ts'
import { capturePart, productLines } from '../../datasets/world.ts'
import { type Capture, healthyStation, type Mark, type StationCondition } from '../../edge/contract/part.ts'

const line = productLines['steel-strip']
if (!line) throw new Error('the steel strip line is missing')

const shoot = (sequence: number, condition: StationCondition = healthyStation, seed = 11): Capture =>
  capturePart({ seed, line, sequence, capturedAtMs: 0, prevalence: 0.5, condition, withMask: true })
const meanOf = (data: ArrayLike<number>) =>
  Array.from(data).reduce((sum, value) => sum + value, 0) / data.length

let parts: Capture[] = []
beforeAll(() => {
  parts = Array.from({ length: 320 }, (_, sequence) => shoot(sequence))
})

describe('a steel strip part', () => {
  it('is defective exactly when a mark reaches its limit', () => {
    for (const { truth } of parts) {
      expect(truth.isDefective).toBe(truth.marks.some((mark) => (mark.sizeOverLimit ?? 0) >= 1))
    }
  })

  it('carries each kind of look-alike on at least 30 % of good and of bad parts, sub-limit marks on good ones too', () => {
    const share = (of: Capture[], has: (mark: Mark) => boolean) =>
      of.filter(({ truth }) => truth.marks.some(has)).length / of.length
    const bad = parts.filter(({ truth }) => truth.isDefective)
    const good = parts.filter(({ truth }) => !truth.isDefective)
    expect(steelStrip.lookAlikes.length).toBeGreaterThanOrEqual(3)
    for (const name of steelStrip.lookAlikes)
      for (const of of [good, bad]) expect(share(of, (mark) => mark.class === name)).toBeGreaterThan(0.3)
    for (const name of Object.keys(steelStrip.limitsMm))
      expect(share(good, (mark) => mark.class === name)).toBeGreaterThan(0.1)
  })
})

describe('the masks', () => {
  it('are as long as the mark is said to be, to two pixels', () => {
    const errors = parts.flatMap(({ truth, mask }) =>
      truth.marks.map((mark, index) =>
        Math.abs(extentPx(mask ?? new Uint8Array(), index + 1) - mark.sizeMm * steelStrip.pxPerMm),
      ),
    )
    expect(errors.length).toBeGreaterThan(500)
    expect(Math.max(...errors)).toBeLessThan(2)
  })

  it('show marks near the limit with a contrast to noise whose 5th percentile is at most 4', () => {
    const near = parts.flatMap(({ frame, truth, mask }) =>
      truth.marks.flatMap((mark, index) =>
        mark.sizeOverLimit !== null && mark.sizeOverLimit > 0.8 && mark.sizeOverLimit < 1.25
          ? [contrastToNoise(frame.image.data, mask ?? new Uint8Array(), index + 1, mark)]
          : [],
      ),
    )
    near.sort((a, b) => a - b)
    expect(near.length).toBeGreaterThan(60)
    expect(near[Math.floor(near.length * 0.05)]).toBeLessThanOrEqual(4)
  })
})

describe('the texture', () => {
  it('repeats no 16 × 16 tile within the parts made here', () => {
    const seen = new Set<string>()
    for (const { frame } of parts) {
      for (const [x, y] of [
        [0, 0],
        [128, 64],
        [300, 400],
        [496, 496],
      ] as const)
        seen.add(tile(frame.image.data, x, y))
    }
    expect(seen.size).toBe(parts.length * 4)
  })
})

describe('sizes', () => {
  it('fill every 5 % bin from half the limit to twice the limit for each class, drawn before the label', () => {
    const bins = new Set<string>()
    for (let part = 0; part < 10_000; part++) {
      for (const { mark } of drawPart(rngFromSeed(9).fork(`part/${part}`), part % 2 === 0)) {
        const { sizeOverLimit } = mark
        if (sizeOverLimit !== null && sizeOverLimit >= 0.5 && sizeOverLimit < 2)
          bins.add(`${mark.class} ${Math.floor(Math.log(sizeOverLimit / 0.5) / Math.log(1.05))}`)
      }
    }
    expect(bins.size).toBe(4 * Math.ceil(Math.log(4) / Math.log(1.05)))
  })
})

describe('streams of chance', () => {
  it('are the same for the same labels and unlike for others, whatever was drawn before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.string(), fc.string(), (seed, one, other) => {
        const root = rngFromSeed(seed)
        const first = root.fork(one).next()
        root.next()
        expect(root.fork(one).next()).toBe(first)
        if (one !== other) expect(root.fork(other).next()).not.toBe(first)
      }),
    )
  })
})

/** Largest distance between two masked pixels, edge to edge. */
function extentPx(mask: Uint8Array, label: number): number {
  const edge: [number, number][] = []
  mask.forEach((value, index) => {
    if (value === label && (mask[index - 1] !== label || mask[index + 1] !== label))
      edge.push([index % 512, Math.floor(index / 512)])
  })
  return Math.max(...edge.map(([x, y]) => Math.max(...edge.map(([u, v]) => Math.hypot(x - u, y - v))))) + 1
}

/** Root mean square contrast of the mark over the standard deviation of its surroundings. */
function contrastToNoise(data: Uint8Array, mask: Uint8Array, label: number, mark: Mark): number {
  const inside: number[] = []
  const around: number[] = []
  const { x, y, width, height } = mark.box
  for (let v = Math.max(0, y - 12); v < Math.min(512, y + height + 12); v++) {
    for (let u = Math.max(0, x - 12); u < Math.min(512, x + width + 12); u++) {
      const index = v * 512 + u
      if (mask[index] === label) inside.push(data[index] ?? 0)
      else if (mask[index] === 0 && (u < x - 3 || u > x + width + 3 || v < y - 3 || v > y + height + 3))
        around.push(data[index] ?? 0)
    }
  }
  const background = meanOf(around)
  const noise = Math.sqrt(meanOf(around.map((value) => (value - background) ** 2)))
  return Math.abs(meanOf(inside) - background) / noise
}

function tile(data: Uint8Array, x: number, y: number): string {
  const rows = Array.from({ length: 16 }, (_, row) =>
    data.subarray((y + row) * 512 + x, (y + row) * 512 + x + 16),
  )
  return Buffer.concat(rows).toString('base64')
}
