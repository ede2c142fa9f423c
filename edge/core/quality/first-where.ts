/**
 * The smallest whole number from `from` at which `holds` is true, for a condition that stays true once it is: doubling,
 * then halving. It must become true somewhere.
 */
export function firstWhere(from: number, holds: (value: number) => boolean): number {
  if (holds(from)) return from
  let step = 1
  while (!holds(from + step)) step *= 2
  let low = from + Math.floor(step / 2)
  let high = from + step
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) high = middle
    else low = middle
  }
  return high
}
