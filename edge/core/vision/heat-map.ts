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
    for (const [cell, probability] of heat.data.entries()) {
      const at = (top + Math.floor(cell / heat.width)) * width + left + (cell % heat.width)
      data[at] = Math.max(data[at] ?? 0, Math.floor(255 * Math.min(1, Math.max(0, probability)) + 0.5))
    }
  }
  return { width, height, channels: 1, data }
}
