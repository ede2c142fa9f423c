/**
 * Paints a map of probabilities (0 … 255 in the first of four channels) as heat, in place: nothing is
 * transparent, then amber, then red; lightness falls steadily, so that it also reads without colour.
 */
export function paintHeat(rgba: Uint8ClampedArray): void {
  for (let at = 0; at < rgba.length; at += 4) {
    const p = (rgba[at] ?? 0) / 255
    rgba[at] = 255 - 40 * p
    rgba[at + 1] = 205 - 185 * p
    rgba[at + 2] = 60 - 30 * p
    rgba[at + 3] = 215 * p ** 0.75
  }
}
