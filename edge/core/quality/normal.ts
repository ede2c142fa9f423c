import { bisect } from './bisect.ts'

/** Standard normal distribution function, by the series of Marsaglia (2004); absolute error under 1e-15. */
export function normalCdf(z: number): number {
  if (Math.abs(z) > 9) return z > 0 ? 1 : 0
  let [sum, term] = [z, z]
  for (let odd = 3; sum + term !== sum; odd += 2) {
    term *= (z * z) / odd
    sum += term
  }
  return 0.5 + (sum * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI)
}

/** Its inverse: the z that a share `p` of a standard normal lies under. */
export const normalQuantile = (p: number): number => bisect(-9, 9, (z) => normalCdf(z) < p)
