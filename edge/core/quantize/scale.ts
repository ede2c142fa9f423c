/** What a tensor was seen to hold. */
export interface Range {
  readonly low: number
  readonly high: number
}

/** `real = scale × (quantized − zeroPoint)`; zero itself is always exact, since borders are padded with it. */
export interface Affine {
  readonly scale: number
  readonly zeroPoint: number
}

/** Onto 0 … 255 (Jacob et al. 2018, arXiv:1712.05877). */
export function affineOf({ low, high }: Range): Affine {
  const [least, most] = [Math.min(0, low), Math.max(0, high)]
  const scale = (most - least) / 255 || 1
  return { scale, zeroPoint: Math.min(255, Math.max(0, Math.round(-least / scale))) }
}

export interface QuantizedWeights {
  readonly values: Int8Array
  /** One for each output channel. */
  readonly scales: Float32Array
}

/** Onto −127 … 127, each output channel by its own largest weight. */
export function quantizeWeights(weights: Float32Array, channels: number): QuantizedWeights {
  const each = weights.length / channels
  const values = new Int8Array(weights.length)
  const scales = new Float32Array(channels)
  for (let channel = 0; channel < channels; channel++) {
    const own = weights.subarray(channel * each, (channel + 1) * each)
    const scale = own.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / 127 || 1
    scales[channel] = scale
    for (let index = 0; index < each; index++)
      values[channel * each + index] = Math.round((own[index] ?? 0) / scale)
  }
  return { values, scales }
}

/** Of biases, in the unit of the products that they are added to. */
export const quantizeBias = (bias: Float32Array, scales: Float32Array, inputScale: number): Int32Array =>
  Int32Array.from(bias, (value, channel) => Math.round(value / (inputScale * (scales[channel] ?? 1))))

/** What both have held. A loop: tensors hold millions of values. */
export function joinRange(before: Range | undefined, values: Float32Array): Range {
  let { low, high } = before ?? { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY }
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number
    if (value < low) low = value
    if (value > high) high = value
  }
  return { low, high }
}
