import { encode as encodeBmp } from 'fast-bmp'
import { describe, expect, it } from 'vitest'
import { faultOf, readColour, save } from './image-stand.ts'
import { bitmap } from './made-image.ts'

describe('bitmaps', () => {
  const pixels = Uint8Array.from({ length: 5 * 3 * 3 }, (_, i) => (i * 37) % 256)

  it('reads 24 bits as an independent encoder wrote them, with padded rows', async () => {
    const bytes = encodeBmp({
      width: 5,
      height: 3,
      channels: 3,
      components: 3,
      bitsPerPixel: 24,
      data: pixels,
    })
    expect(await readColour(bytes)).toEqual([...pixels])
  })

  it('reads rows stored top down and 32 bits without masks', async () => {
    const topDown = bitmap({
      width: 1,
      height: -2,
      bits: 24,
      rows: [
        [1, 2, 3, 0],
        [4, 5, 6, 0],
      ],
    })
    expect(await readColour(topDown)).toEqual([3, 2, 1, 6, 5, 4])
    expect(await readColour(bitmap({ width: 1, height: 1, bits: 32, rows: [[1, 2, 3, 0]] }))).toEqual([
      3, 2, 1,
    ])
  })

  it('looks colours up in the palette, at 8, 4 and 1 bits', async () => {
    const palette = [
      [9, 8, 7, 0],
      [6, 5, 4, 0],
      [3, 2, 1, 0],
    ]
    const expected = [4, 5, 6, 7, 8, 9]
    expect(await readColour(bitmap({ width: 2, height: 1, bits: 8, palette, rows: [[1, 0, 0, 0]] }))).toEqual(
      expected,
    )
    expect(
      await readColour(bitmap({ width: 2, height: 1, bits: 4, palette, rows: [[0x10, 0, 0, 0]] })),
    ).toEqual(expected)
    expect(
      await readColour(bitmap({ width: 2, height: 1, bits: 1, palette, rows: [[0x80, 0, 0, 0]] })),
    ).toEqual(expected)
  })

  it.each([
    [
      'a colour that the palette lacks',
      { width: 1, height: 1, bits: 8, palette: [[0, 0, 0, 0]], rows: [[1, 0, 0, 0]] },
      /palette/,
    ],
    ['compression', { width: 4, height: 4, bits: 8, compression: 1, rows: [[0, 0, 0, 0]] }, /compressed/],
    ['16 bits', { width: 1, height: 1, bits: 16, rows: [[0, 0, 0, 0]] }, /16 bits a pixel/],
    [
      'missing rows',
      { width: 4, height: 4, bits: 8, palette: [[0, 0, 0, 0]], rows: [[0, 0, 0, 0]] },
      /cut off/,
    ],
    ['no size', { width: 0, height: 4, bits: 24, rows: [] }, /0 × 4/],
  ])('refuses %s', async (_, form, cause) => {
    const fault = await faultOf(await save(bitmap(form)))
    expect([fault.code, fault.message]).toEqual(['IMAGE_UNREADABLE', expect.stringMatching(cause)])
  })

  it('refuses a claim of 60,000 × 60,000 pixels', async () => {
    expect(
      (await faultOf(await save(bitmap({ width: 60_000, height: 60_000, bits: 1, rows: [] })))).code,
    ).toBe('IMAGE_TOO_LARGE')
  })
})
