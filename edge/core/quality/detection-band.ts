import { bisect } from './bisect.ts'
import { chiSquare, type DetectionCurve, logged, logLikelihoodAt, type Sighting } from './detection.ts'

/** Directions in which the border of the plausible curves is sought: 6 degrees apart, for a bound 0.14 % too near at most. */
const directions = 60

/** Curves (b0, b1) on the border of the plausible ones: their likelihood ratio just passes at a one-sided 95 %. */
function borderOf(
  sightings: readonly Sighting[],
  { b0, b1, covariance, logLikelihood }: DetectionCurve,
): (readonly [number, number])[] {
  const [v0, v01, v1] = covariance
  // Along the Cholesky factor of the covariance the border is nearly a circle.
  const l00 = Math.sqrt(v0)
  const l10 = v01 / l00
  const l11 = Math.sqrt(Math.max(0, v1 - l10 * l10))
  const known = logged(sightings)
  const least = logLikelihood - chiSquare / 2
  return Array.from({ length: directions }, (_, index) => {
    const angle = (2 * Math.PI * index) / directions
    const [d0, d1] = [l00 * Math.cos(angle), l10 * Math.cos(angle) + l11 * Math.sin(angle)]
    const isPlausible = (way: number) => logLikelihoodAt(known, b0 + way * d0, b1 + way * d1) > least
    let far = 2
    while (isPlausible(far) && far < 1e6) far *= 2
    const way = bisect(0, far, isPlausible)
    return [b0 + way * d0, b1 + way * d1] as const
  })
}

const podAt = ([b0, b1]: readonly [number, number], size: number): number =>
  1 / (1 + Math.exp(-(b0 + b1 * Math.log(size))))

/**
 * The curve at these sizes, with its one-sided 95 % lower bound by likelihood ratio, size by size: the bound is 0.9 at
 * `a90By95`.
 */
export function detectionBand(
  sightings: readonly Sighting[],
  curve: DetectionCurve,
  sizes: readonly number[],
) {
  const border = borderOf(sightings, curve)
  return sizes.map((size) => ({
    sizeMm: size,
    pod: podAt([curve.b0, curve.b1], size),
    lower95: Math.min(...border.map((ends) => podAt(ends, size))),
  }))
}
