import type { Bearing, Waveform } from '../../contract/machine.ts'
import { type BearingOrders, bearingOrders } from './bearing.ts'
import { envelopeOf, type Spectrum, spectrumOf } from './spectrum.ts'

export interface Shape {
  readonly rms: number
  /** Highest value against the RMS. */
  readonly crest: number
  /** Fourth moment against the variance squared: 3 for Gaussian noise. Rises with the first knocks, falls with many. */
  readonly kurtosis: number
}

/** Of a signal without its mean; of silence: all 0. */
export function shapeOf(values: ArrayLike<number>): Shape {
  const count = values.length
  let mean = 0
  for (let index = 0; index < count; index++) mean += (values[index] ?? 0) / count
  let [second, fourth, peak] = [0, 0, 0]
  for (let index = 0; index < count; index++) {
    const away = (values[index] ?? 0) - mean
    second += (away * away) / count
    fourth += away ** 4 / count
    peak = Math.max(peak, Math.abs(away))
  }
  const rms = Math.sqrt(second)
  return second > 0
    ? { rms, crest: peak / rms, kurtosis: fourth / second ** 2 }
    : { rms, crest: 0, kurtosis: 0 }
}

/** A Hann window spreads the power of one line over three: 1.5 times as much. */
const hannPower = 1.5

/** RMS of the velocity between 10 and 1000 Hz (ISO 20816-1), mm/s, from acceleration in m/s². */
export function velocityMmPerS({ rateHz, accelerationMPerS2 }: Waveform): number {
  const { stepHz, amplitude } = spectrumOf(accelerationMPerS2, rateHz)
  let power = 0
  for (let line = Math.ceil(10 / stepHz); line * stepHz <= 1000 && line < amplitude.length; line++)
    power += ((amplitude[line] ?? 0) / (2 * Math.PI * line * stepHz)) ** 2 / 2
  return 1000 * Math.sqrt(power / hannPower)
}

/** Where a housing of this size rings. */
const ringHz = { low: 2000, high: 5000 }
const harmonics = [1, 2, 3]
/** Slip, and how well the speed is known. */
const tolerance = 0.02

/** Amplitude of the envelope at the orders of the bearing, first three harmonics, in noise floors of its own spectrum. */
export function bearingLines(waveform: Waveform, bearing: Bearing, turnsPerS: number): BearingOrders {
  const { floor, ...spectrum } = envelopeSpectrum(waveform)
  const { bpfo, bpfi, ftf, bsf } = bearingOrders(bearing)
  const lineAt = (order: number) => (floor > 0 ? heightAt(spectrum, order * turnsPerS) / floor : 0)
  return { bpfo: lineAt(bpfo), bpfi: lineAt(bpfi), ftf: lineAt(ftf), bsf: lineAt(2 * bsf) }
}

/** Spectrum of the envelope where the housing rings, with its noise floor. */
export function envelopeSpectrum({
  rateHz,
  accelerationMPerS2,
}: Waveform): Spectrum & { readonly floor: number } {
  const envelope = envelopeOf(accelerationMPerS2, rateHz, ringHz.low, ringHz.high)
  const spectrum = spectrumOf(envelope, rateHz)
  return { ...spectrum, floor: floorOf(spectrum) }
}

/** Median of the lines up to 1000 Hz, but for the first two: they hold what slow changes leave. */
function floorOf({ stepHz, amplitude }: Spectrum): number {
  const lines = amplitude.slice(2, Math.ceil(1000 / stepHz)).sort()
  return lines[lines.length >> 1] ?? 0
}

/** Mean over the harmonics of the highest line near each. */
function heightAt({ stepHz, amplitude }: Spectrum, frequencyHz: number): number {
  let sum = 0
  for (const harmonic of harmonics) {
    const at = harmonic * frequencyHz
    const reach = Math.max(stepHz, tolerance * at)
    let most = 0
    for (let line = Math.floor((at - reach) / stepHz); line <= (at + reach) / stepHz + 1; line++)
      most = Math.max(most, amplitude[line] ?? 0)
    sum += most / harmonics.length
  }
  return sum
}
