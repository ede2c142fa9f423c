import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { capturePart, productLines } from '../../datasets/world.ts'
import { healthyStation } from '../../edge/contract/part.ts'

/** Proves stability, not correctness: whoever changes the pictures changes what the model was trained on. */
it('paints the pixels that the shipped model was trained on', () => {
  const line = productLines['steel-strip']
  if (!line) throw new Error('the steel strip line is missing')
  const hash = createHash('sha256')
  for (let sequence = 0; sequence < 3; sequence++) {
    const order = { seed: 1, line, sequence, capturedAtMs: 0, prevalence: 0.5, withMask: false }
    hash.update(capturePart({ ...order, condition: healthyStation }).frame.image.data)
  }
  expect(hash.digest('hex')).toBe('a551b658c02324415db9ef0ce7b9ba248ce3b077e22b807a4d6183e22b3a305c')
})
