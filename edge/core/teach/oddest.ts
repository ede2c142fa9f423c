/**
 * Of one image: how far its oddest cell lies from what is remembered of others. `squares`: squared distance of each
 * cell (columns) to each remembered row; what came from the image itself (`own`) is passed over.
 */
export function oddest(
  squares: Float32Array,
  owner: Int32Array,
  own: number,
): { readonly distance: number; readonly cell: number } {
  const cells = squares.length / owner.length
  const least = new Float32Array(cells).fill(Number.POSITIVE_INFINITY)
  owner.forEach((image, row) => {
    if (image === own) return
    for (let cell = 0; cell < cells; cell++) {
      const square = squares[row * cells + cell] ?? 0
      if (square < (least[cell] ?? 0)) least[cell] = square
    }
  })
  let cell = 0
  for (let at = 1; at < cells; at++) if ((least[at] ?? 0) > (least[cell] ?? 0)) cell = at
  return { distance: Math.sqrt(Math.max(0, least[cell] ?? 0)), cell }
}
