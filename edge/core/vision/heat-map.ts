import type { Card } from '../../contract/card.ts'
import type { Image } from '../../contract/part.ts'
import type { Sight } from './decide.ts'

/** The heat of all tiles on the cells of the whole image, 0 … 255; where tiles overlap, the higher. */
export function heatMap(
  sights: readonly Pick<Sight, 'x' | 'y' | 'heat'>[],
  { output }: Pick<Card, 'output'>,
): Image {
  const places = sights.map(({ x, y, heat }) => ({
    left: Math.round(x / output.stridePx),
    top: Math.round(y / output.stridePx),
    heat,
  }))
  const width = Math.max(...places.map(({ left, heat }) => left + heat.width))
  const height = Math.max(...places.map(({ top, heat }) => top + heat.height))
  const data = new Uint8Array(width * height)
  for (const { left, top, heat } of places) {
    // Row by row with plain indices: an iterator would make two objects a cell, 100 kB a part.
    for (let row = 0; row < heat.height; row++) {
      const start = (top + row) * width + left
      for (let column = 0; column < heat.width; column++) {
        const level = levelOf(heat.data[row * heat.width + column] ?? 0)
        if (level > (data[start + column] ?? 0)) data[start + column] = level
      }
    }
  }
  return { width, height, channels: 1, data }
}

const levelOf = (probability: number): number => Math.floor(255 * Math.min(1, Math.max(0, probability)) + 0.5)
