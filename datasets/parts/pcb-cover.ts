import type { BoardMark } from './pcb-mark.ts'
import { luma, type Surface } from './pcb-material.ts'
import type { Canvas } from './pcb-shade.ts'

/** A look-alike of the board's surface, over everything else; `label` goes into the mask where it covers half a pixel. */
export function paintCover(
  canvas: Canvas,
  placed: BoardMark,
  surface: Surface,
  sigma: number,
  mask: Uint8Array | null,
  label: number,
): void {
  const { cover, mark, x, y, cos, sin } = placed
  if (!cover) return
  const softness = cover.softnessPx ?? canvas.softness
  const contrast = mark.contrastToNoise * sigma
  const dye = cover.dye
  // So opaque that it differs from the laminate by its contrast.
  const opacity = dye ? Math.min(1, contrast / Math.max(20, Math.abs(luma(dye) - luma(surface.laminate)))) : 0
  const reach = Math.ceil(softness) + 1
  const { box } = mark
  const [right, bottom] = [box.x + box.width + reach, box.y + box.height + reach]
  for (let row = Math.max(0, box.y - reach); row < Math.min(canvas.size, bottom); row++) {
    for (let column = Math.max(0, box.x - reach); column < Math.min(canvas.size, right); column++) {
      const dx = column + 0.5 - x
      const dy = row + 0.5 - y
      const u = dx * cos + dy * sin
      const v = dy * cos - dx * sin
      const distance = cover.distancePx(u, v)
      if (distance >= softness) continue
      const at = row * canvas.size + column
      const share = Math.min(1, (softness - distance) / (2 * softness))
      const strength = share * cover.shade(u, v)
      for (const [channel, plane] of canvas.planes.entries()) {
        const level = plane[at] ?? 0
        plane[at] = dye
          ? level + ((dye[channel] ?? 0) - level) * opacity * strength
          : level + contrast * strength
      }
      if (mask && distance <= 0) mask[at] = label
    }
  }
}
