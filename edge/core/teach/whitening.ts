import { eigenPairs } from '../health/eigen.ts'

/** Features of one image: channel by channel, each cell by cell. */
export type Features = Float32Array

/** What centres features and takes their correlations out. */
export interface Whitening {
  readonly channels: number
  readonly cells: number
  /** Channel by channel, cell by cell. */
  readonly mean: Float32Array
  /** Channels × channels: takes the correlation out of what is left over the mean. */
  readonly mix: Float32Array
}

/** Share of the mean eigenvalue that is added to each: what never varied in the images may still vary a little. */
const ridge = 0.01
/** Cells that the correlations are learnt from, at most. */
const mostSamples = 40_000

/** Of all images: channel by channel, cell by cell. */
export function meanOf(images: readonly Features[]): Float32Array {
  const sum = new Float64Array(images[0]?.length ?? 0)
  for (const image of images)
    for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + (image[at] ?? 0)
  return Float32Array.from(sum, (total) => total / images.length)
}

/** What is left over the mean, with the correlation taken out of it. */
export function mixed(image: Features, { channels, cells, mean, mix }: Whitening): Float32Array {
  const left = image.map((value, at) => value - (mean[at] ?? 0))
  const to = new Float32Array(left.length)
  for (let out = 0; out < channels; out++) {
    const row = to.subarray(out * cells, (out + 1) * cells)
    // Two channels at a time: half as often is each cell of the row read and written.
    for (let channel = 0; channel < channels; channel += 2) {
      const [first = 0, second = 0] = mix.subarray(
        out * channels + channel,
        out * channels + Math.min(channels, channel + 2),
      )
      const from = channel * cells
      for (let cell = 0; cell < cells; cell++)
        row[cell] =
          (row[cell] ?? 0) + first * (left[from + cell] ?? 0) + second * (left[from + cells + cell] ?? 0)
    }
  }
  return to
}

/** The symmetric inverse square root of the covariance of what is left over the mean, each channel on its own scale. */
export function whitener(
  images: readonly Features[],
  mean: Float32Array,
  channels: number,
  cells: number,
): Float32Array {
  const covariance = covarianceOf(images, mean, channels, cells)
  const scale = covariance.map((row, at) => Math.sqrt((row[at] ?? 0) + 1e-12))
  const correlation = covariance.map((row, i) =>
    row.map((value, j) => value / ((scale[i] ?? 1) * (scale[j] ?? 1))),
  )
  const pairs = eigenPairs(correlation)
  const mix = new Float32Array(channels * channels)
  for (let i = 0; i < channels; i++)
    for (let j = 0; j < channels; j++) {
      const sum = pairs.reduce(
        (total, { value, vector }) =>
          total + ((vector[i] ?? 0) * (vector[j] ?? 0)) / Math.sqrt(Math.max(0, value) + ridge),
        0,
      )
      mix[i * channels + j] = sum / (scale[j] ?? 1)
    }
  return mix
}

function covarianceOf(
  images: readonly Features[],
  mean: Float32Array,
  channels: number,
  cells: number,
): Float64Array[] {
  const rows = Array.from({ length: channels }, () => new Float64Array(channels))
  const step = Math.ceil((images.length * cells) / mostSamples)
  const left = new Float64Array(channels)
  let count = 0
  for (let at = 0; at < images.length * cells; at += step) {
    const image = images[Math.floor(at / cells)]
    const cell = at % cells
    for (let channel = 0; channel < channels; channel++) {
      const place = channel * cells + cell
      left[channel] = (image?.[place] ?? 0) - (mean[place] ?? 0)
    }
    rows.forEach((row, i) => {
      const factor = left[i] ?? 0
      for (let j = 0; j < channels; j++) row[j] = (row[j] ?? 0) + factor * (left[j] ?? 0)
    })
    count++
  }
  return rows.map((row) => row.map((sum) => sum / count))
}
