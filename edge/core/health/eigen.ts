/** A direction that a symmetric matrix only stretches, of length 1, and by how much. */
export interface EigenPair {
  readonly value: number
  readonly vector: Float64Array
}

const mostSweeps = 50

/**
 * The eigenvalues of a symmetric matrix, greatest first, with their vectors: cyclic Jacobi rotations (Golub and Van Loan,
 * Matrix Computations, 8.5). The argument is not touched.
 */
export function eigenPairs(symmetric: readonly Float64Array[]): EigenPair[] {
  const matrix = symmetric.map((row) => Float64Array.from(row))
  const vectors = symmetric.map((_, i) => Float64Array.from(symmetric, (_, j) => (i === j ? 1 : 0)))
  for (let sweep = 0; sweep < mostSweeps && offDiagonal(matrix) > 0; sweep++)
    for (let p = 0; p < matrix.length; p++)
      for (let q = p + 1; q < matrix.length; q++) annihilate(matrix, vectors, p, q)
  return vectors
    .map((vector, i) => ({ value: matrix[i]?.[i] ?? 0, vector }))
    .sort((a, b) => b.value - a.value)
}

/** Squares off the diagonal, as far as they count beside those on it. */
function offDiagonal(matrix: readonly Float64Array[]): number {
  let [on, off] = [0, 0]
  for (const [i, row] of matrix.entries())
    for (const [j, value] of row.entries()) {
      if (i === j) on += value * value
      else off += value * value
    }
  return off > 1e-28 * on ? off : 0
}

/** Turns axes p and q so that the element between them becomes 0; row i of `vectors` is axis i. */
function annihilate(matrix: Float64Array[], vectors: Float64Array[], p: number, q: number): void {
  const between = matrix[p]?.[q] ?? 0
  if (between === 0) return
  const half = ((matrix[q]?.[q] ?? 0) - (matrix[p]?.[p] ?? 0)) / (2 * between)
  const tangent = (half < 0 ? -1 : 1) / (Math.abs(half) + Math.sqrt(half * half + 1))
  const cosine = 1 / Math.sqrt(tangent * tangent + 1)
  const sine = tangent * cosine
  for (const row of matrix) turn(row, p, row, q, cosine, sine)
  const [first, second] = [matrix[p] ?? new Float64Array(), matrix[q] ?? new Float64Array()]
  for (const j of matrix.keys()) turn(first, j, second, j, cosine, sine)
  const [axis, other] = [vectors[p] ?? new Float64Array(), vectors[q] ?? new Float64Array()]
  for (const j of matrix.keys()) turn(axis, j, other, j, cosine, sine)
}

/** Turns the pair of two elements by an angle. */
function turn(
  one: Float64Array,
  i: number,
  two: Float64Array,
  j: number,
  cosine: number,
  sine: number,
): void {
  const [a, b] = [one[i] ?? 0, two[j] ?? 0]
  one[i] = cosine * a - sine * b
  two[j] = sine * a + cosine * b
}
