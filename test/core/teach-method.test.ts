import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rngFromSeed } from '../../datasets/rng.ts'
import { damaged } from '../../edge/core/teach/damage.ts'
import { tryDefects } from '../../edge/core/teach/defects.ts'
import { chooseMethod, type Lesson, seenWithout, setAside } from '../../edge/core/teach/lesson.ts'
import { farthest, learnMemory, memoryMap } from '../../edge/core/teach/memory.ts'
import { suspectsAmong } from '../../edge/core/teach/threshold.ts'
import type { Features } from '../../edge/core/teach/whitening.ts'

const [channels, cells] = [3, 16]

/** A line of cells with a bump of 9 in each channel at `at`, and noise; a broken one has half a bump. */
function part(seed: number, at: number, isBroken = false): Features {
  const rng = rngFromSeed(seed)
  return Float32Array.from({ length: channels * cells }, (_, place) => {
    const isBump = place % cells === at
    const bump = isBroken ? 4 : 9
    return (isBump ? bump : 0) + 0.5 * rng.next()
  })
}

function lesson(placeOf: (image: number) => number): Lesson {
  const order = Array.from({ length: 30 }, (_, image) => image)
  return {
    ...{ channels, order, heldOut: new Set<number>(), rng: rngFromSeed(1) },
    features: order.map((image) => part(image, placeOf(image))),
    damaged: new Map(order.map((image) => [image, part(100 + image, placeOf(image), true)])),
  }
}

describe('a memory of good parts', () => {
  it('keeps what lies farthest from all that it holds: by hand, on a line', () => {
    expect(farthest(Float32Array.of(0, 1, 2, 10, 6), 1, 4)).toEqual([0, 3, 4, 2])
    expect(farthest(Float32Array.of(5, 5, 5), 1, 3)).toEqual([0])
  })

  it('finds nothing odd in what it learnt from, nor in the same part elsewhere, but in a broken one', () => {
    const good = Array.from({ length: 40 }, (_, image) => part(image, image % cells))
    const memory = learnMemory(good, channels, rngFromSeed(3))
    const most = (image: Features) => Math.max(...memoryMap(image, memory))
    expect(Math.max(...good.map(most))).toBeLessThan(0.5 * most(part(99, 5, true)))
    expect(most(part(98, 11))).toBeLessThan(0.5 * most(part(99, 5, true)))
  })
})

describe('the choice of a method', () => {
  it('takes places for parts that lie still, and the memory for parts that lie anywhere', () => {
    expect(chooseMethod(lesson(() => 4))).toMatchObject({ method: 'places', auroc: { places: 1 } })
    const moving = chooseMethod(lesson((image) => (7 * image) % cells))
    expect([moving.method, moving.auroc.memory]).toEqual(['memory', 1])
    expect(moving.auroc.places).toBeLessThan(0.95)
  })
})

describe('defects among the good', () => {
  /** The same stain, ever fainter, on the first parts. */
  const stained = (stains: readonly number[]): Lesson => {
    const still = lesson(() => 4)
    const features = still.features.map((image, at) =>
      image.map((value, place) => value + (place % cells === 9 ? (stains[at] ?? 0) : 0)),
    )
    return { ...still, features, damaged: new Map() }
  }
  const asideOf = (taught: Lesson) => {
    const all = seenWithout(taught, new Set(), 'places')
    return { first: suspectsAmong(all.distances), ...setAside(taught, 'places', all) }
  }

  it('hide fainter ones like them, which show once those are set aside', () => {
    const { first, suspects, seen } = asideOf(stained([40, 5]))
    expect(first).toEqual([0])
    expect(suspects).toEqual([0, 1])
    expect(suspectsAmong(seen.distances)).toEqual(expect.arrayContaining([0, 1]))
  })

  it('are none where all are good', () => {
    const { suspects } = asideOf(stained([]))
    expect(suspects).toEqual([])
  })
})

/** Noise, a harmless mark of chance size in channel 1, and where it is defective a smaller one in channel 2. */
function marked(seed: number, isDefective: boolean): Features {
  const rng = rngFromSeed(1000 + seed)
  const image = Float32Array.from({ length: channels * cells }, () => rng.next())
  image[cells + Math.floor(cells * rng.next())] = 4 + 8 * rng.next()
  if (isDefective) image[2 * cells + Math.floor(cells * rng.next())] = 2
  return image
}

describe('labelled defects', () => {
  const still = lesson(() => 4)
  const features = still.order.map((image) => marked(image, false))
  const of = (isDefective: boolean) =>
    tryDefects(
      { ...still, features, damaged: new Map() },
      new Set(),
      'places',
      Array.from({ length: 60 }, (_, image) => marked(100 + image, isDefective)),
    )

  it('tell a small defect from a harmless mark that is larger, each seen by what was learnt without it', () => {
    const { auroc, aurocWithout, isWorth, distances, defective } = of(true)
    expect([distances.length, defective.length]).toEqual([30, 60])
    expect(aurocWithout).toBeLessThan(0.9)
    expect([isWorth, auroc > aurocWithout]).toEqual([true, true])
  })

  it('help nothing where they are good parts in truth', () => {
    const { auroc, isWorth } = of(false)
    expect(Math.abs(auroc - 0.5)).toBeLessThan(0.25)
    expect(isWorth).toBe(false)
  })
})

describe('damage on purpose', () => {
  it('changes some pixels of a copy, the same ones by the same seed, and never the image', () => {
    const sides = fc.integer({ min: 32, max: 90 })
    fc.assert(
      fc.property(sides, sides, fc.constantFrom(1, 3), fc.nat(), (width, height, depth, seed) => {
        const data = Uint8Array.from({ length: width * height * depth }, (_, at) => (at * 37 + 11) % 251)
        const image = { width, height, channels: depth as 1 | 3, data }
        const before = data.slice()
        const [one, two] = [seed, seed].map((each) => damaged(image, image, rngFromSeed(each)).data)
        expect(Buffer.compare(one ?? data, two ?? data)).toBe(0)
        expect(Buffer.compare(data, before)).toBe(0)
      }),
      { numRuns: 40 },
    )
    const even = { width: 64, height: 64, channels: 1 as const, data: new Uint8Array(64 * 64).fill(100) }
    const changed = Array.from({ length: 30 }, (_, seed) =>
      damaged(even, even, rngFromSeed(seed)).data.reduce((sum, level) => sum + Number(level !== 100), 0),
    ).filter((pixels) => pixels > 0)
    // A piece of an even image pasted on it is no damage.
    expect(changed.length).toBeGreaterThan(10)
    expect(Math.max(...changed)).toBeLessThan(0.2 * 64 * 64)
  })
})
