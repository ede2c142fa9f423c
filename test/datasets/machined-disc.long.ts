import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { machinedDiscMaker } from '../../datasets/parts/machined-disc.ts'
import { photographPart } from '../../datasets/parts/photograph.ts'
import { rngFromSeed } from '../../datasets/rng.ts'
import { firstTrainingSeed } from '../../datasets/world.ts'
import { type Capture, healthyStation } from '../../edge/contract/part.ts'
import type { WeakInspector } from '../../edge/contract/report.ts'
import { imageFeatures } from '../../edge/core/vision/monitor.ts'
import { createWeakInspectors, tooEasy } from '../../edge/core/vision/weak-inspector.ts'

const shoot = (seed: number, sequence: number): Capture =>
  photographPart(machinedDiscMaker, {
    rng: rngFromSeed(seed).fork('line/machined-disc').fork(`part/${sequence}`),
    sequence,
    capturedAtMs: 0,
    prevalence: 0.5,
    condition: healthyStation,
    withMask: false,
    shot: 0,
    disturbance: null,
    foreign: null,
    isTraining: seed >= firstTrainingSeed,
  })

const parts = 10_000
const tilePx = 16
/** Tiles per part, on a grid over the whole frame. */
const places = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((x) =>
  [0, 1, 2, 3, 4, 5, 6, 7].map((y) => [x * 70, y * 70] as const),
)

it('repeats no tile of texture within 10,000 parts', () => {
  const seen = new Set<string>()
  for (let sequence = 0; sequence < parts; sequence++) {
    const { data, width } = shoot(31, sequence).frame.image
    for (const [left, top] of places) {
      const hash = createHash('sha1')
      for (let y = top; y < top + tilePx; y++)
        hash.update(data.subarray(y * width + left, y * width + left + tilePx))
      seen.add(hash.digest('base64'))
    }
  }
  expect(seen.size).toBe(parts * places.length)
})

describe('weak inspectors on 4,500 machined discs', () => {
  let results: WeakInspector[] = []
  beforeAll(() => {
    const weak = createWeakInspectors({ learnFrom: 3000, judgeOn: 1500, rng: rngFromSeed(5) })
    for (let sequence = 0; weak.wants(); sequence++) {
      const { frame, truth } = shoot(4_000_000_021, sequence)
      const [worst] = truth.marks
        .filter((mark) => !mark.isLookAlike)
        .toSorted((a, b) => (b.sizeOverLimit ?? 1) - (a.sizeOverLimit ?? 1))
      const isDefective = truth.isDefective === true
      const isPresence = isDefective && worst?.class === 'missing-bore'
      weak.add({ image: frame.image, features: imageFeatures(frame.image), isDefective, isPresence })
    }
    results = weak.results()
  }, 600_000)

  const found = (name: WeakInspector['name']) => results.find((result) => result.name === name)

  it('learn nothing from statistics of the whole picture', () => {
    expect(found('global-statistics')?.auroc).toBeLessThan(0.6)
    expect(tooEasy(results)).toBe(null)
  })

  it('learn little from a template or from the largest blob', () => {
    for (const name of ['golden-template', 'largest-blob'] as const)
      expect(found(name)?.balancedAccuracy).toBeLessThan(0.75)
  })
})
