const smearStrokePx = 24

/**
 * A greasy film on the lens: inside a soft-edged patch every pixel is mixed with its neighbours along the
 * wiping stroke, and light is scattered into it. `share` of the frame's height is covered.
 */
export function smearLens(luminance: Float32Array, size: number, share: number): void {
  const edge = size * share
  for (let y = 0; y < size; y++) {
    const opacity = 0.9 * Math.min(1, Math.max(0, (edge - y) / 40))
    if (opacity === 0) return
    const row = luminance.subarray(y * size, (y + 1) * size)
    let running = 0
    const blurred = new Float32Array(size)
    for (let x = 0; x < size + smearStrokePx; x++) {
      running += row[Math.min(x, size - 1)] ?? 0
      if (x >= smearStrokePx) {
        running -= row[x - smearStrokePx] ?? 0
        blurred[x - smearStrokePx] = running / smearStrokePx
      }
    }
    for (let x = 0; x < size; x++)
      row[x] = (row[x] ?? 0) * (1 - opacity) + ((blurred[x] ?? 0) * 0.85 + 30) * opacity
  }
}
