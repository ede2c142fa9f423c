import type { Evaluation } from '../edge/contract/inspection.ts'
import type { BorderTried } from '../edge/contract/workbench.ts'

/** Share of the scale below the border over which heat begins to show. */
const before = 0.05

/** The heat of a taught model, each cell 0 … 255, so that what is at the border begins to show and 1 is full. */
export function heatOver(levels: Uint8Array, border: number): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(4 * levels.length)
  const start = border - before
  for (const [cell, level] of levels.entries()) rgba[4 * cell] = (255 * (level / 255 - start)) / (1 - start)
  return rgba
}

export const verdictOf = (
  { score, isStrange }: { readonly score: number; readonly isStrange: boolean },
  border: number,
): Evaluation => (isStrange ? 'NotDecidable' : score >= border ? 'NotOK' : 'OK')

/** What the nearest of the borders that were tried did. */
export const borderAt = (borders: readonly BorderTried[], border: number): BorderTried | null =>
  borders.reduce<BorderTried | null>(
    (best, next) => (best && Math.abs(best.border - border) <= Math.abs(next.border - border) ? best : next),
    null,
  )

/** The number of the image that a file of the workbench holds: `…/000017.png`. */
export const imageOfFile = (file: string): number | null => {
  const [, digits] = /(\d{6,})\.png$/.exec(file) ?? []
  return digits === undefined ? null : Number(digits)
}
