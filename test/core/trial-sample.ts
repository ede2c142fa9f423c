import type { Mark } from '../../edge/contract/part.ts'
import type { Trial, TrueMark } from '../../edge/contract/trial.ts'

/** A good part that was passed, or what is said to be different. */
export const trial = (given: Partial<Trial> = {}): Trial => ({
  part: `test-${given.row ?? 1}`,
  row: 1,
  isDefective: false,
  evaluation: 'OK',
  reason: 'below-accept-threshold',
  score: 0.1,
  marks: [],
  isPointed: null,
  ...given,
})

export const trueMark = (sizeMm: number, given: Partial<TrueMark> = {}): TrueMark => ({
  class: 'scratch',
  sizeMm,
  sizeOverLimit: sizeMm / 5,
  isReported: true,
  ...given,
})

/** A mark over its limit in this box. */
export const mark = (
  x: number,
  y: number,
  width: number,
  height: number,
  given: Partial<Mark> = {},
): Mark => ({
  class: 'scratch',
  isLookAlike: false,
  sizeMm: 6,
  sizeOverLimit: 1.2,
  contrastToNoise: 5,
  box: { x, y, width, height },
  ...given,
})
