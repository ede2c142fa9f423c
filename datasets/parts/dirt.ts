import type { Rng } from '../../edge/contract/port.ts'
import { uniform } from '../rng.ts'

/** A spot on the window before the lens: far out of focus, hence without an edge. */
export interface DirtSpot {
  readonly x: number
  readonly y: number
  readonly radiusPx: number
  /** Share of the light that it takes, 0 … 1. */
  readonly opacity: number
}

/** Spots until they cover the share of the frame; the last one is drawn with the chance that is left. */
export function drawDirt(rng: Rng, size: number, share: number): DirtSpot[] {
  const spots: DirtSpot[] = []
  for (let left = share * size * size; ; ) {
    const spot = {
      x: uniform(rng, 0, size),
      y: uniform(rng, 0, size),
      radiusPx: uniform(rng, 9, 22),
      opacity: uniform(rng, 0.05, 0.15),
    }
    const areaPx = Math.PI * spot.radiusPx ** 2
    if (rng.next() >= left / areaPx) return spots
    spots.push(spot)
    left -= areaPx
  }
}

/** Lays the spots over the light that falls in; each fades from its centre to nothing at 1.4 radii. */
export function layDirt(luminance: Float32Array, size: number, spots: readonly DirtSpot[]): void {
  for (const { x, y, radiusPx, opacity } of spots) {
    const reach = radiusPx * 1.4
    const bottom = Math.min(size, Math.ceil(y + reach))
    const right = Math.min(size, Math.ceil(x + reach))
    for (let row = Math.max(0, Math.floor(y - reach)); row < bottom; row++) {
      for (let column = Math.max(0, Math.floor(x - reach)); column < right; column++) {
        const distance = Math.sqrt((column + 0.5 - x) ** 2 + (row + 0.5 - y) ** 2) / reach
        if (distance >= 1) continue
        const index = row * size + column
        luminance[index] = (luminance[index] ?? 0) * (1 - opacity * (1 - distance * distance) ** 2 * 1.6)
      }
    }
  }
}
