import type { Box } from '../../contract/part.ts'

/** The regions of a mask: the number of each, from 1, on its pixels (255 also on any later one), and its box. */
export interface Regions {
  readonly plane: Uint8Array<ArrayBuffer>
  readonly boxes: readonly Box[]
}

/** Connected pixels that are not 0, 8 neighbours, numbered from the top left. `mask` has one byte a pixel. */
export function regionsOf(mask: Uint8Array, width: number): Regions {
  const plane = new Uint8Array(mask.length)
  const boxes: Box[] = []
  for (let start = 0; start < mask.length; start++) {
    if (mask[start] === 0 || plane[start] !== 0) continue
    boxes.push(flood(mask, width, plane, start, Math.min(255, boxes.length + 1)))
  }
  return { plane, boxes }
}

/** Numbers all pixels that hang together with `start`; the box around them. */
function flood(mask: Uint8Array, width: number, plane: Uint8Array, start: number, label: number): Box {
  const open = [start]
  plane[start] = label
  let [left, right, bottom] = [width, 0, 0]
  const top = Math.floor(start / width)
  for (let pixel = open.pop(); pixel !== undefined; pixel = open.pop()) {
    const x = pixel % width
    left = Math.min(left, x)
    right = Math.max(right, x)
    bottom = Math.max(bottom, Math.floor(pixel / width))
    for (let dx = x > 0 ? -1 : 0; dx <= (x < width - 1 ? 1 : 0); dx++) {
      for (const next of [pixel + dx - width, pixel + dx, pixel + dx + width]) {
        if (!mask[next] || plane[next] !== 0) continue
        plane[next] = label
        open.push(next)
      }
    }
  }
  return { x: left, y: top, width: right + 1 - left, height: bottom + 1 - top }
}
