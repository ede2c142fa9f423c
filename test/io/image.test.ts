import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { Image } from '../../edge/contract/part.ts'
import { encodePng, readImage, resizeImage } from '../../edge/io/image.ts'
import { colour, grey, readColour, readGrey, save } from './image-stand.ts'
import { tiff } from './made-image.ts'

/** Grey levels left to right, 16 pixels wide each and 16 high, so that lossy coding leaves them alone. */
const levels = [0, 1, 50, 128, 200, 255]
const patches = sharp(Uint8Array.from(levels), { raw: { width: 6, height: 1, channels: 1 } })
  .resize(96, 16, { kernel: 'nearest' })
  .toColourspace('b-w')
const middles = (image: Image): number[] => levels.map((_, i) => image.data[8 * 96 + i * 16 + 8] ?? -1)
const rgb = (pixels: readonly number[]) =>
  sharp(Uint8Array.from(pixels), { raw: { width: pixels.length / 3, height: 1, channels: 3 } })
const farthest = (read: readonly number[], from: readonly number[]): number =>
  Math.max(...from.map((level, i) => Math.abs((read[i] ?? Number.NaN) - level)))

describe('pixels come as they are', () => {
  it.each([
    ['jpg', patches.clone().jpeg({ quality: 100 })],
    ['png', patches.clone().png()],
    ['webp', patches.clone().webp({ lossless: true })],
    ['tiff', patches.clone().tiff({ compression: 'lzw' })],
  ] as const)('%s gives the grey levels that went in, whatever the name says', async (_, coded) => {
    const image = await readImage(await save(await coded.toBuffer(), 'photograph.txt'), grey)
    expect([image.width, image.height, image.channels]).toEqual([96, 16, 1])
    expect(farthest(middles(image), levels)).toBeLessThanOrEqual(1)
  })

  it('repeats grey in three channels, and weighs colours by Rec. 601 (golden: Pillow convert("L"))', async () => {
    expect(
      await readColour(
        await sharp(Uint8Array.of(7, 9), { raw: { width: 2, height: 1, channels: 1 } })
          .toColourspace('b-w')
          .png()
          .toBuffer(),
      ),
    ).toEqual([7, 7, 7, 9, 9, 9])
    const png = await rgb([255, 0, 0, 0, 255, 0, 0, 0, 255, 90, 90, 90]).png().toBuffer()
    expect(await readGrey(png)).toEqual([76, 150, 29, 90])
  })

  it('ignores colour profiles, as training does', async () => {
    const pixels = [200, 40, 10, 90, 90, 90]
    const png = await rgb(pixels).png().withIccProfile('p3').toBuffer()
    const stored = await sharp(png, { ignoreIcc: true }).raw().toBuffer()
    expect((await sharp(png).metadata()).hasProfile).toBe(true)
    expect(await readColour(png)).toEqual([...stored])
    expect([...stored]).not.toEqual(pixels)
  })

  it('reads an image of one pixel', async () => {
    expect(await readImage(await save(await rgb([10, 20, 30]).png().toBuffer()), colour)).toMatchObject({
      width: 1,
      height: 1,
    })
  })

  it('applies the EXIF orientation', async () => {
    const turned = await rgb([1, 1, 1, 2, 2, 2, 3, 3, 3]).withMetadata({ orientation: 8 }).png().toBuffer()
    const image = await readImage(await save(turned), grey)
    expect([image.width, image.height, ...image.data]).toEqual([1, 3, 3, 2, 1])
  })

  it('lays transparency on white, at 8 and at 16 bits', async () => {
    const rgba = sharp(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 255, 100, 100, 100, 128), {
      raw: { width: 3, height: 1, channels: 4 },
    })
    const [clear, black, half] = await readGrey(await rgba.clone().png().toBuffer())
    expect([clear, black]).toEqual([255, 0])
    expect(half).toBeCloseTo(177, -0.5)
    const [clear16, black16] = await readGrey(await rgba.clone().toColourspace('rgb16').png().toBuffer())
    expect([clear16, black16]).toEqual([255, 0])
  })

  it('scales 16 bits to 8, grey and colour', async () => {
    const words = levels.map((level) => level * 257)
    const png = await sharp(Uint16Array.from(words), { raw: { width: 6, height: 1, channels: 1 } })
      .toColourspace('grey16')
      .png()
      .toBuffer()
    const data = new Uint8Array(Uint16Array.from(words).buffer)
    for (const bytes of [png, tiff({ width: 6, samples: 1, bits: 16, photometric: 1, data })]) {
      expect((await sharp(bytes).metadata()).depth).toBe('ushort')
      expect(await readGrey(bytes)).toEqual(levels)
    }
    const negative = await readGrey(tiff({ width: 6, samples: 1, bits: 16, photometric: 0, data }))
    expect(
      farthest(
        negative.map((level) => 255 - level),
        levels,
      ),
    ).toBeLessThanOrEqual(1)
    const deepColour = sharp(Uint16Array.from([65_535, 25_700, 0]), {
      raw: { width: 1, height: 1, channels: 3 },
    })
    expect(await readColour(await deepColour.toColourspace('rgb16').png().toBuffer())).toEqual([255, 100, 0])
  })

  it('turns CMYK into light: (255 − ink)(255 − black) / 255', async () => {
    const ink = [0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0, 127, 127, 127, 127, 0, 255, 0, 0, 0, 51, 102, 153, 51]
    const bytes = tiff({
      width: ink.length / 4,
      samples: 4,
      bits: 8,
      photometric: 5,
      data: Uint8Array.from(ink),
    })
    expect((await sharp(bytes).metadata()).space).toBe('cmyk')
    expect(await readColour(bytes)).toEqual([
      255, 255, 255, 0, 0, 0, 128, 128, 128, 128, 128, 128, 0, 255, 255, 163, 122, 82,
    ])
  })

  it('reads a CMYK photograph the right way round', async () => {
    const image = await readImage(
      await save(await patches.clone().toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer()),
      grey,
    )
    const read = middles(image)
    expect(read[0]).toBeLessThan(10)
    expect(read[5]).toBeGreaterThan(250)
    expect(read).toEqual([...read].sort((a, b) => a - b))
  })
})

describe('what goes to the board', () => {
  const image: Image = { width: 3, height: 1, channels: 1, data: Uint8Array.of(0, 100, 255) }

  it('is a lossless png', async () => {
    expect(await readImage(await save(await encodePng(image)), grey)).toEqual(image)
    const three: Image = { width: 1, height: 2, channels: 3, data: Uint8Array.of(1, 2, 3, 250, 251, 252) }
    expect(await readImage(await save(await encodePng(three)), colour)).toEqual(three)
  })

  it('can be resized, and its bytes can move to another thread', async () => {
    const resized = await resizeImage(
      { width: 2, height: 2, channels: 1, data: Uint8Array.of(80, 80, 80, 80) },
      7,
      5,
    )
    expect([resized.width, resized.height, resized.data.length, ...new Set(resized.data)]).toEqual([
      7, 5, 35, 80,
    ])
    const read = await readImage(await save(await encodePng(image)), grey)
    for (const { data } of [resized, read]) {
      structuredClone(data, { transfer: [data.buffer] })
      expect(data.length).toBe(0)
    }
  })
})
