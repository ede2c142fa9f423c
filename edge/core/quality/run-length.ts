import { gaussLegendre } from './gauss-legendre.ts'
import { solveLinear } from './linear-system.ts'
import { normalCdf } from './normal.ts'

/** Enough for six digits at every usual choice of the charts. */
const quadraturePoints = 80

const normalDensity = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)

/** Mean number of points up to a signal of a Shewhart chart, limits at ± `limit` standard deviations, after a shift of the mean. */
export const shewhartRunLength = (limit = 3, shift = 0): number =>
  1 / (normalCdf(-limit - shift) + normalCdf(-limit + shift))

/** The weights of an EWMA chart: z = lambda x + (1 - lambda) z. */
export interface EwmaOrder {
  readonly lambda: number
  /** Limits in standard deviations of z. */
  readonly width: number
}

/** Half the distance between the limits after `points` points, in standard deviations of x; the last limits by default. */
export const ewmaLimit = ({ lambda, width }: EwmaOrder, points = Number.POSITIVE_INFINITY): number =>
  width * Math.sqrt((lambda / (2 - lambda)) * (1 - (1 - lambda) ** (2 * points)))

/** The next value of the chart. */
export const ewmaStep = (lambda: number, before: number, x: number): number =>
  lambda * x + (1 - lambda) * before

/**
 * Mean run length of an EWMA chart between its last limits, started in the middle: the integral equation of
 * Crowder (1987), solved on Gauss's nodes (Nyström).
 */
export function ewmaRunLength(order: EwmaOrder, shift = 0): number {
  const { lambda } = order
  const limit = ewmaLimit(order)
  const { nodes, weights } = gaussLegendre(quadraturePoints, -limit, limit)
  const chance = (from: number, to: number) =>
    normalDensity((to - (1 - lambda) * from) / lambda - shift) / lambda
  return meanSteps(0, (from) => nodes.map((node, index) => chance(from, node) * (weights[index] ?? 0)), nodes)
}

/** Reference value and decision limit of a CUSUM chart, standard deviations of x. */
export interface CusumOrder {
  readonly k: number
  readonly h: number
}

/** Mean run length of one side, S = max(0, S + x - k), from 0: the equation of Page (1954) and Goel and Wu (1971). */
function oneSidedRunLength({ k, h }: CusumOrder, shift: number): number {
  const { nodes, weights } = gaussLegendre(quadraturePoints, 0, h)
  const chances = (from: number) => [
    normalCdf(k - from - shift),
    ...nodes.map((node, index) => normalDensity(node - from + k - shift) * (weights[index] ?? 0)),
  ]
  return meanSteps(0, chances, [0, ...nodes])
}

/** Mean run length of both sides together: their rates of signals add up (van Dobben de Bruyn 1968). */
export const cusumRunLength = (order: CusumOrder, shift = 0): number =>
  1 / (1 / oneSidedRunLength(order, shift) + 1 / oneSidedRunLength(order, -shift))

/**
 * Mean number of steps from `start` until the states are left; `chances(from)` are those of going on to each state,
 * quadrature weights included.
 */
function meanSteps(
  start: number,
  chances: (from: number) => readonly number[],
  states: readonly number[],
): number {
  const size = states.length
  const matrix = new Float64Array(size * size)
  for (const [row, from] of states.entries()) {
    for (const [column, chance] of chances(from).entries())
      matrix[row * size + column] = (row === column ? 1 : 0) - chance
  }
  const steps = solveLinear(matrix, new Float64Array(size).fill(1))
  return chances(start).reduce((sum, chance, index) => sum + chance * (steps[index] ?? 0), 1)
}
