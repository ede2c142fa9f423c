import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { blisterPackMaker } from '../../datasets/parts/blister-pack.ts'
import { type CaptureOrder, photographPart } from '../../datasets/parts/photograph.ts'
import { rngFromSeed } from '../../datasets/rng.ts'
import { type Capture, healthyStation } from '../../edge/contract/part.ts'
import { imageFeatures } from '../../edge/core/vision/monitor.ts'
import { createWeakInspectors, tooEasy } from '../../edge/core/vision/weak-inspector.ts'

const tilePx = 16
const places = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((x) =>
  [0, 1, 2, 3, 4, 5, 6, 7].map((y) => [x * 70, y * 70] as const),
)

function shoot(
  seed: number,
  sequence: number,
  change: Pick<CaptureOrder, 'prevalence' | 'isTraining'>,
): Capture {
  const rng = rngFromSeed(seed).fork('line/blister-pack').fork(`part/${sequence}`)
  const order = { rng, sequence, capturedAtMs: 0, condition: healthyStation, withMask: false, shot: 0 }
  return photographPart(blisterPackMaker, { ...order, disturbance: null, foreign: null, ...change })
}

it('repeats no tile of texture within 10,000 parts', () => {
  const seen = new Set<string>()
  const parts = 10_000
  for (let sequence = 0; sequence < parts; sequence++) {
    const { data, width } = shoot(31, sequence, { prevalence: 0, isTraining: false }).frame.image
    for (const [left, top] of places) {
      const hash = createHash('sha1')
      for (let y = top; y < top + tilePx; y++)
        hash.update(data.subarray(3 * (y * width + left), 3 * (y * width + left + tilePx)))
      seen.add(hash.digest('base64'))
    }
  }
  expect(seen.size).toBe(parts * places.length)
})

it.each([true, false])('is too hard for simple inspectors (training: %s)', (isTraining) => {
  const weak = createWeakInspectors({ learnFrom: 2250, judgeOn: 2250, rng: rngFromSeed(1) })
  for (let sequence = 0; weak.wants(); sequence++) {
    const { frame, truth } = shoot(4_000_000_021, sequence, { prevalence: 0.5, isTraining })
    const isDefective = truth.isDefective === true
    const isPresence = truth.marks.some((mark) => mark.class === 'missing')
    weak.add({ image: frame.image, features: imageFeatures(frame.image), isDefective, isPresence })
  }
  const results = weak.results()
  expect(tooEasy(results)).toBeNull()
  expect(results.find(({ name }) => name === 'global-statistics')?.auroc).toBeLessThanOrEqual(0.6)
  for (const { balancedAccuracy } of results) expect(balancedAccuracy).toBeLessThan(0.75)
})

it('shows marks near their limit with a contrast to noise whose 5th percentile is at most 4', () => {
  const near = Array.from({ length: 2500 }, (_, sequence) =>
    shoot(77, sequence, { prevalence: 0.5, isTraining: false }),
  )
    .flatMap(({ truth }) => truth.marks)
    .filter(({ sizeOverLimit }) => sizeOverLimit !== null && sizeOverLimit > 0.8 && sizeOverLimit < 1.25)
    .map(({ contrastToNoise }) => contrastToNoise)
    .sort((a, b) => a - b)
  expect(near.length).toBeGreaterThan(400)
  expect(near[Math.floor(near.length * 0.05)]).toBeLessThanOrEqual(4)
})
