import { describe, expect, it } from 'vitest'
import { rngFromSeed } from '../../datasets/rng.ts'
import type { Image } from '../../edge/contract/part.ts'
import { thumbnail } from '../../edge/core/teach/near-duplicate.ts'
import { type Surveyed, survey, twoKinds } from '../../edge/core/teach/survey.ts'
import { imageFeatures } from '../../edge/core/vision/monitor.ts'

interface Look {
  readonly level?: number
  readonly spread?: number
  readonly isBlurred?: boolean
}

function picture(seed: number, { level = 100, spread = 40, isBlurred = false }: Look): Image {
  const rng = rngFromSeed(seed)
  const [width, height] = [64, 64]
  const noise = Array.from({ length: width * height }, () => level + spread * (rng.next() - 0.5))
  const mean = (at: number) =>
    [0, 1, 2, 3, 4, 5, 6, 7].reduce((sum, step) => sum + (noise[(at + step) % noise.length] ?? 0) / 8, 0)
  return {
    ...{ width, height, channels: 1 },
    data: Uint8Array.from(noise, (value, at) => (isBlurred ? mean(at) : value)),
  }
}

const looked = (seed: number, look: Look = {}, file = `${seed}.png`): Surveyed => {
  const image = picture(seed, look)
  return {
    file,
    width: 64,
    height: 64,
    hash: `${seed} ${JSON.stringify(look)}`,
    features: imageFeatures(image),
    thumbnail: thumbnail(image),
  }
}

const good = Array.from({ length: 24 }, (_, seed) => looked(seed))

describe('the check of the images', () => {
  it('finds nothing wrong with images of one kind', () => {
    expect(survey(good)).toEqual({ kept: [...good.keys()], warnings: [] })
    expect(twoKinds(good)).toBeNull()
  })

  it('counts a picture once, and leaves out what shows nothing', () => {
    const black = looked(30, { level: 0, spread: 0 })
    const found = survey([...good, { ...looked(3), file: 'copy.png' }, black])
    expect(found.kept).toEqual([...good.keys()])
    expect(found.warnings).toEqual([
      expect.stringContaining('1 of 26 images are there already'),
      expect.stringContaining('show nothing'),
    ])
  })

  it('names a part that was photographed twice', () => {
    const again = picture(3, {}).data.map((level, at) => level + 4 + (at % 3))
    const twice = { ...looked(50, {}, 'again.png'), thumbnail: thumbnail({ ...picture(3, {}), data: again }) }
    expect(survey([...good, twice])).toEqual({
      kept: [...Array(25).keys()],
      warnings: [expect.stringContaining('nearly what another shows: again.png')],
    })
  })

  it.each([
    ['blurred', looked(40, { isBlurred: true }, 'odd.png'), 'sharper or more blurred'],
    ['bright', looked(41, { level: 180 }, 'odd.png'), 'brighter or darker'],
    ['of another size', { ...looked(42), width: 128, file: 'odd.png' }, 'are stretched'],
  ])('names the image that is %s', (_, odd, said) => {
    const { warnings } = survey([...good, odd])
    const about = warnings.filter((warning) => warning.includes(said))
    expect(about).toEqual([expect.stringContaining('odd.png')])
  })

  it('sees the exposure drift', () => {
    const dimming = good.map((_, index) => looked(index, { level: 130 - 2 * index }))
    expect(survey(dimming).warnings).toEqual([expect.stringContaining('drifts by')])
  })

  it('tells two kinds of pictures apart, and names one of each', () => {
    const other = Array.from({ length: 6 }, (_, index) =>
      looked(100 + index, { spread: 4 }, `other ${index}`),
    )
    const [one, two] = twoKinds([...good, ...other]) ?? []
    expect([one, two].filter((file) => file?.startsWith('other'))).toHaveLength(1)
  })
})
