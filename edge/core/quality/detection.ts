import { bisect } from './bisect.ts'

/** Defects of one size and how many of them were found; sizes in any one unit, over 0. */
export interface Sighting {
  readonly size: number
  readonly n: number
  readonly hits: number
}

/** logit POD = b0 + b1 ln(size), fitted by maximum likelihood (MIL-HDBK-1823A, hit or miss). */
export interface DetectionCurve {
  readonly b0: number
  readonly b1: number
  /** Covariance of b0 and b1: [var b0, cov, var b1]. */
  readonly covariance: readonly [number, number, number]
  readonly logLikelihood: number
}

/** A quadratic step of Newton's method: gradient and information at (b0, b1). */
interface Slope {
  readonly gradient: readonly [number, number]
  readonly information: readonly [number, number, number]
}

/** log(1 / (1 + e^-x)), without overflow. */
const logSigmoid = (x: number): number => (x > 0 ? -Math.log1p(Math.exp(-x)) : x - Math.log1p(Math.exp(x)))
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))

/** A sighting with the logarithm of its size: fits look at each thousands of times. */
export interface LogSighting {
  readonly x: number
  readonly n: number
  readonly hits: number
}
export const logged = (sightings: readonly Sighting[]): LogSighting[] =>
  sightings.map(({ size, n, hits }) => ({ x: Math.log(size), n, hits }))

/** Log likelihood of hits and misses under such a curve: log POD(x) for a hit, and that less its logit for a miss. */
export function logLikelihoodAt(sightings: readonly LogSighting[], b0: number, b1: number): number {
  let sum = 0
  for (const { x, n, hits } of sightings) {
    const logit = b0 + b1 * x
    sum += n * logSigmoid(logit) - (n - hits) * logit
  }
  return sum
}

function slopeAt(sightings: readonly LogSighting[], b0: number, b1: number): Slope {
  let [g0, g1, i00, i01, i11] = [0, 0, 0, 0, 0]
  for (const { x, n, hits } of sightings) {
    const pod = sigmoid(b0 + b1 * x)
    const weight = n * pod * (1 - pod)
    g0 += hits - n * pod
    g1 += (hits - n * pod) * x
    i00 += weight
    i01 += weight * x
    i11 += weight * x * x
  }
  return { gradient: [g0, g1], information: [i00, i01, i11] }
}

/** Newton's method with halved steps on the concave likelihood; null if it does not come to rest. */
function fitCurve(sightings: readonly LogSighting[]): DetectionCurve | null {
  let [b0, b1] = [0, 0]
  let best = logLikelihoodAt(sightings, b0, b1)
  for (let round = 0; round < 100; round++) {
    const { gradient, information } = slopeAt(sightings, b0, b1)
    const [i00, i01, i11] = information
    const determinant = i00 * i11 - i01 * i01
    if (!(determinant > 1e-12 * i00 * i11)) return null
    const d0 = (i11 * gradient[0] - i01 * gradient[1]) / determinant
    const d1 = (i00 * gradient[1] - i01 * gradient[0]) / determinant
    if (Math.abs(d0) + Math.abs(d1) < 1e-10 * (1 + Math.abs(b0) + Math.abs(b1))) {
      const covariance = [i11 / determinant, -i01 / determinant, i00 / determinant] as const
      return { b0, b1, covariance, logLikelihood: best }
    }
    // The sum of a million sightings is no more exact than this.
    const least = best - 1e-12 * (1 + Math.abs(best))
    let share = 1
    while (logLikelihoodAt(sightings, b0 + share * d0, b1 + share * d1) < least && share > 1e-6) share /= 2
    b0 += share * d0
    b1 += share * d1
    best = logLikelihoodAt(sightings, b0, b1)
  }
  return null
}

/** The curve, or why there is none. */
export function detectionCurve(sightings: readonly Sighting[]): DetectionCurve | string {
  const [found, missed] = [
    sightings.filter(({ hits }) => hits > 0),
    sightings.filter(({ n, hits }) => hits < n),
  ]
  if (sightings.length === 0) return 'no sizes were given'
  if (missed.length === 0) return 'every defect was found: add smaller ones, down to sizes that are missed'
  if (found.length === 0) return 'no defect was found: add larger ones'
  if (new Set(sightings.map(({ size }) => size)).size === 1) return 'all sizes are the same'
  const smallestFound = Math.min(...found.map(({ size }) => size))
  if (smallestFound >= Math.max(...missed.map(({ size }) => size)))
    return `the sizes found and the sizes missed do not overlap: add some about ${Number(smallestFound.toPrecision(3))}`
  const curve = fitCurve(logged(sightings))
  if (!curve) return 'the sizes differ too little for a curve'
  return curve.b1 > 0 ? curve : 'larger defects were not found more often than smaller ones'
}

const logitOf = (pod: number): number => Math.log(pod / (1 - pod))

/** The size that is found with probability `pod`: the best estimate, without any confidence. */
export const sizeAt = ({ b0, b1 }: DetectionCurve, pod: number): number => Math.exp((logitOf(pod) - b0) / b1)

/** 0.90 quantile of chi-square with 1 degree of freedom: one-sided 95 %. */
export const chiSquare = 2.705543454095404

/**
 * a90/95 by likelihood ratio: the size that 95 % sure at least 90 % of the defects are found from. Null: the sizes
 * say too little about the slope, and no size can be promised.
 */
export function a90By95(sightings: readonly Sighting[], curve: DetectionCurve): number | null {
  const least = curve.logLikelihood - chiSquare / 2
  const known = logged(sightings)
  const isPlausible = (logSize: number) => profile(known, logSize) > least
  const start = Math.log(sizeAt(curve, 0.9))
  let step = 0.1
  while (isPlausible(start + step)) {
    step *= 2
    if (step > 20) return null
  }
  return Math.exp(bisect(start, start + step, isPlausible))
}

/** The greatest likelihood of any curve that gives 0.9 at this size: it is concave in the slope that is left free. */
function profile(sightings: readonly LogSighting[], logSize: number): number {
  const b0Of = (b1: number) => logitOf(0.9) - b1 * logSize
  const isRising = (b1: number) => {
    let slope = 0
    for (const { x, n, hits } of sightings)
      slope += (hits - n * sigmoid(logitOf(0.9) + b1 * (x - logSize))) * (x - logSize)
    return slope > 0
  }
  let high = 1
  while (isRising(high) && high < 1e6) high *= 2
  const b1 = bisect(0, high, isRising)
  return logLikelihoodAt(sightings, b0Of(b1), b1)
}

/** a90/95 by Wald's bound on the logit; it is the larger of the two at small samples, and the less exact. */
export function a90By95Wald({ b0, b1, covariance }: DetectionCurve): number | null {
  const [v0, v01, v1] = covariance
  const lower = (x: number) =>
    b0 + b1 * x - Math.sqrt(chiSquare * (v0 + 2 * v01 * x + v1 * x * x)) - logitOf(0.9)
  if (b1 * b1 <= chiSquare * v1) return null
  const start = (logitOf(0.9) - b0) / b1
  let step = 1
  while (lower(start + step) < 0 && step < 1e6) step *= 2
  return Math.exp(bisect(start, start + step, (x) => lower(x) < 0))
}
