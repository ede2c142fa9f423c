import type { Envelope } from '../../contract/card.ts'
import type { Image } from '../../contract/part.ts'

/** Pixel distances at which neighbours are compared: the texture's spectrum, coarsely. */
const lags = [1, 2, 4, 8] as const
/** Every eighth row is read, for neighbours every 32nd: enough for statistics, and under a quarter of a millisecond. */
const rowStep = 8
const neighbourRowStep = 32
const blocks = 8

/** What `imageFeatures` returns, in order. Logarithms make the features nearly normal. */
export const featureNames: readonly string[] = [
  'brightness',
  'contrast',
  ...lags.map((lag) => `roughness across ${lag} px`),
  ...lags.map((lag) => `roughness along ${lag} px`),
  'share of edges',
  'dark tail',
  'bright tail',
  'unevenness',
  'patchiness of the texture',
  'texture',
]

/**
 * Statistics that tell one product's photographs from another's and cost well under a millisecond: brightness,
 * roughness at four distances in both directions, tails, and how evenly they are spread over the frame.
 * All channels are read as one row of values. Any image of at least 1 × 1 pixel.
 */
export function imageFeatures(image: Image): Float64Array {
  const { mean, deviation, dark, bright } = levels(image)
  const steps = neighbourSteps(image)
  const spread = blockStatistics(image)
  return Float64Array.from([
    mean,
    Math.log(0.05 + deviation),
    ...steps.map((step) => Math.log(0.05 + step)),
    Math.log(1e-4 + edgeShare(image, steps[0] ?? 0)),
    Math.log(1 + mean - dark),
    Math.log(1 + bright - mean),
    Math.log(0.5 + spread.unevenness),
    Math.log((0.05 + spread.median) / (0.05 + spread.quietest)),
    Math.log(0.05 + spread.median),
  ])
}

/** The features relative to the envelope, uncorrelated and of unit variance there. */
export function whitened(features: ArrayLike<number>, { mean, whitening }: Envelope): Float64Array {
  const size = mean.length
  return Float64Array.from({ length: size }, (_, row) => {
    let sum = 0
    for (let column = 0; column <= row; column++) {
      sum += (whitening[row * size + column] ?? 0) * ((features[column] ?? 0) - (mean[column] ?? 0))
    }
    return sum
  })
}

export interface Strangeness {
  /** 1 is the border of the envelope, 0 its centre. */
  readonly ratio: number
  /** The feature that contributes most: what to tell a person. */
  readonly feature: string
}

/**
 * How far an image is from the product: the larger of its Mahalanobis distance (features that do not go together)
 * and its worst single feature (a dim lamp), each relative to what parts of the product reach.
 */
export function strangeness(features: ArrayLike<number>, envelope: Envelope): Strangeness {
  const white = whitened(features, envelope)
  const together = Math.hypot(...white) / envelope.maxDistance
  const single = envelope.mean.map((_, index) => {
    const [low, high] = [envelope.low[index] ?? 0, envelope.high[index] ?? 0]
    return Math.abs((features[index] ?? 0) - (low + high) / 2) / ((high - low) / 2)
  })
  const worst = Math.max(...single)
  const index = worst > together ? single.indexOf(worst) : strongest(features, white, envelope)
  return { ratio: Math.max(worst, together), feature: envelope.features[index] ?? 'unknown' }
}

/** The feature with the largest share of the squared distance. */
function strongest(features: ArrayLike<number>, white: Float64Array, { mean, whitening }: Envelope): number {
  const shares = mean.map((centre, column) => {
    const pull = white.reduce(
      (sum, value, row) => sum + value * (whitening[row * mean.length + column] ?? 0),
      0,
    )
    return pull * ((features[column] ?? 0) - centre)
  })
  return shares.indexOf(Math.max(...shares))
}

/** Mean, standard deviation, and the levels under and over which one pixel in a hundred lies. */
function levels(image: Image) {
  const histogram = new Uint32Array(256)
  const { data } = image
  const stride = image.width * image.channels
  let count = 0
  for (let row = 0; row < image.height; row += rowStep) {
    for (let index = row * stride; index < (row + 1) * stride; index++) {
      const level = data[index] ?? 0
      histogram[level] = (histogram[level] ?? 0) + 1
    }
    count += stride
  }
  let sum = 0
  let squares = 0
  for (let level = 0; level < 256; level++) {
    sum += level * (histogram[level] ?? 0)
    squares += level * level * (histogram[level] ?? 0)
  }
  const mean = sum / count
  return {
    mean,
    deviation: Math.sqrt(Math.max(0, squares / count - mean * mean)),
    dark: quantile(histogram, count * 0.01),
    bright: quantile(histogram, count * 0.99),
  }
}

function quantile(histogram: Uint32Array, rank: number): number {
  let seen = 0
  for (let level = 0; level < 256; level++) {
    seen += histogram[level] ?? 0
    if (seen > rank) return level
  }
  return 255
}

/**
 * Mean absolute differences to the neighbours at the four lags, across then along, of every second pixel of every
 * 32nd row: one pass, since this is most of the monitor's time. In an image smaller than a lag its far edge stands in.
 */
function neighbourSteps({ data, width, height, channels }: Image): number[] {
  const stride = width * channels
  const [a1, a2, a4, a8] = lags.map((lag) => Math.min(lag, width - 1) * channels) as Offsets
  const [b1, b2, b4, b8] = lags.map((lag) => Math.min(lag, height - 1) * stride) as Offsets
  const sums = [0, 0, 0, 0, 0, 0, 0, 0] as [number, number, number, number, number, number, number, number]
  const lastRow = Math.max(1, height - 8)
  const rowEnd = Math.max(channels, stride - a8)
  let count = 0
  for (let row = 0; row < lastRow; row += neighbourRowStep) {
    for (let at = row * stride; at < row * stride + rowEnd; at += 2) {
      const value = data[at] ?? 0
      sums[0] += Math.abs((data[at + a1] ?? 0) - value)
      sums[1] += Math.abs((data[at + a2] ?? 0) - value)
      sums[2] += Math.abs((data[at + a4] ?? 0) - value)
      sums[3] += Math.abs((data[at + a8] ?? 0) - value)
      sums[4] += Math.abs((data[at + b1] ?? 0) - value)
      sums[5] += Math.abs((data[at + b2] ?? 0) - value)
      sums[6] += Math.abs((data[at + b4] ?? 0) - value)
      sums[7] += Math.abs((data[at + b8] ?? 0) - value)
      count++
    }
  }
  return sums.map((sum) => sum / count)
}

type Offsets = [number, number, number, number]

/** Share of horizontal steps over four times the mean step: outlines and print have many, rolled steel few. */
function edgeShare(image: Image, meanStep: number): number {
  const { data, channels } = image
  const stride = image.width * channels
  const limit = 4 * Math.max(0.5, meanStep)
  let edges = 0
  let count = 0
  for (let row = 0; row < image.height; row += neighbourRowStep) {
    const end = (row + 1) * stride - channels
    for (let index = row * stride; index < end; index++) {
      const step = (data[index + channels] ?? 0) - (data[index] ?? 0)
      if (step > limit || step < -limit) edges++
    }
    count += Math.max(0, stride - channels)
  }
  return count > 0 ? edges / count : 0
}

/** An 8 × 8 grid of blocks: spread of their means, and the deviation inside the quietest and the median one. */
function blockStatistics(image: Image) {
  const sums = new Float64Array(blocks * blocks)
  const squares = new Float64Array(blocks * blocks)
  const counts = new Float64Array(blocks * blocks)
  const { data, width, height, channels } = image
  const columns = Uint8Array.from({ length: width }, (_, x) => Math.floor((x * blocks) / width))
  for (let y = 0; y < height; y += rowStep) {
    const rowBlock = Math.floor((y * blocks) / height) * blocks
    for (let x = 0; x < width; x += 4) {
      const block = rowBlock + (columns[x] ?? 0)
      const value = data[(y * width + x) * channels] ?? 0
      sums[block] = (sums[block] ?? 0) + value
      squares[block] = (squares[block] ?? 0) + value * value
      counts[block] = (counts[block] ?? 0) + 1
    }
  }
  const means: number[] = []
  const deviations: number[] = []
  counts.forEach((count, block) => {
    if (count === 0) return
    const mean = (sums[block] ?? 0) / count
    means.push(mean)
    deviations.push(Math.sqrt(Math.max(0, (squares[block] ?? 0) / count - mean * mean)))
  })
  deviations.sort((a, b) => a - b)
  return {
    unevenness: deviationOf(means),
    quietest: deviations[0] ?? 0,
    median: deviations[Math.floor(deviations.length / 2)] ?? 0,
  }
}

function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
}
