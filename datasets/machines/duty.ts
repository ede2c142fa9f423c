import type { Rng } from '../../edge/contract/port.ts'
import { pick, quantize, uniform } from '../rng.ts'
import { happens, lastingH, normal } from './chance.ts'

/** What is asked of a machine in one hour. */
export interface Duty {
  /** Against rated. */
  readonly load: number
  readonly speed: number
  readonly ambientC: number
  /** Since load and speed were last changed. */
  readonly sinceChangeH: number
}

interface Regime {
  readonly load: number
  readonly speed: number
}

const regimes: readonly [Regime, ...Regime[]] = [
  { load: 0.7, speed: 0.85 },
  { load: 1, speed: 1 },
  { load: 1.2, speed: 1.08 },
]
/** How long a product runs before the next one asks for something else. */
const meanRegimeH = 36

/** Hour after hour, without end: another product every few shifts, warmer days and cooler nights. */
export function* duties(rng: Rng): Generator<Duty, never> {
  const season = uniform(rng, 17, 27)
  for (let hour = 0, regime = pick(rng, regimes), sinceChangeH = 0; ; hour++, sinceChangeH++) {
    if (happens(rng, 1 / meanRegimeH)) {
      regime = pick(rng, regimes)
      sinceChangeH = 0
    }
    const day = quantize(Math.sin((2 * Math.PI * hour) / 24))
    yield {
      load: regime.load * (1 + 0.02 * normal(rng)),
      speed: regime.speed,
      ambientC: season + 3 * day + 0.4 * normal(rng),
      sinceChangeH,
    }
  }
}

/** Grease, tightness, cleanliness: 1 is as after a perfect service, 0 is starved. */
export interface Care {
  readonly level: number
  readonly isServiced: boolean
}

const dueH = 400

/** It wanes until the next service, which comes late at times and never restores all. */
export function* cares(rng: Rng): Generator<Care, never> {
  let level = uniform(rng, 0.85, 1)
  let leftH = lastingH(rng, dueH / 4) + 0.6 * dueH
  for (;;) {
    const isServiced = leftH-- <= 0
    if (isServiced) {
      level = uniform(rng, 0.8, 1)
      leftH = lastingH(rng, dueH / 4) + 0.6 * dueH
    }
    level = Math.max(0, level - 0.35 / dueH)
    yield { level, isServiced }
  }
}
