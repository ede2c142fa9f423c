import type { MachineSheet, Waveform } from '../../edge/contract/machine.ts'
import type { Rng } from '../../edge/contract/port.ts'
import { PixelNoise } from '../parts/noise.ts'
import { quantize, uniform } from '../rng.ts'
import { normal } from './chance.ts'
import type { Duty } from './duty.ts'
import type { SpindleWear } from './spindle.ts'

const rateHz = 12_800
const count = 4096
/** A knock rings so long, seconds. */
const decayS = 0.0012

/**
 * Acceleration over 0.32 s: imbalance and misalignment at the orders of rotation, broadband noise, and a ring of the
 * housing at every passing of the spall, with slip of 1 % (McFadden and Smith 1984). A spall that has grown knocks
 * less sharply and rumbles more: kurtosis rises first and falls later.
 */
export function vibrationOf(rng: Rng, sheet: MachineSheet, wear: SpindleWear, duty: Duty): Waveform {
  const turnsPerS = ((sheet.ratedRpm ?? 1500) * duty.speed) / 60
  const accelerationMPerS2 = new Float32Array(count)
  const grown = Math.log1p(wear.spall)
  const background = wear.loudness * (0.8 + 0.5 * duty.load) * (1 + 0.05 * grown ** 2)
  new PixelNoise(rng.fork('noise')).fill(accelerationMPerS2)
  const orders = [1, 2].map((order) => ({
    step: (2 * Math.PI * order * turnsPerS) / rateHz,
    start: uniform(rng, 0, 2 * Math.PI),
    height: (wear.loudness * duty.speed ** 2 * (0.22 + 0.06 * grown ** 1.5)) / order,
  }))
  for (let index = 0; index < count; index++) {
    let sum = background * (accelerationMPerS2[index] ?? 0)
    for (const { step, start, height } of orders) sum += height * Math.sin(start + step * index)
    accelerationMPerS2[index] = sum
  }
  if (wear.spall > 0)
    knock(accelerationMPerS2, rng.fork('knock'), sheet, wear, { turnsPerS, load: duty.load })
  return { rateHz, accelerationMPerS2: accelerationMPerS2.map(quantize) }
}

/** Passings of the spall in one turn: outer or inner ring. */
function passesPerTurn({ bearing }: MachineSheet, isInner: boolean): number {
  if (!bearing) return 0
  const ratio =
    (bearing.ballDiameter / bearing.pitchDiameter) * Math.cos((bearing.contactDeg * Math.PI) / 180)
  return (bearing.balls / 2) * (isInner ? 1 + ratio : 1 - ratio)
}

function knock(
  target: Float32Array,
  rng: Rng,
  sheet: MachineSheet,
  { spall, isInner, resonanceHz, loudness }: SpindleWear,
  { turnsPerS, load }: { readonly turnsPerS: number; readonly load: number },
): void {
  const periodS = 1 / (turnsPerS * passesPerTurn(sheet, isInner))
  const height = 1.1 * loudness * load ** 0.6 * spall ** 0.55
  const ring = (2 * Math.PI * resonanceHz) / rateHz
  const decay = 1 / (decayS * rateHz)
  for (let atS = uniform(rng, 0, periodS); atS * rateHz < count; atS += periodS * (1 + 0.01 * normal(rng))) {
    const first = Math.ceil(atS * rateHz)
    // An inner ring carries its spall through the loaded zone once a turn.
    const zone = isInner ? 0.55 + 0.45 * Math.cos(2 * Math.PI * turnsPerS * atS) : 1
    const strength = height * zone * (1 + 0.25 * normal(rng))
    for (let index = first; index < count && index < first + 6 / decay; index++) {
      const since = index - atS * rateHz
      target[index] = (target[index] ?? 0) + strength * Math.exp(-since * decay) * Math.sin(ring * since)
    }
  }
}
