import { chiSquareQuantile } from './chi-square.ts'

/**
 * Population stability index of two histograms as shares: sum of (a - e) ln(a / e). Infinite where a bin is empty on
 * one side alone: choose bins that both fill. Judge it by `stabilityLimit`, not by 0.1 and 0.25, which forget n.
 */
export const populationStability = (expected: readonly number[], actual: readonly number[]): number =>
  expected.reduce((sum, e, bin) => {
    const a = actual[bin] ?? 0
    return a === e ? sum : sum + (a - e) * Math.log(a / e)
  }, 0)

/** What the index of two samples of n and m from one population keeps under, 95 % sure (Yurdakul and Naranjo 2020). */
export const stabilityLimit = (bins: number, n: number, m: number, confidence = 0.95): number =>
  chiSquareQuantile(confidence, bins - 1) * (1 / n + 1 / m)

/** Largest distance between the distributions of two samples (Kolmogorov and Smirnov). */
export function kolmogorovSmirnov(first: readonly number[], second: readonly number[]): number {
  const [a, b] = [first.toSorted((x, y) => x - y), second.toSorted((x, y) => x - y)]
  let [i, j, largest] = [0, 0, 0]
  while (i < a.length && j < b.length) {
    const at = Math.min(a[i] ?? 0, b[j] ?? 0)
    while (i < a.length && (a[i] ?? 0) <= at) i++
    while (j < b.length && (b[j] ?? 0) <= at) j++
    largest = Math.max(largest, Math.abs(i / a.length - j / b.length))
  }
  return largest
}

/** What that distance keeps under, 95 % sure, for large samples of one population. */
export const kolmogorovSmirnovLimit = (n: number, m: number): number => 1.358 * Math.sqrt((n + m) / (n * m))

type Points = readonly ArrayLike<number>[]

/**
 * Squared maximum mean discrepancy of two samples under a Gaussian kernel (Gretton et al. 2012). The unbiased one may
 * be negative and has mean 0 when nothing drifted. Points of one length, at least two a sample.
 */
export function maximumMeanDiscrepancy(first: Points, second: Points, sigma = 1) {
  const [n, m] = [first.length, second.length]
  const [within, across, beyond] = [
    kernelSum(first, first, sigma),
    kernelSum(first, second, sigma),
    kernelSum(second, second, sigma),
  ]
  const cross = (2 * across) / (n * m)
  return {
    // A point is itself: the kernel of the pair is 1.
    unbiased: (within - n) / (n * (n - 1)) + (beyond - m) / (m * (m - 1)) - cross,
    biased: within / (n * n) + beyond / (m * m) - cross,
  }
}

function kernelSum(first: Points, second: Points, sigma: number): number {
  let sum = 0
  for (const a of first) for (const b of second) sum += Math.exp(-squaredDistance(a, b) / (2 * sigma * sigma))
  return sum
}

function squaredDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let index = 0; index < a.length; index++) sum += ((a[index] ?? 0) - (b[index] ?? 0)) ** 2
  return sum
}
