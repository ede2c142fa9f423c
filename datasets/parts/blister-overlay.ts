import type { Mark } from '../../edge/contract/part.ts'
import { type Canvas, smooth, windowAround } from './blister-canvas.ts'
import type { Place } from './blister-layout.ts'
import type { Rgb } from './blister-material.ts'
import type { Shape } from './shape.ts'

/** A mark of any kind, ready to be laid over the part. */
export interface Overlay {
  readonly mark: Mark
  readonly shape: OverlayShape
  /** In the picture. */
  readonly place: Place
  /** Grey levels of one unit of shade, for each channel. */
  readonly strength: Rgb
  readonly softnessPx: number
}

/** A shape that may lay the ground bare: `bare` is the share, 0 … 1, of what is under the tablet. */
export interface OverlayShape extends Shape {
  readonly ground?: Rgb
  bare?(u: number, v: number): number
  /** Of what lies inside the outline, what belongs to the mark; without it all. */
  belongs?(u: number, v: number): boolean
}

/** Paints one overlay; `label` goes into the mask where it covers at least half a pixel. */
export function paintOverlay(canvas: Canvas, overlay: Overlay, mask: Uint8Array | null, label: number): void {
  const { size, red, green, blue } = canvas
  const { shape, place, strength } = overlay
  const softness = shape.softnessPx ?? overlay.softnessPx
  const reach = softness + 1
  const window = windowAround(size, place, shape.halfLengthPx + reach, shape.halfWidthPx + reach)
  for (let y = window.top; y < window.bottom; y++) {
    const dy = y + 0.5 - place.y
    for (let x = window.left; x < window.right; x++) {
      const dx = x + 0.5 - place.x
      const u = dx * place.cos + dy * place.sin
      const v = dy * place.cos - dx * place.sin
      const distance = shape.distancePx(u, v)
      if (distance >= softness) continue
      const at = y * size + x
      const cover = smooth((softness - distance) / (2 * softness))
      const bare = shape.bare && shape.ground ? cover * shape.bare(u, v) : 0
      const [groundR, groundG, groundB] = shape.ground ?? strength
      const shade = (1 - bare) * cover * shape.shade(u, v)
      red[at] = (red[at] ?? 0) * (1 - bare) + bare * groundR + shade * strength[0]
      green[at] = (green[at] ?? 0) * (1 - bare) + bare * groundG + shade * strength[1]
      blue[at] = (blue[at] ?? 0) * (1 - bare) + bare * groundB + shade * strength[2]
      if (mask && distance <= 0 && (shape.belongs?.(u, v) ?? true)) mask[at] = label
    }
  }
}
