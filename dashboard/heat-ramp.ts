/** Share of the scale below the border over which heat begins to show. */
const before = 0.05

/**
 * Paints a map of scores (0 … 255 in the first of four channels) as heat, in place: what is well under the border of
 * doubt is transparent, then amber, then red; lightness falls steadily, so that it also reads without colour.
 */
export function paintHeat(rgba: Uint8ClampedArray, border = before): void {
  const start = Math.max(0, border - before)
  for (let at = 0; at < rgba.length; at += 4) {
    const p = Math.max(0, (rgba[at] ?? 0) / 255 - start) / (1 - start)
    rgba[at] = 255 - 40 * p
    rgba[at + 1] = 205 - 185 * p
    rgba[at + 2] = 60 - 30 * p
    rgba[at + 3] = 215 * p ** 0.75
  }
}
