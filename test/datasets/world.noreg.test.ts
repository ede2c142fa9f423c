import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { capturePart, firstCrowdedSeed, firstTrainingSeed, productLines } from '../../datasets/world.ts'
import { healthyStation } from '../../edge/contract/part.ts'

/** Of frames and masks; a run, ordinary training and crowded training each. */
const digests: Readonly<Record<string, string>> = {
  'steel-strip': '0c7b6fbcdecd5f4d5995595a15581654006eb0f5f41980296bfdd80f11e3230f',
  pcb: '6fe8e71902644b8ee86dfc8e9feda05585a4f3e159396fd0c8ff623461b9e422',
  'machined-disc': '57fbad387cf11500a707912c5f21c1245e245ac16109a76a7729e2329e1c8ee0',
  'blister-pack': '878324915cbc60c305219e51b604803a9194454625e4323c20e454470b020350',
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
