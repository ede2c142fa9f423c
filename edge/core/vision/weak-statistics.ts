import type { Image } from '../../contract/part.ts'

const quantiles = [0.001, 0.01, 0.05, 0.95, 0.99, 0.999] as const
const coarseBins = 16

/**
 * What can be said of a grey image without looking at any place in it: moments, extremes and quantiles (in standard
 * deviations from the mean), far tails, a coarse histogram, and how neighbours differ across and along.
 * 36 finite numbers for any image of at least 1 × 1 pixel.
 */
export function globalStatistics({ data, width, height }: Image): number[] {
  const histogram = histogramOf(data)
  const count = data.length
  const { mean, deviation, skewness, kurtosis } = moments(histogram, count)
  const standard = (level: number) => (level - mean) / (deviation || 1)
  const tail = (isTail: (z: number) => boolean) =>
    histogram.reduce((sum, n, level) => (isTail(standard(level)) ? sum + n : sum), 0) / count
  const coarse = Array.from({ length: coarseBins }, (_, bin) => {
    const levels = histogram.subarray((bin * 256) / coarseBins, ((bin + 1) * 256) / coarseBins)
    return levels.reduce((sum, n) => sum + n, 0) / count
  })
  return [
    mean,
    deviation,
    skewness,
    kurtosis,
    levelAt(histogram, 0),
    levelAt(histogram, count - 1),
    ...quantiles.map((share) => standard(levelAt(histogram, share * count))),
    tail((z) => z > 4),
    tail((z) => z < -4),
    ...differences(data, width, 1, width - 1, height),
    ...differences(data, width, width, width, height - 1),
    ...coarse,
  ]
}

function histogramOf(data: Uint8Array): Uint32Array {
  const histogram = new Uint32Array(256)
  for (let at = 0; at < data.length; at++) {
    const level = data[at] ?? 0
    histogram[level] = (histogram[level] ?? 0) + 1
  }
  return histogram
}

function moments(histogram: Uint32Array, count: number) {
  const mean = histogram.reduce((sum, n, level) => sum + n * level, 0) / count
  const central = (power: number) =>
    histogram.reduce((sum, n, level) => sum + n * (level - mean) ** power, 0) / count
  const deviation = Math.sqrt(central(2))
  const unit = deviation || 1
  return { mean, deviation, skewness: central(3) / unit ** 3, kurtosis: central(4) / unit ** 4 }
}

/** The level of the pixel with so many darker ones before it. */
function levelAt(histogram: Uint32Array, rank: number): number {
  let seen = 0
  return histogram.findIndex((n) => {
    seen += n
    return seen > rank
  })
}

/** Mean, standard deviation and largest of the absolute differences between pixels `offset` apart. */
function differences(data: Uint8Array, width: number, offset: number, columns: number, rows: number) {
  let [sum, squares, largest] = [0, 0, 0]
  for (let row = 0; row < rows; row++) {
    for (let at = row * width; at < row * width + columns; at++) {
      const step = Math.abs((data[at + offset] ?? 0) - (data[at] ?? 0))
      sum += step
      squares += step * step
      if (step > largest) largest = step
    }
  }
  const count = columns * rows || 1
  const mean = sum / count
  return [mean, Math.sqrt(Math.max(0, squares / count - mean * mean)), largest]
}
