import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { capturePart, firstCrowdedSeed, firstTrainingSeed, productLines } from '../../datasets/world.ts'
import { healthyStation } from '../../edge/contract/part.ts'

/** Of frames and masks; a run, ordinary training and crowded training each. */
const digests: Readonly<Record<string, string>> = {
  'steel-strip': 'd216f503d604e01348397580a00e302b16670f011f1e148f39172797ada2c2ae',
  pcb: '19748927a65938129dd7594a15f676b02aa362f060ed78b81e1518d4807281b0',
  'machined-disc': '0a4a002b3ad2811a83d038c62f0f6cf38d8ed17f0676a9f6b1e96d031ce7e8c6',
  'blister-pack': '9a03e5bacb2f7638a892a618bdb26186fe4a582fd556fbf3b19f98b9ea29ee41',
}

/** Proves stability, not correctness: whoever changes the pictures changes what the shipped models were trained on. */
it.each(Object.entries(productLines))('paints the %s that the shipped model was trained on', (name, line) => {
  const hash = createHash('sha256')
  for (const seed of [1, firstTrainingSeed + 1, firstCrowdedSeed + 1])
    for (let sequence = 0; sequence < 2; sequence++) {
      const order = { seed, line, sequence, capturedAtMs: 0, prevalence: 0.5, condition: healthyStation }
      const { frame, mask } = capturePart({ ...order, withMask: true })
      hash.update(frame.image.data).update(mask ?? '')
    }
  expect({ [name]: hash.digest('hex') }).toEqual({ [name]: digests[name] })
})
