import { auroc } from './auroc.ts'
import { normalQuantile } from './normal.ts'
import type { ScoredPart } from './threshold.ts'

/** Standard error of an AUROC from so many defective and good parts (Hanley and McNeil 1982). */
export function aurocError(area: number, defective: number, good: number): number {
  const [q1, q2] = [area / (2 - area), (2 * area * area) / (1 + area)]
  const own = area * (1 - area)
  const shared = (defective - 1) * (q1 - area * area) + (good - 1) * (q2 - area * area)
  return Math.sqrt((own + shared) / (defective * good))
}

/** The AUROC and its one-sided 95 % lower bound by the normal law; NaN without both kinds of part, or with a score of NaN. */
export function boundedAuroc(parts: readonly ScoredPart[]) {
  const value = parts.some((part) => Number.isNaN(part.score)) ? Number.NaN : auroc(parts)
  const defective = parts.filter((part) => part.isDefective).length
  return {
    value,
    lower95: value - normalQuantile(0.95) * aurocError(value, defective, parts.length - defective),
  }
}
