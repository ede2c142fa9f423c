/** How sensors vary together, ready to be asked for distances. */
export interface Covariance {
  /** L⁻¹z for the lower triangle L of the covariance: its square is z's squared Mahalanobis distance. */
  whiten(deviations: Float64Array): Float64Array
  /**
   * What each sensor adds to the distance of these deviations: the part that vanishes if that sensor alone is put right
   * (reconstruction-based contribution; Alcala and Qin, Automatica 45, 2009). Never negative.
   */
  contributions(deviations: Float64Array): Float64Array
}

/** Weight of the sensors' own variances against what they share, so that a chance correlation cannot rule. */
const shrinkage = 0.1
/** Deviations count no further than this many spreads, so that an outlier in the training rows cannot rule either. */
const mostSpreads = 5

/**
 * Covariance of deviations about zero, shrunk towards its diagonal (Ledoit and Wolf 2004) and widened there by what each
 * sensor may yet wander. The distance is Hotelling's T² over all components: what PCA splits into T² and Q, in one.
 */
export function covarianceOf(rows: readonly Float64Array[], wander: readonly number[]): Covariance {
  const matrix = wander.map(() => new Float64Array(wander.length))
  for (const row of rows) {
    const bounded = row.map((value) => Math.max(-mostSpreads, Math.min(mostSpreads, value)))
    for (const [i, line] of matrix.entries())
      for (let j = 0; j <= i; j++)
        line[j] = (line[j] ?? 0) + ((bounded[i] ?? 0) * (bounded[j] ?? 0)) / rows.length
  }
  for (const [i, line] of matrix.entries()) {
    for (let j = 0; j < i; j++) line[j] = (line[j] ?? 0) * (1 - shrinkage)
    line[i] = Math.max(line[i] ?? 0, 1e-6) + (wander[i] ?? 0)
  }
  return solver(triangleOf(matrix))
}

/** The lower triangle L with L Lᵀ = matrix (Cholesky); the argument holds lower triangles and is overwritten. */
function triangleOf(matrix: readonly Float64Array[]): readonly Float64Array[] {
  for (const [i, row] of matrix.entries()) {
    for (let j = 0; j <= i; j++) {
      const other = matrix[j] ?? row
      let rest = row[j] ?? 0
      for (let k = 0; k < j; k++) rest -= (row[k] ?? 0) * (other[k] ?? 0)
      row[j] = j < i ? rest / (other[j] ?? 1) : Math.sqrt(Math.max(rest, 1e-9))
    }
  }
  return matrix
}

function solver(triangle: readonly Float64Array[]): Covariance {
  const whiten = (deviations: Float64Array): Float64Array => {
    const white = new Float64Array(triangle.length)
    for (const [i, row] of triangle.entries()) {
      let rest = deviations[i] ?? 0
      for (let j = 0; j < i; j++) rest -= (row[j] ?? 0) * (white[j] ?? 0)
      white[i] = rest / (row[i] ?? 1)
    }
    return white
  }
  const solve = (deviations: Float64Array): Float64Array => backward(triangle, whiten(deviations))
  const unit = (at: number) => Float64Array.from(triangle, (_, i) => (i === at ? 1 : 0))
  // The diagonal of the inverse: |L⁻¹e|² for every unit vector e.
  const precision = triangle.map((_, i) => whiten(unit(i)).reduce((sum, value) => sum + value * value, 0))
  return {
    whiten,
    contributions: (deviations) => solve(deviations).map((value, i) => value ** 2 / (precision[i] ?? 1)),
  }
}

/** Solves Lᵀx = y. */
function backward(triangle: readonly Float64Array[], y: Float64Array): Float64Array {
  const x = Float64Array.from(y)
  for (let i = x.length - 1; i >= 0; i--) {
    const value = (x[i] ?? 0) / (triangle[i]?.[i] ?? 1)
    x[i] = value
    for (let j = 0; j < i; j++) x[j] = (x[j] ?? 0) - (triangle[i]?.[j] ?? 0) * value
  }
  return x
}
