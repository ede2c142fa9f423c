import { exactUpper } from '../quality/bound.ts'
import { medianOf } from '../quality/quantile.ts'

/** Under so many held-out images, even none rejected does not show a rate under 5 %: 0.95^58 > 0.05 (Wilks 1941). */
export const fewestForPromise = 59

/** Room over the farthest good image: the next one is rarely the very same. */
const room = 1.05

export interface Border {
  /** Distance from which an image is refused. */
  readonly threshold: number
  /** Share of good images beyond it that is to be expected: the next is the farthest of all by chance alone. */
  readonly falseRejectExpected: number
  /** 95 % upper bound of that share; null where there are too few held-out images to promise one. */
  readonly falseRejectUpper95: number | null
  /** Why there is no bound; null where there is one. */
  readonly reason: string | null
}

export interface GoodDistances {
  /** Of images that nothing was learnt from. */
  readonly heldOut: readonly number[]
  /** Of the others: each from what was learnt without it. */
  readonly others: readonly number[]
  /** Held-out images that were suspected and set aside: they count as rejected. */
  readonly refused: number
}

/**
 * The border that no good image reached. All but a share p of good images lie under the largest of n held-out
 * distances, and P(p > bound) = 5 % whatever their distribution (Wilks 1941). With fewer than 59 nothing is promised,
 * and all images choose the border. Where some were refused the bound is that of Clopper and Pearson for so many: near,
 * not exact, since the images themselves said how many.
 */
export function borderOf({ heldOut, others, refused }: GoodDistances): Border {
  const tried = heldOut.length + refused
  const isPromised = tried >= fewestForPromise
  const all = isPromised ? heldOut : [...others, ...heldOut]
  const threshold = room * all.reduce((most, one) => Math.max(most, one), 0)
  const falseRejectExpected = (1 + (isPromised ? refused : 0)) / (all.length + 1)
  if (isPromised)
    return {
      ...{ threshold, falseRejectExpected, reason: null },
      falseRejectUpper95: exactUpper(refused, tried),
    }
  const reason = `it takes ${fewestForPromise} held-out images to show, 95 % sure, that fewer than 5 % of good parts are rejected, and there are ${tried}`
  return { threshold, falseRejectExpected, falseRejectUpper95: null, reason }
}

/** Deviations from the median, as multiples of a robust standard deviation, from which an image is suspected. */
const strange = 6

/** Which of these distances stand apart from the rest, the farthest first: images that may not be good at all. */
export function suspectsAmong(distances: readonly number[]): number[] {
  const middle = medianOf(distances)
  const spread = Math.max(
    1.4826 * medianOf(distances.map((distance) => Math.abs(distance - middle))),
    0.02 * middle,
  )
  const limit = middle + strange * spread
  return distances
    .flatMap((distance, index) => (distance > limit ? [index] : []))
    .sort((a, b) => (distances[b] ?? 0) - (distances[a] ?? 0))
}
