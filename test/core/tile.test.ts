import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Defect } from '../../edge/contract/inspection.ts'
import type { Image } from '../../edge/contract/part.ts'
import { joinDefects, reflect, tileImage, tileStarts } from '../../edge/core/vision/tile.ts'

/** An image whose pixels all tell where they are, as long as it has at most 65,536 of them. */
function placed(width: number, height: number, channels: 1 | 3): Image {
  const data = Uint8Array.from({ length: width * height * channels }, (_, i) => {
    const pixel = Math.floor(i / channels)
    return (i % channels === 1 ? pixel >> 8 : pixel) & 255
  })
  return { width, height, channels, data }
}

const pixelAt = ({ data, width, channels }: Image, x: number, y: number): number[] => [
  ...data.subarray((y * width + x) * channels, (y * width + x + 1) * channels),
]

const side = fc.integer({ min: 1, max: 90 })
const tileSide = fc.integer({ min: 1, max: 40 })

describe('tiling', () => {
  it('covers every pixel with tiles of one size that show what lies there, inside or mirrored', () => {
    fc.assert(
      fc.property(
        side,
        side,
        tileSide,
        tileSide,
        fc.constantFrom(1 as const, 3 as const),
        (w, h, tw, th, channels) => {
          const image = placed(w, h, channels)
          const seen = new Uint8Array(w * h)
          for (const tile of tileImage(image, tw, th)) {
            expect([tile.image.width, tile.image.height, tile.image.data.length]).toEqual([
              tw,
              th,
              tw * th * channels,
            ])
            expect(
              tile.x >= 0 && tile.y >= 0 && tile.x + Math.min(tw, w) <= w && tile.y + Math.min(th, h) <= h,
            ).toBe(true)
            for (let y = 0; y < th; y++) {
              for (let x = 0; x < tw; x++) {
                const from = [reflect(tile.x + x, w), reflect(tile.y + y, h)] as const
                if (pixelAt(tile.image, x, y).join() !== pixelAt(image, ...from).join())
                  throw new Error(`wrong at ${x}, ${y}`)
                seen[from[1] * w + from[0]] = 1
              }
            }
          }
          expect(seen.includes(0)).toBe(false)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('lets neighbours overlap by 64 pixels, or by half of a small tile, with the fewest tiles', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 1, max: 1024 }), (length, size) => {
        const starts = tileStarts(length, size)
        const overlap = Math.min(64, size >> 1)
        expect([starts[0], starts.at(-1)]).toEqual([0, Math.max(0, length - size)])
        for (const [i, start] of starts.slice(1).entries()) {
          expect((starts[i] ?? 0) + size - start).toBeGreaterThanOrEqual(overlap)
        }
        if (starts.length > 1) expect((starts.length - 2) * (size - overlap) + size).toBeLessThan(length)
      }),
    )
  })

  it('cuts a KolektorSDD photograph for a 512 pixel model in three', () => {
    expect(tileStarts(500, 512)).toEqual([0])
    expect(tileStarts(1260, 512)).toEqual([0, 374, 748])
  })

  it('passes an image of the right size on without copying it', () => {
    const image = placed(8, 4, 1)
    const [tile] = [...tileImage(image, 8, 4)]
    expect(tile?.image).toBe(image)
  })

  it('fills a tile from one pixel', () => {
    const tiles = [...tileImage({ width: 1, height: 1, channels: 3, data: Uint8Array.of(1, 2, 3) }, 2, 2)]
    expect(tiles.map((tile) => [...tile.image.data])).toEqual([[1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3]])
  })

  it('mirrors as often as it takes: 0 1 2 1 0 1 2', () => {
    expect([0, 1, 2, 3, 4, 5, 6].map((at) => reflect(at, 3))).toEqual([0, 1, 2, 1, 0, 1, 2])
  })
})

describe('defects of many tiles', () => {
  const defect = (x: number, width: number, score: number, name = 'pit'): Defect => ({
    class: name,
    box: { x, y: 0, width, height: 4 },
    sizeMm: score,
    score,
    reason: `${score}`,
  })
  const image = { width: 100, height: 100 }

  it('are cut to the image, and gone if only a mirror showed them', () => {
    expect(
      joinDefects([defect(96, 8, 0.5), defect(100, 8, 0.9), defect(-4, 6, 0.4)], image).map(({ box }) => [
        box.x,
        box.width,
      ]),
    ).toEqual([
      [96, 4],
      [0, 2],
    ])
  })

  it('are one where two of a class overlap, also through a third, with the figures of the worst', () => {
    const joined = joinDefects(
      [defect(10, 10, 0.6), defect(28, 10, 0.5), defect(18, 12, 0.9), defect(12, 5, 0.7, 'scratch')],
      image,
    )
    expect(joined).toEqual([
      { ...defect(10, 28, 0.9), sizeMm: 0.9, reason: '0.9' },
      defect(12, 5, 0.7, 'scratch'),
    ])
  })

  it('stay apart where they only touch', () => {
    expect(joinDefects([defect(0, 4, 0.2), defect(4, 4, 0.1)], image)).toHaveLength(2)
  })
})
