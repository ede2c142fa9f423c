/**
 * Solves A x = b by elimination without pivoting, for matrices that need none: symmetric positive definite ones, and
 * I - Q of a Markov chain. `a` holds the rows of A one after the other; both arguments are overwritten, x is `b`.
 */
export function solveLinear(a: Float64Array, b: Float64Array): Float64Array {
  const size = b.length
  for (let pivot = 0; pivot < size; pivot++) {
    for (let row = pivot + 1; row < size; row++) {
      const factor = (a[row * size + pivot] ?? 0) / (a[pivot * size + pivot] ?? 0)
      if (factor === 0) continue
      for (let column = pivot; column < size; column++)
        a[row * size + column] = (a[row * size + column] ?? 0) - factor * (a[pivot * size + column] ?? 0)
      b[row] = (b[row] ?? 0) - factor * (b[pivot] ?? 0)
    }
  }
  for (let row = size - 1; row >= 0; row--) {
    let rest = b[row] ?? 0
    for (let column = row + 1; column < size; column++)
      rest -= (a[row * size + column] ?? 0) * (b[column] ?? 0)
    b[row] = rest / (a[row * size + row] ?? 0)
  }
  return b
}
