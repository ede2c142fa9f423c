import FFT from 'fft.js'

/** One side of a spectrum; line k lies at k × `stepHz`. */
export interface Spectrum {
  readonly stepHz: number
  /** Of a sine: its amplitude. */
  readonly amplitude: Float64Array
}

/** What a transform of one size needs again and again; the arrays are overwritten by each. */
interface Plan {
  readonly size: number
  readonly fft: FFT
  readonly window: Float64Array
  readonly real: Float64Array
  readonly spectrum: Float64Array
  readonly analytic: Float64Array
}

const plans = new Map<number, Plan>()

/** For as many values as a power of two holds. */
function planFor(length: number): Plan {
  const size = 2 ** Math.floor(Math.log2(Math.max(2, length)))
  const known = plans.get(size)
  if (known) return known
  const hann = (_: unknown, index: number) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / size)
  const plan = {
    size,
    fft: new FFT(size),
    window: Float64Array.from({ length: size }, hann),
    real: new Float64Array(size),
    spectrum: new Float64Array(2 * size),
    analytic: new Float64Array(2 * size),
  }
  plans.set(size, plan)
  return plan
}

/**
 * Amplitude spectrum under a Hann window. A sine between two lines reads up to 15 % low (scalloping); powers of
 * neighbouring lines add up to 1.5 times its own.
 */
export function spectrumOf(values: ArrayLike<number>, rateHz: number): Spectrum {
  const { size, fft, window, real, spectrum } = planFor(values.length)
  for (let index = 0; index < size; index++) real[index] = (values[index] ?? 0) * (window[index] ?? 0)
  fft.realTransform(spectrum, real)
  const amplitude = new Float64Array(size / 2)
  for (let line = 0; line < size / 2; line++) {
    const [re, im] = [spectrum[2 * line] ?? 0, spectrum[2 * line + 1] ?? 0]
    amplitude[line] = (4 * Math.sqrt(re * re + im * im)) / size
  }
  return { stepHz: rateHz / size, amplitude }
}

/**
 * Envelope of the part of a signal between two frequencies: magnitude of its analytic signal, less its mean
 * (Randall and Antoni 2011, the high-frequency resonance technique).
 */
export function envelopeOf(
  values: ArrayLike<number>,
  rateHz: number,
  lowHz: number,
  highHz: number,
): Float64Array {
  const { size, fft, real, spectrum, analytic } = planFor(values.length)
  for (let index = 0; index < size; index++) real[index] = values[index] ?? 0
  fft.realTransform(spectrum, real)
  const low = Math.ceil((lowHz * size) / rateHz)
  const high = Math.min(size / 2 - 1, Math.floor((highHz * size) / rateHz))
  spectrum.fill(0, 0, 2 * low)
  spectrum.fill(0, 2 * (high + 1))
  fft.inverseTransform(analytic, spectrum)
  const envelope = new Float64Array(size)
  let mean = 0
  for (let index = 0; index < size; index++) {
    const [re, im] = [analytic[2 * index] ?? 0, analytic[2 * index + 1] ?? 0]
    // Half of the spectrum is missing, and with it half of the height.
    const height = 2 * Math.sqrt(re * re + im * im)
    envelope[index] = height
    mean += height / size
  }
  for (let index = 0; index < size; index++) envelope[index] = (envelope[index] ?? 0) - mean
  return envelope
}
