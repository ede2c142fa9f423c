import { describe, expect, it } from 'vitest'
import { drawLayout } from '../../datasets/parts/blister-layout.ts'
import { drawMaterials } from '../../datasets/parts/blister-material.ts'
import { drawLayout as drawDiscLayout } from '../../datasets/parts/machined-disc-layout.ts'
import { pcb } from '../../datasets/parts/pcb.ts'
import type { PaintOrder } from '../../datasets/parts/photograph.ts'
import { drawTexture } from '../../datasets/parts/texture.ts'
import { rngFromSeed } from '../../datasets/rng.ts'
import { capturePart, firstCrowdedSeed, firstTrainingSeed, productLines } from '../../datasets/world.ts'
import { healthyStation } from '../../edge/contract/part.ts'
import type { Rng } from '../../edge/contract/port.ts'

const lines = Object.entries(productLines)
const plain = { capturedAtMs: 0, condition: healthyStation, withMask: false }

describe('what a seed is for', () => {
  const orderAt = (seed: number): PaintOrder => {
    const seen: PaintOrder[] = []
    const paint = (order: PaintOrder) => {
      seen.push(order)
      return { planes: [new Float32Array(64 * 64)], marks: [] }
    }
    const recipe = { ...pcb, channels: 1 as const, widthPx: 64, heightPx: 64 }
    capturePart({ ...plain, seed, line: { recipe, paint }, sequence: 0, prevalence: 0 })
    const [order] = seen
    if (!order) throw new Error('nothing was painted')
    return order
  }

  it.each([
    [0, false, false],
    [firstTrainingSeed - 1, false, false],
    [firstTrainingSeed, true, false],
    [firstCrowdedSeed - 1, true, false],
    [firstCrowdedSeed, true, true],
    [2 ** 32 - 1, true, true],
  ])('seed %i: training %s, crowded %s', (seed, isTraining, isCrowded) => {
    // Nobody asked for defective parts: only a crowded one is defective all the same.
    expect(orderAt(seed)).toMatchObject({ isTraining, isCrowded, isDefective: isCrowded })
  })

  it('leaves crowded seeds to training', () => {
    expect(firstCrowdedSeed).toBeGreaterThan(firstTrainingSeed)
    expect(firstTrainingSeed).toBe(4_000_000_000)
  })
})

/** A disc has each kind of look-alike once at most; on a pack every mark has a cell of its own. */
const crowds: Readonly<Record<string, { readonly marks: number; readonly lookAlikes: number }>> = {
  'machined-disc': { marks: 8, lookAlikes: 6 },
  'blister-pack': { marks: 5, lookAlikes: 4 },
}

describe.each(lines)('a crowd on %s', (name, line) => {
  const countsAt = (seed: number, prevalence: number) =>
    Array.from({ length: 15 }, (_, sequence) => {
      const { marks, isDefective } = capturePart({ ...plain, seed, line, sequence, prevalence }).truth
      const present = line.recipe.presentOrAbsent
      const ofClass = marks.filter((mark) => !mark.isLookAlike && !present.includes(mark.class))
      return { isDefective, marks: ofClass.length, lookAlikes: marks.filter((m) => m.isLookAlike).length }
    })
  const crowd = crowds[name] ?? { marks: 8, lookAlikes: 8 }

  it('lies on every part of the seeds kept for it, which are all defective', () => {
    const parts = countsAt(firstCrowdedSeed + 7, 0)
    const mean = (what: 'marks' | 'lookAlikes') =>
      parts.reduce((sum, part) => sum + part[what], 0) / parts.length
    expect(parts.every(({ isDefective }) => isDefective)).toBe(true)
    // Where a board or a disc has no room left, one or the other is left out.
    expect(Math.max(...parts.map(({ marks }) => marks))).toBe(crowd.marks)
    expect(Math.max(...parts.map(({ lookAlikes }) => lookAlikes))).toBe(crowd.lookAlikes)
    expect(mean('marks')).toBeGreaterThan(crowd.marks - 1)
    expect(mean('lookAlikes')).toBeGreaterThan(crowd.lookAlikes - 1)
  })

  it('lies on no part of a run, and on none of ordinary training', () => {
    for (const seed of [7, firstTrainingSeed + 7]) {
      const parts = countsAt(seed, 0.5)
      expect(Math.max(...parts.map(({ marks }) => marks))).toBeLessThanOrEqual(2)
      expect(Math.max(...parts.map(({ lookAlikes }) => lookAlikes))).toBeLessThanOrEqual(4)
      expect(new Set(parts.map(({ isDefective }) => isDefective)).size).toBe(2)
    }
  })
})

/** Boards, and the rest of the discs, are in their own files. */
describe('what is kept for verification never appears in training', () => {
  const draws = 3000
  /** How many of many draws are what `isKept` says. */
  const found = <T>(draw: (rng: Rng, isTraining: boolean) => T, isKept: (drawn: T) => boolean) =>
    [true, false].map(
      (isTraining) =>
        Array.from({ length: draws }, (_, part) =>
          draw(rngFromSeed(3).fork(`part/${part}`), isTraining),
        ).filter(isKept).length,
    )
  const expectKept = ([training = 1, verification = 0]: readonly number[]) => {
    expect(training).toBe(0)
    expect(verification).toBeGreaterThan(draws / 50)
  }

  it('steel: temper-rolled strip, of short grain under long streaks', () => {
    expectKept(
      found(drawTexture, ({ grainMemory, streakMemory }) => grainMemory < 0.5 && streakMemory > 0.97),
    )
  })

  it('discs: those with two recesses', () => {
    // The second face ends far out only where there are two recesses, or outermost.
    const isRecessed = ({ rings, radiusPx }: ReturnType<typeof drawDiscLayout>) => {
      const [inner, outer] = rings.map(({ outerPx }) => outerPx / radiusPx)
      return rings.length === 3 && (inner ?? 1) < 0.33 && (outer ?? 0) > 0.7
    }
    expectKept(found(drawDiscLayout, isRecessed))
  })

  it('packs: cards of 2 × 6, and tall ones of 3 × 4', () => {
    const isTall = ({ halfWidth, halfHeight }: ReturnType<typeof drawLayout>) => halfHeight > halfWidth
    const columns = ({ halfWidth, pitchX }: ReturnType<typeof drawLayout>) =>
      Math.floor((2 * halfWidth) / pitchX)
    expectKept(found(drawLayout, (layout) => layout.cells.length === 12 && [2, 6].includes(columns(layout))))
    expectKept(found(drawLayout, (layout) => layout.cells.length === 12 && isTall(layout)))
  })

  it('packs: amber film, gold foil; blue and peach tablets; two inks, two belts', () => {
    type Drawn = ReturnType<typeof drawMaterials>
    const share = (colour: Drawn['tablet'], one: 0 | 1 | 2, other: 0 | 1 | 2) => colour[one] / colour[other]
    const isAmber = ({ web }: Drawn) => web.film !== null && web.film[2] < 0.6
    const isClear = (drawn: Drawn) => !isAmber(drawn)
    const kept: readonly ((drawn: Drawn) => boolean)[] = [
      isAmber,
      (drawn) => isClear(drawn) && share(drawn.web.colour, 2, 0) < 0.7,
      (drawn) => isClear(drawn) && share(drawn.tablet, 2, 0) > 1.2,
      (drawn) => isClear(drawn) && Math.abs(share(drawn.tablet, 2, 0) - 0.667) < 0.035,
      (drawn) => isClear(drawn) && share(drawn.ink, 1, 0) > 2,
      (drawn) => isClear(drawn) && share(drawn.ink, 0, 1) > 2.5,
      ({ belt }) => share(belt, 1, 0) > 1.5,
      ({ belt }) => belt[0] > 80,
    ]
    for (const isKept of kept) expectKept(found(drawMaterials, isKept))
  })
})
