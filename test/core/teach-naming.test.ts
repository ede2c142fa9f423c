import { describe, expect, it } from 'vitest'
import { rngFromSeed } from '../../datasets/rng.ts'
import { type NamedDefect, tryNaming } from '../../edge/core/teach/naming.ts'
import { learnNormal } from '../../edge/core/teach/normal-part.ts'

const [channels, cells] = [4, 16]

/** Noise, and where `channel` is given an odd cell somewhere, of chance strength. */
function picture(seed: number, channel?: number): Float32Array {
  const rng = rngFromSeed(seed)
  const image = Float32Array.from({ length: channels * cells }, () => rng.next())
  const at = Math.floor(cells * rng.next())
  if (channel !== undefined) image[channel * cells + at] = 6 + 20 * rng.next()
  return image
}

const normal = learnNormal(
  Array.from({ length: 30 }, (_, seed) => picture(seed)),
  channels,
)
const shown = (count: number, classOf: (index: number) => string, channelOf: (index: number) => number) =>
  Array.from(
    { length: count },
    (_, index): NamedDefect => ({
      class: classOf(index),
      features: picture(100 + index, channelOf(index)),
    }),
  )

describe('names of defects', () => {
  it('are learnt where classes differ, wherever they lie and however strong they are', () => {
    const kinds = ['dent', 'crack', 'stain']
    const found = tryNaming(
      normal,
      null,
      shown(
        15,
        (index) => kinds[index % 3] ?? '',
        (index) => index % 3,
      ),
    )
    expect(found).toMatchObject({ classes: ['crack', 'dent', 'stain'], right: 15, of: 15, isWorth: true })
    const directions = [0, 1, 2].map((row) => found?.naming.directions.subarray(4 * row, 4 * row + 4) ?? [])
    for (const direction of directions) expect(Math.hypot(...direction)).toBeCloseTo(1, 5)
  })

  it('are not used where one looks like the other', () => {
    const found = tryNaming(
      normal,
      null,
      shown(
        24,
        (index) => (index % 2 ? 'dent' : 'crack'),
        () => 1,
      ),
    )
    expect(found?.isWorth).toBe(false)
  })

  it('are none for a single class, nor for classes of one or two', () => {
    expect(
      tryNaming(
        normal,
        null,
        shown(
          9,
          () => 'dent',
          () => 1,
        ),
      ),
    ).toBeNull()
    expect(
      tryNaming(
        normal,
        null,
        shown(
          7,
          (index) => (index < 5 ? 'dent' : 'crack'),
          () => 1,
        ),
      ),
    ).toBeNull()
    expect(tryNaming(normal, null, [])).toBeNull()
  })
})
