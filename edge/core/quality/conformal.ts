import { firstWhere } from './first-where.ts'

/**
 * Most errors among n calibration parts with which conformal risk control keeps the *mean* risk at most `alpha`;
 * -1: none. (Angelopoulos et al. 2022; losses of 0 or 1.) Weaker than a 95 % bound: it says nothing of one deployment.
 */
export const conformalAllowance = (n: number, alpha: number): number => Math.floor(alpha * (n + 1) + 1e-9) - 1

/** Fewest calibration parts without an error for that. */
export const conformalMinimum = (alpha: number): number =>
  firstWhere(1, (n) => conformalAllowance(n, alpha) >= 0)
