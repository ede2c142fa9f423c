import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rngFromSeed } from '../../datasets/rng.ts'
import type { Image } from '../../edge/contract/part.ts'
import type { WeakInspector } from '../../edge/contract/report.ts'
import { largestBlob } from '../../edge/core/vision/weak-blob.ts'
import { createWeakInspectors, tooEasy } from '../../edge/core/vision/weak-inspector.ts'
import { globalStatistics } from '../../edge/core/vision/weak-statistics.ts'
import { createTemplate } from '../../edge/core/vision/weak-template.ts'

const side = 32
type Chance = () => number
type Painter = (isDefective: boolean, chance: Chance) => (x: number, y: number) => number

const image = (paint: (x: number, y: number) => number): Image => ({
  width: side,
  height: side,
  channels: 1,
  data: Uint8Array.from({ length: side * side }, (_, at) => paint(at % side, Math.floor(at / side))),
})

/** 200 parts teach and 400 are judged; every other part is defective, and painted by `painter`. */
function inspected(painter: Painter, more: { readonly isPresence?: boolean; readonly parts?: number } = {}) {
  const rng = rngFromSeed(11)
  const chance = () => rng.next()
  const weak = createWeakInspectors({ learnFrom: 200, judgeOn: 400, rng: rng.fork('coin') })
  for (let part = 0; part < (more.parts ?? 600); part++) {
    const isDefective = chance() < 0.5
    const isPresence = isDefective && (more.isPresence ?? false)
    weak.add({ image: image(painter(isDefective, chance)), features: [], isDefective, isPresence })
  }
  return weak.results()
}

const named = (results: readonly WeakInspector[], name: WeakInspector['name']) =>
  results.find((result) => result.name === name)
const grain = (chance: Chance) => 20 * (chance() - 0.5)
/** Every pixel anew: nothing stays in its place. */
const noisy: Painter = (_, chance) => () => 128 + grain(chance)

/** An L of dark pixels anywhere; defective is its mirror image. Nothing but the shape tells them apart. */
const mirrored: Painter = (isDefective, chance) => {
  const [left, top] = [Math.floor(chance() * 21), Math.floor(chance() * 21)]
  return (x, y) => {
    const across = isDefective ? 11 - (x - left) : x - left
    const down = y - top
    const isMark = across >= 0 && across < 12 && down >= 0 && down < 12 && (across < 3 || down > 8)
    return 128 + grain(chance) - (isMark ? 60 : 0)
  }
}

describe('worlds that weak inspectors master', () => {
  it('global statistics see defects that darken the whole picture', () => {
    const results = inspected((isDefective, chance) => {
      const lamp = 120 + 20 * chance() - (isDefective ? 15 : 0)
      return () => lamp + grain(chance)
    })
    expect(named(results, 'global-statistics')).toMatchObject({ isTooGood: true })
    expect(named(results, 'global-statistics')?.auroc).toBeGreaterThan(0.9)
    expect(tooEasy(results)).toMatch(/^The parts are too easy .* global-statistics has AUROC of 0\.9\d\d /)
  })

  it('the golden template sees a faint blob on a picture that is always the same', () => {
    const results = inspected((isDefective, chance) => {
      const [left, top] = [4 + Math.floor(chance() * 18), 4 + Math.floor(chance() * 18)]
      return (x, y) => {
        const isMark = isDefective && x >= left && x < left + 8 && y >= top && y < top + 8
        return 128 + 60 * Math.sin(x * 0.7) * Math.cos(y * 0.5) + 4 * (chance() - 0.5) + (isMark ? 12 : 0)
      }
    })
    expect(named(results, 'golden-template')).toMatchObject({ isTooGood: true })
    expect(named(results, 'largest-blob')).toMatchObject({ isTooGood: false })
  })

  it('the largest blob sees a dark spot anywhere on noise', () => {
    const results = inspected((isDefective, chance) => {
      const [left, top] = [Math.floor(chance() * 26), Math.floor(chance() * 26)]
      return (x, y) =>
        128 + grain(chance) - (isDefective && x >= left && x < left + 6 && y >= top && y < top + 6 ? 60 : 0)
    })
    expect(named(results, 'largest-blob')).toMatchObject({ isTooGood: true })
    expect(tooEasy(results)).not.toBeNull()
  })
})

describe('worlds that fool them', () => {
  it('pure chance fools all', () => {
    const results = inspected(noisy)
    for (const { name, balancedAccuracy } of results) {
      expect(Math.abs((balancedAccuracy ?? 0) - 0.5), name).toBeLessThan(0.08)
    }
    expect(named(results, 'pass-everything')).toEqual({
      name: 'pass-everything',
      auroc: null,
      balancedAccuracy: 0.5,
      isTooGood: false,
    })
    expect(tooEasy(results)).toBeNull()
  })

  it('a difference of shape alone fools all, though the marks are plain to see', () => {
    for (const result of inspected(mirrored)) {
      expect(result.isTooGood, result.name).toBe(false)
      expect(Math.abs((result.balancedAccuracy ?? 0) - 0.5), result.name).toBeLessThan(0.08)
    }
  })
})

describe('what is judged', () => {
  const dark: Painter = (isDefective) => () => (isDefective ? 100 : 130)

  it('leaves out parts with a present-or-absent defect altogether', () => {
    const results = inspected(dark, { isPresence: true })
    for (const result of results) expect(result).toMatchObject({ auroc: null, balancedAccuracy: null })
    expect(tooEasy(results)).toBeNull()
  })

  it('teaches with the first half where fewer parts came', () => {
    expect(named(inspected(dark, { parts: 120 }), 'global-statistics')).toMatchObject({
      auroc: 1,
      isTooGood: true,
    })
  })

  it('calls nothing too good on a handful of parts, though it says the figure', () => {
    expect(named(inspected(dark, { parts: 60 }), 'global-statistics')).toMatchObject({
      auroc: 1,
      isTooGood: false,
    })
    expect(inspected(dark, { parts: 0 }).every((result) => result.balancedAccuracy === null)).toBe(true)
  })

  it('wants no more than it was asked for', () => {
    const weak = createWeakInspectors({ learnFrom: 1, judgeOn: 1, rng: rngFromSeed(1) })
    const part = { image: image(() => 1), features: [1], isDefective: false, isPresence: false }
    expect(weak.wants()).toBe(true)
    weak.add({ ...part, isPresence: true })
    weak.add(part)
    expect(weak.wants()).toBe(true)
    weak.add(part)
    expect(weak.wants()).toBe(false)
  })

  it('knows no template of pictures of several sizes', () => {
    const weak = createWeakInspectors({ learnFrom: 20, judgeOn: 20, rng: rngFromSeed(1) })
    for (let part = 0; part < 40; part++) {
      const width = 16 + (part % 3)
      const data = new Uint8Array(16 * width).fill(part % 2 ? 90 : 130)
      weak.add({
        image: { width, height: 16, channels: 1, data },
        features: [],
        isDefective: part % 2 === 1,
        isPresence: false,
      })
    }
    expect(named(weak.results(), 'golden-template')).toMatchObject({ auroc: null, balancedAccuracy: null })
    expect(named(weak.results(), 'global-statistics')).toMatchObject({ auroc: 1 })
  })
})

describe('the pieces', () => {
  it('statistics are 36 finite numbers for any picture', () => {
    const size = fc.integer({ min: 1, max: 12 })
    fc.assert(
      fc.property(
        size,
        size,
        fc.infiniteStream(fc.integer({ min: 0, max: 255 })),
        (width, height, levels) => {
          const data = Uint8Array.from({ length: width * height }, () => levels.next().value)
          const found = globalStatistics({ width, height, channels: 1, data })
          expect(found).toHaveLength(36)
          expect(found.every(Number.isFinite)).toBe(true)
        },
      ),
    )
  })

  it('statistics of a step from 0 to 100 are those of a coin', () => {
    const [mean, deviation, skewness, kurtosis, least, most] = globalStatistics(
      image((x) => (x < 16 ? 0 : 100)),
    )
    expect([mean, deviation, skewness, kurtosis, least, most]).toEqual([50, 50, 0, 1, 0, 100])
    const [across] = globalStatistics(image((x) => (x < 16 ? 0 : 100))).slice(14)
    expect(across).toBeCloseTo(100 / 31, 12)
  })

  it('the template is the mean of what it learnt, and scores the worst block of 8 × 8', () => {
    const template = createTemplate()
    expect(template.score(image(() => 9))).toBe(0)
    template.learn(image(() => 100))
    template.learn(image(() => 110))
    expect(template.score(image(() => 105))).toBe(0)
    expect(template.score(image((x, y) => (x >= 8 && x < 16 && y >= 24 && x % 2 === 0 ? 125 : 105)))).toBe(10)
    expect(template.score({ width: 16, height: 64, channels: 1, data: new Uint8Array(1024) })).toBeNaN()
  })

  it('a blob grows over edges, not over corners or round the border', () => {
    const spots = (at: readonly (readonly [number, number])[]) =>
      image((x, y) => (at.some(([px, py]) => px === x && py === y) ? 255 : 100))
    expect(largestBlob(spots([]))).toBe(0)
    expect(
      largestBlob(
        spots([
          [3, 3],
          [4, 4],
        ]),
      ),
    ).toBe(1)
    expect(
      largestBlob(
        spots([
          [31, 3],
          [0, 4],
        ]),
      ),
    ).toBe(1)
    expect(
      largestBlob(
        spots([
          [3, 3],
          [4, 3],
          [4, 4],
          [4, 5],
          [9, 9],
        ]),
      ),
    ).toBe(4)
  })

  it('a template of more parts is a calmer one', () => {
    const rng = rngFromSeed(5)
    const template = createTemplate()
    const part = () => image(noisy(false, () => rng.next()))
    template.learn(part())
    const rough = template.score(part())
    for (let count = 0; count < 50; count++) template.learn(part())
    expect(template.score(part())).toBeLessThan(rough)
  })
})
