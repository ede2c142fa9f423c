/** The border between where `holds` is true (from `low`) and false (to `high`). */
export function bisect(low: number, high: number, holds: (value: number) => boolean): number {
  for (let step = 0; step < 80; step++) {
    const middle = (low + high) / 2
    if (middle === low || middle === high) break
    if (holds(middle)) low = middle
    else high = middle
  }
  return low
}
