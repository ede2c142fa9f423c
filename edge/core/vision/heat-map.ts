import type { Card } from '../../contract/card.ts'
import type { Image } from '../../contract/part.ts'
import type { Sight } from './decide.ts'

/** The score channel of all tiles on the cells of the whole image, 0 … 255; where tiles overlap, the higher. */
export function heatMap(sights: readonly Sight[], card: Card): Image {
  const { stridePx, scoreChannel } = card.output
  const places = sights.map(({ x, y, maps }) => ({
    left: Math.round(x / stridePx),
    top: Math.round(y / stridePx),
    maps,
  }))
  const width = Math.max(...places.map(({ left, maps }) => left + maps.width))
  const height = Math.max(...places.map(({ top, maps }) => top + maps.height))
  const data = new Uint8Array(width * height)
  for (const { left, top, maps } of places) {
    const start = scoreChannel * maps.width * maps.height
    for (let cell = 0; cell < maps.width * maps.height; cell++) {
      const at = (top + Math.floor(cell / maps.width)) * width + left + (cell % maps.width)
      const heat = Math.round(255 * Math.min(1, Math.max(0, maps.data[start + cell] ?? 0)))
      data[at] = Math.max(data[at] ?? 0, heat)
    }
  }
  return { width, height, channels: 1, data }
}
