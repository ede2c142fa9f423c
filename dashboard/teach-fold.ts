import type { Evaluation } from '../edge/contract/inspection.ts'
import type { BorderTried } from '../edge/contract/workbench.ts'

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
