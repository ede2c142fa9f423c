/** Cycles over which a factor is smoothed. */
const spans = [5, 10, 20, 40, 80, 160] as const
/** Cycles after which an engine's own beginning is known. */
const firstCycles = 30
/** Cycles over which a slope is taken. */
const slopeWindows = [20, 60, 120] as const
/** So many times the spread of a full window is set against a slope: while the engine is young, it is near 0. */
const slopePrior = 0.25

/**
 * What the past of a machine says at every cycle about how long it will last; nothing of it looks ahead.
 *
 * @param factors a series each, of one value a cycle
 * @returns a series for each feature: of every factor its smoothed levels, its level at first and its slopes; at last the
 *   count of cycles
 */
export function lifeFeatures(factors: readonly Float64Array[], cycles: number): Float64Array[] {
  return [
    ...factors.flatMap((factor) => [
      ...spans.map((span) => smoothed(factor, span)),
      firstLevel(factor),
      ...slopeWindows.map((window) => slopes(factor, window)),
    ]),
    Float64Array.from({ length: cycles }, (_, i) => i + 1),
  ]
}

/** Exponentially weighted means with the weights of the cycles there are: the first is the first value. */
export function smoothed(values: Float64Array, span: number): Float64Array {
  const kept = 1 - 2 / (span + 1)
  let [sum, weight] = [0, 0]
  return values.map((value) => {
    sum = kept * sum + value
    weight = kept * weight + 1
    return sum / weight
  })
}

function firstLevel(values: Float64Array): Float64Array {
  let sum = 0
  return values.map((value, i) => {
    if (i < firstCycles) sum += value
    return sum / Math.min(i + 1, firstCycles)
  })
}

/** Change over a full window along the least-squares line through the last values, shrunk while there are few. */
export function slopes(values: Float64Array, window: number): Float64Array {
  return values.map((_, end) => {
    const length = Math.min(end + 1, window)
    const middle = end - (length - 1) / 2
    let [product, square] = [0, (slopePrior * window ** 3) / 12]
    for (let i = end + 1 - length; i <= end; i++) {
      product += (i - middle) * (values[i] ?? 0)
      square += (i - middle) ** 2
    }
    return (product / square) * window
  })
}
