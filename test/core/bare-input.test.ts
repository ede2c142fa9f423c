import { describe, expect, it } from 'vitest'
import type { Image } from '../../edge/contract/part.ts'
import { bareInput, barePixels } from '../../edge/core/vision/bare-input.ts'

describe('the input of a model without a card', () => {
  it.each([
    [[1, 3, 224, 224], 'NCHW', [1, 3, 224, 224], []],
    [['N', 1, 32, 64], 'NCHW', [1, 1, 32, 64], []],
    [[1, 299, 299, 3], 'NHWC', [1, 299, 299, 3], []],
    [['', 3, '', ''], 'NCHW', [1, 3, 224, 224], ['height', 'width']],
    [['b', 'h', 'w', 1], 'NHWC', [1, 224, 224, 1], ['height', 'width']],
    [[1, 3, 'h', 640], 'NCHW', [1, 3, 640, 640], ['height']],
    [['a', 'b', 'c', 'd'], 'NCHW', [1, 3, 224, 224], ['height', 'width', 'channels']],
    [[1, 100, 100, 'c'], 'NHWC', [1, 100, 100, 3], ['channels']],
    [[1, 3, 3, 3], 'NCHW', [1, 3, 3, 3], []],
  ] as const)('%j is %s %j, guessed: %j', (dims, layout, wanted, guessed) => {
    expect(bareInput('uint8', dims)).toMatchObject({ layout, dims: wanted, guessed })
  })

  it.each([[[1, 3, 224]], [[8, 3, 224, 224]], [[1, 4, 224, 224]], [[1, 224, 224, 5]], [[]]])(
    '%j takes no single image',
    (dims) => {
      expect(bareInput('float32', dims)).toBeNull()
    },
  )

  it('gets its pixels in its own order and scale', () => {
    const image: Image = { width: 2, height: 1, channels: 3, data: Uint8Array.of(0, 51, 102, 153, 204, 255) }
    expect([...barePixels(image, { layout: 'NCHW', type: 'uint8' })]).toEqual([0, 153, 51, 204, 102, 255])
    expect([...barePixels(image, { layout: 'NHWC', type: 'uint8' })]).toEqual([0, 51, 102, 153, 204, 255])
    const scaled = [...barePixels(image, { layout: 'NHWC', type: 'float32' })].map(
      (value) => Math.round(value * 10) / 10,
    )
    expect(scaled).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1])
  })
})
