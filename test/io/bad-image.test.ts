import fs from 'node:fs/promises'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { readImage } from '../../edge/io/image.ts'
import { faultOf, grey, inFolder, save } from './image-stand.ts'
import { chunk, hugePng, tiff } from './made-image.ts'

describe('bad images get one clear cause', () => {
  it.each([
    ['nothing', '', /is empty/],
    ['text', 'This is no picture, 不是图片.\n', /a text file/],
    [
      'a drawing',
      '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
      /an SVG drawing/,
    ],
    ['a document', '%PDF-1.7\n', /a PDF document/],
    ['HEIF', '\0\0\0\x18ftypheic\0\0\0\0', /HEIF/],
    ['noise', Uint8Array.of(1, 2, 3, 4, 5), /no format/],
    [
      'the start of a png',
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
      /damaged or incomplete/,
    ],
  ])('%s named .jpg', async (_, bytes, cause) => {
    const fault = await faultOf(await save(bytes))
    expect([fault.code, fault.message]).toEqual(['IMAGE_UNREADABLE', expect.stringMatching(cause)])
    expect(fault.line).not.toContain('\n')
  })

  it('says when there is no such file, or none at all', async () => {
    expect((await faultOf(inFolder('没有 this.png'))).message).toMatch(/does not exist/)
    expect((await faultOf(inFolder(''))).message).toMatch(/not a file/)
  })

  it.each(['jpeg', 'png', 'webp', 'tiff'] as const)('refuses half a %s', async (format) => {
    const noise = Uint8Array.from({ length: 64 * 64 }, (_, i) => (i * i * 31 + (i >> 3)) % 251)
    const whole = await sharp(noise, { raw: { width: 64, height: 64, channels: 1 } })
      .toFormat(format)
      .toBuffer()
    await readImage(await save(whole), grey)
    const fault = await faultOf(await save(whole.subarray(0, whole.length / 2)))
    expect([fault.code, fault.message]).toEqual([
      'IMAGE_UNREADABLE',
      expect.stringMatching(/damaged or incomplete \(.+\)\.$/),
    ])
  })

  it('refuses a png that claims 60,000 × 60,000 pixels, before it takes memory for them', async () => {
    const before = process.memoryUsage().rss
    const fault = await faultOf(await save(hugePng(60_000, 60_000)))
    expect([fault.code, fault.message]).toEqual(['IMAGE_TOO_LARGE', expect.stringMatching(/60000 × 60000/)])
    expect(process.memoryUsage().rss - before).toBeLessThan(200e6)
  })

  it('refuses a file of more than 200 MB without reading it', async () => {
    const file = await save('')
    await fs.truncate(file, 200_000_001)
    expect((await faultOf(file)).code).toBe('IMAGE_TOO_LARGE')
  })

  it('refuses several frames or pages', async () => {
    const two = { raw: { width: 4, height: 8, channels: 3, pageHeight: 4 } } as const
    const frames = Uint8Array.from({ length: 4 * 8 * 3 }, (_, i) => i)
    const webp = await sharp(frames, two)
      .webp({ loop: 0, delay: [100, 100] })
      .toBuffer()
    const tiff = await sharp(frames, two).tiff().toBuffer()
    const gif = await sharp(frames, two)
      .gif({ delay: [100, 100] })
      .toBuffer()
    for (const bytes of [webp, tiff])
      expect((await faultOf(await save(bytes))).message).toMatch(/holds 2 frames or pages/)
    expect((await faultOf(await save(gif))).message).toMatch(/GIF image, perhaps animated/)
    const still = await sharp(Uint8Array.of(1, 2, 3), { raw: { width: 1, height: 1, channels: 3 } })
      .png()
      .toBuffer()
    const animated = Buffer.concat([
      still.subarray(0, 33),
      chunk('acTL', Buffer.alloc(8)),
      still.subarray(33),
    ])
    expect((await faultOf(await save(animated))).message).toMatch(/animated/)
  })

  it('refuses values whose black and white nobody defines', async () => {
    const data = new Uint8Array(Float32Array.of(0, 0.5).buffer)
    const float = tiff({ width: 2, samples: 1, bits: 32, photometric: 1, format: 3, data })
    expect((await faultOf(await save(float))).message).toMatch(/type float/)
    const four = tiff({ width: 1, samples: 4, bits: 16, photometric: 5, data: new Uint8Array(8) })
    expect((await faultOf(await save(four))).message).toMatch(/colour space/)
  })
})
