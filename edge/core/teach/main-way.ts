/** A direction of length 1, and the mean square of the rows along it. */
export interface MainWay {
  readonly variance: number
  readonly direction: Float64Array
}

/** What is left after so many is rounding for this use. */
const rounds = 8

/**
 * The directions by which rows vary most about zero, the first ones first: orthogonal iteration (Golub and Van Loan,
 * Matrix Computations, 8.2.4) from rows themselves, so without chance. Fewer where the rows have no more.
 */
export function mainWays(rows: readonly Float64Array[], most: number): MainWay[] {
  const size = rows[0]?.length ?? 0
  let basis = orthonormal(
    Array.from({ length: Math.min(most, rows.length) }, (_, at) => rows[at] ?? new Float64Array(size)),
  )
  for (let round = 0; round < rounds; round++)
    basis = orthonormal(basis.map((direction) => spread(rows, direction)))
  return basis
    .map((direction) => ({
      direction,
      variance: rows.reduce((sum, row) => sum + dot(row, direction) ** 2, 0) / rows.length,
    }))
    .sort((a, b) => b.variance - a.variance)
}

/** The rows' second moments times a direction. */
function spread(rows: readonly Float64Array[], direction: Float64Array): Float64Array {
  const sum = new Float64Array(direction.length)
  for (const row of rows) {
    const along = dot(row, direction)
    for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + along * (row[at] ?? 0)
  }
  return sum
}

/** Gram and Schmidt, modified; what hardly differs from those before is left out. */
function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = []
  for (const vector of vectors) {
    const rest = vector.slice()
    const before = Math.sqrt(dot(rest, rest))
    for (const known of basis) {
      const along = dot(rest, known)
      for (let at = 0; at < rest.length; at++) rest[at] = (rest[at] ?? 0) - along * (known[at] ?? 0)
    }
    const length = Math.sqrt(dot(rest, rest))
    if (length > 1e-7 * before) basis.push(rest.map((value) => value / length))
  }
  return basis
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0)
  return sum
}
