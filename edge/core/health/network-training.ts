import type { Rng } from '../../contract/port.ts'
import { addGradient, answer, type Network, newNetwork } from './network.ts'

/** Rows of features with what is to be said of each. */
export interface Lesson {
  readonly rows: readonly Float64Array[]
  readonly targets: Float64Array
}

/** Says the target of a row of features. */
export type Regressor = (row: Float64Array) => number

const hidden = [32, 32] as const
const steps = 1500
const batch = 64
const highestRate = 3e-3
/** Share of the steps in which the learning rate rises; then it falls to 0 (Smith and Topin 2019, one cycle). */
const warmUp = 0.3
/** Of the moving means of the gradient and of its square (Adam; Kingma and Ba 2015). */
const [firstDecay, secondDecay] = [0.9, 0.999] as const

/** Trains a network on rows drawn by chance, for the least mean squared error. There is no transcendental function in it. */
export function trainNetwork({ rows, targets }: Lesson, rng: Rng): Regressor {
  const standard = standardOf(rows)
  const inputs = rows.map(standard)
  const network = newNetwork([inputs[0]?.length ?? 0, ...hidden, 1], rng.fork('weights'))
  const step = createAdam(network)
  const draw = rng.fork('rows')
  for (let index = 0; index < steps; index++) {
    const gradient = new Float64Array(network.parameters.length)
    for (let i = 0; i < batch; i++) {
      const at = Math.floor(draw.next() * inputs.length)
      const error = answer(network, inputs[at] ?? new Float64Array()) - (targets[at] ?? 0)
      addGradient(network, error / batch, gradient)
    }
    step(gradient, rateAt((index + 1) / steps))
  }
  return (row) => answer(network, standard(row))
}

const rateAt = (share: number): number =>
  highestRate * (share < warmUp ? share / warmUp : (1 - share) / (1 - warmUp))

/** Moves the parameters against a gradient. */
function createAdam({ parameters }: Network): (gradient: Float64Array, rate: number) => void {
  const means = new Float64Array(parameters.length)
  const squares = new Float64Array(parameters.length)
  let [firstLeft, secondLeft] = [1, 1]
  return (gradient, rate) => {
    firstLeft *= firstDecay
    secondLeft *= secondDecay
    for (const [i, slope] of gradient.entries()) {
      const mean = firstDecay * (means[i] ?? 0) + (1 - firstDecay) * slope
      const square = secondDecay * (squares[i] ?? 0) + (1 - secondDecay) * slope * slope
      means[i] = mean
      squares[i] = square
      const move = mean / (1 - firstLeft) / (Math.sqrt(square / (1 - secondLeft)) + 1e-8)
      parameters[i] = (parameters[i] ?? 0) - rate * move
    }
  }
}

/** Brings every feature to mean 0 and variance 1 over these rows. */
function standardOf(rows: readonly Float64Array[]): (row: Float64Array) => Float64Array {
  const mean = new Float64Array(rows[0]?.length ?? 0)
  const square = new Float64Array(mean.length)
  for (const row of rows)
    for (const [i, value] of row.entries()) mean[i] = (mean[i] ?? 0) + value / rows.length
  for (const row of rows)
    for (const [i, value] of row.entries())
      square[i] = (square[i] ?? 0) + (value - (mean[i] ?? 0)) ** 2 / rows.length
  return (row) => row.map((value, i) => (value - (mean[i] ?? 0)) / (Math.sqrt(square[i] ?? 0) + 1e-6))
}
