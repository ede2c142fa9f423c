import type { Changeover } from '../../contract/changeover.ts'
import type { Rng } from '../../contract/port.ts'
import { quantileOf } from '../quality/quantile.ts'
import { smallestSample } from '../quality/sample-size.ts'

export interface ChangeoverOrder {
  readonly taktS: number
  /** Share of defective parts among those that come. */
  readonly prevalence: number
  /** Fixture, lens, lamp. */
  readonly setUpS: number
  /** Good parts to learn from. */
  readonly images: number
  readonly trainingS: number
  /** Most false rejects and escapes that are to be demonstrated, as shares of good and of defective parts. */
  readonly falseRejectLimit: number
  readonly escapeLimit: number
  /** Defective parts that lie ready, each shown within a takt. */
  readonly stock: number
}

const runs = 400

/**
 * Plays changeovers part by part: the line runs, chance says which parts are defective, and validation ends when enough
 * of both kinds were judged without an error to demonstrate the limits, 95 % sure (science D, A2).
 */
export function playChangeover(order: ChangeoverOrder, rng: Rng): Changeover {
  const { taktS, prevalence, setUpS, trainingS, stock } = order
  const goodParts = smallestSample(0, order.falseRejectLimit)
  const defectiveParts = smallestSample(0, order.escapeLimit)
  const missing = Math.max(0, defectiveParts - stock)
  const shown = Math.min(stock, defectiveParts)
  const played = Array.from({ length: runs }, () => {
    const captureS = taktS * partsUntil({ good: order.images, defective: 0 }, prevalence, rng)
    const judged = partsUntil({ good: goodParts, defective: missing }, prevalence, rng)
    return { captureS, validationS: taktS * (judged + shown) }
  })
  const fixed = setUpS + trainingS
  const validation = spanOf(played.map(({ validationS }) => validationS))
  const total = spanOf(played.map(({ captureS, validationS }) => fixed + captureS + validationS))
  return {
    ...{ isSimulated: true, taktS, prevalence, goodParts, defectiveParts, total },
    stages: {
      setUp: { p50S: setUpS, p95S: setUpS },
      capture: spanOf(played.map(({ captureS }) => captureS)),
      training: { p50S: trainingS, p95S: trainingS },
      validation,
    },
    validationShare: validation.p50S / total.p50S,
  }
}

/** Parts that come until there were so many of both kinds, by the waiting times between defective ones. */
function partsUntil(
  wanted: { readonly good: number; readonly defective: number },
  p: number,
  rng: Rng,
): number {
  let [good, defective] = [0, 0]
  while (good < wanted.good || defective < wanted.defective) {
    // Good parts before the next defective one: geometric.
    const before = p === 0 ? Number.POSITIVE_INFINITY : Math.floor(Math.log(1 - rng.next()) / Math.log1p(-p))
    const isEnough = defective >= wanted.defective && good + before >= wanted.good
    if (isEnough) return wanted.good + defective
    good += before
    defective++
  }
  return good + defective
}

function spanOf(times: readonly number[]) {
  const sorted = Float64Array.from(times).sort()
  return { p50S: quantileOf(sorted, 0.5), p95S: quantileOf(sorted, 0.95) }
}
