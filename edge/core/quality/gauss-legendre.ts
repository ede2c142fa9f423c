/** Nodes and weights of Gauss's quadrature on [low, high]: exact for polynomials of degree 2 `count` - 1. */
export function gaussLegendre(count: number, low: number, high: number) {
  const half = (high - low) / 2
  const pairs = Array.from({ length: count }, (_, index) => {
    const root = legendreRoot(count, index)
    const { slope } = legendre(count, root)
    return { node: low + half * (1 - root), weight: (2 * half) / ((1 - root * root) * slope * slope) }
  })
  return { nodes: pairs.map((pair) => pair.node), weights: pairs.map((pair) => pair.weight) }
}

/** Newton's method from the usual first guess; the roots fall from 1 to -1. */
function legendreRoot(count: number, index: number): number {
  let root = Math.cos((Math.PI * (index + 0.75)) / (count + 0.5))
  for (let round = 0; round < 8; round++) {
    const { value, slope } = legendre(count, root)
    root -= value / slope
  }
  return root
}

function legendre(degree: number, x: number) {
  let [before, value] = [1, x]
  for (let k = 2; k <= degree; k++)
    [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k]
  return { value, slope: (degree * (x * value - before)) / (x * x - 1) }
}
