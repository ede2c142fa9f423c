import { exactLower } from './bound.ts'
import type { ScoredPart } from './threshold.ts'

/**
 * The threshold of the best balanced accuracy on these parts, half-way between two scores; parts scoring at least so
 * much are refused. Infinity where passing everything is no worse; NaN without both kinds of part, or with a score of
 * NaN.
 */
export function bestThreshold(parts: readonly ScoredPart[]): number {
  const sorted = parts.toSorted((a, b) => b.score - a.score)
  const defective = parts.filter((part) => part.isDefective).length
  const good = parts.length - defective
  if (defective === 0 || good === 0 || parts.some((part) => Number.isNaN(part.score))) return Number.NaN
  let [hits, falseRejects, best, threshold] = [0, 0, 0, Number.POSITIVE_INFINITY]
  for (const [index, { score, isDefective }] of sorted.entries()) {
    if (isDefective) hits++
    else falseRejects++
    const below = sorted[index + 1]?.score ?? score
    const gain = hits / defective - falseRejects / good
    if (below === score || gain <= best) continue
    best = gain
    threshold = (score + below) / 2
  }
  return threshold
}

/**
 * Mean of the hit rate and the share of good parts passed, and the mean of their exact 95 % lower bounds (a cautious
 * bound). NaN without both kinds of part, or without a threshold.
 */
export function balancedAccuracy(parts: readonly ScoredPart[], threshold: number) {
  const right = (isDefective: boolean) => {
    const kind = parts.filter((part) => part.isDefective === isDefective)
    const count = kind.filter((part) => part.score >= threshold === isDefective).length
    return { share: count / kind.length, lower: exactLower(count, kind.length) }
  }
  const [hit, passed] = [right(true), right(false)]
  const isKnown = !Number.isNaN(threshold) && parts.every((part) => !Number.isNaN(part.score))
  return {
    value: isKnown ? (hit.share + passed.share) / 2 : Number.NaN,
    lower95: isKnown ? (hit.lower + passed.lower) / 2 : Number.NaN,
  }
}
