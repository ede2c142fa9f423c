import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { drawScene, pcb, pcbMaker } from '../../datasets/parts/pcb.ts'
import { photographPart } from '../../datasets/parts/photograph.ts'
import { rngFromSeed } from '../../datasets/rng.ts'
import { healthyStation } from '../../edge/contract/part.ts'
import { imageFeatures } from '../../edge/core/vision/monitor.ts'
import { createWeakInspectors } from '../../edge/core/vision/weak-inspector.ts'

const shoot = (seed: number, sequence: number, prevalence: number) =>
  photographPart(pcbMaker, {
    ...{ rng: rngFromSeed(seed).fork('line/pcb').fork(`part/${sequence}`), sequence, capturedAtMs: 0 },
    ...{ prevalence, condition: healthyStation, withMask: false, shot: 0, disturbance: null, foreign: null },
    isTraining: false,
  })

it('fills every 5 % bin from half the limit to twice the limit, for every class, in 10,000 marked parts', () => {
  const bins = new Map<string, Set<number>>()
  for (let part = 0; part < 10_000; part++) {
    for (const { mark } of drawScene(rngFromSeed(9).fork(`part/${part}`), part % 2 === 0, false).marks) {
      const { sizeOverLimit } = mark
      if (sizeOverLimit === null || sizeOverLimit < 0.5 || sizeOverLimit >= 2) continue
      const filled = bins.get(mark.class) ?? new Set()
      bins.set(mark.class, filled.add(Math.floor(Math.log(sizeOverLimit / 0.5) / Math.log(1.05))))
    }
  }
  expect([...bins.keys()].sort()).toEqual(Object.keys(pcb.limitsMm).sort())
  for (const filled of bins.values()) expect(filled.size).toBe(Math.ceil(Math.log(4) / Math.log(1.05)))
})

it('repeats no tile of 16 x 16 within 10,000 parts', () => {
  const seen = new Set<string>()
  const places = [0, 100, 200, 300, 400].flatMap((x) => [0, 120, 240, 360].map((y) => [x, y] as const))
  for (let sequence = 0; sequence < 10_000; sequence++) {
    const { data } = shoot(31, sequence, 0).frame.image
    for (const [left, top] of places) {
      const hash = createHash('sha1')
      for (let y = top; y < top + 16; y++)
        hash.update(data.subarray((y * 512 + left) * 3, (y * 512 + left + 16) * 3))
      seen.add(hash.digest('base64'))
    }
  }
  expect(seen.size).toBe(10_000 * places.length)
})

it('is too hard for weak inspectors', () => {
  const inspectors = createWeakInspectors({ learnFrom: 1500, judgeOn: 3000, rng: rngFromSeed(1) })
  for (let sequence = 0; sequence < 4500; sequence++) {
    const { frame, truth } = shoot(4_000_000_021, sequence, 0.5)
    const features = imageFeatures(frame.image)
    inspectors.add({
      image: frame.image,
      features,
      isDefective: truth.isDefective === true,
      isPresence: false,
    })
  }
  const of = (name: string) => inspectors.results().find((result) => result.name === name)
  expect(of('global-statistics')?.auroc).toBeLessThan(0.6)
  expect(of('golden-template')?.balancedAccuracy).toBeLessThan(0.75)
  expect(of('largest-blob')?.balancedAccuracy).toBeLessThan(0.75)
})
