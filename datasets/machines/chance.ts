import type { Rng } from '../../edge/contract/port.ts'
import { quantize, uniform } from '../rng.ts'

/** Nearly normal, mean 0, variance 1, within ±6: twelve uniform numbers (Irwin-Hall), additions only. */
export function normal(rng: Rng): number {
  let sum = -6
  for (let draw = 0; draw < 12; draw++) sum += rng.next()
  return sum
}

/** Log-normal about a median; `sigma` is about the coefficient of variation while it is small. */
export const logNormal = (rng: Rng, median: number, sigma: number): number =>
  quantize(median * Math.exp(sigma * normal(rng)))

/** Whether something that happens so often on average happens in this hour. */
export const happens = (rng: Rng, perHour: number): boolean => rng.next() < perHour

/** Hours until something ends that lasts so long on average, at least one; exponential. */
export const lastingH = (rng: Rng, meanH: number): number =>
  Math.max(1, Math.round(-meanH * quantize(Math.log(uniform(rng, 1e-6, 1)))))

/** A count of rare events: Poisson by multiplication (Knuth), for means up to some tens. */
export function poisson(rng: Rng, mean: number): number {
  const floor = Math.exp(-mean)
  let product = rng.next()
  let count = 0
  while (product > floor && count < 400) {
    product *= rng.next()
    count++
  }
  return count
}
