import { bisect } from './bisect.ts'

/** Distribution function of chi-square, by the series of the incomplete gamma function. */
export function chiSquareCdf(x: number, degrees: number): number {
  if (x <= 0) return 0
  const [half, shape] = [x / 2, degrees / 2]
  let term = Math.exp(shape * Math.log(half) - half) / gammaOfHalves(degrees + 2)
  let sum = 0
  for (let n = 1; sum + term !== sum; n++) {
    sum += term
    term *= half / (shape + n)
  }
  return Math.min(1, sum)
}

/** The value that a share `p` lies under. */
export const chiSquareQuantile = (p: number, degrees: number): number =>
  bisect(0, degrees + 100 * Math.sqrt(2 * degrees), (x) => chiSquareCdf(x, degrees) < p)

/** The gamma function at `halves` / 2. */
function gammaOfHalves(halves: number): number {
  let value = halves % 2 === 0 ? 1 : Math.sqrt(Math.PI)
  for (let at = halves % 2 === 0 ? 2 : 1; at < halves; at += 2) value *= at / 2
  return value
}
