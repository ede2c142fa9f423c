/** Laws of degradation, as rates and in closed form where there is one. */

/** Paris and Erdogan 1963: da/dN = C (ΔK)^m with ΔK = Y Δσ √(π a). a in metres, Δσ in MPa, da/dN in metres a cycle. */
export interface ParisLaw {
  readonly c: number
  readonly m: number
  readonly y: number
}

export const parisRate = ({ c, m, y }: ParisLaw, stressMPa: number, crackM: number): number =>
  c * (y * stressMPa * Math.sqrt(Math.PI * crackM)) ** m

/** Cycles from one crack length to another at a constant stress range; m other than 2. */
export function parisCycles({ c, m, y }: ParisLaw, stressMPa: number, fromM: number, toM: number): number {
  const power = 1 - m / 2
  return (toM ** power - fromM ** power) / (c * (y * stressMPa * Math.sqrt(Math.PI)) ** m * power)
}

/** A Wiener process with drift reaches a threshold after an inverse Gaussian time (Chhikara and Folks 1989). */
export function firstPassage({ drift, sigma }: { drift: number; sigma: number }, threshold: number) {
  return { mean: threshold / drift, variance: (threshold * sigma ** 2) / drift ** 3 }
}
