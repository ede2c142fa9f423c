import type { Disturbance, DisturbanceName } from '../edge/contract/disturbance.ts'
import type { Rng } from '../edge/contract/port.ts'

/** Each disturbance at the severities 0 to 5; between them it grows in a straight line. */
export const severityTable = {
  /** Relative change of exposure, up or down. */
  exposure: [0, 0.1, 0.2, 0.35, 0.5, 0.7],
  /** Gaussian blur, standard deviation, pixels. */
  defocusPx: [0, 0.6, 1, 1.6, 2.5, 4],
  /** Length of the smear along the travel, pixels. */
  motionPx: [0, 2, 4, 7, 11, 16],
  /** Noise of the sensor besides its usual, standard deviation, grey levels. */
  noise: [0, 2, 4, 8, 14, 22],
  /** Relative change of light from one edge of the frame to the other. */
  gradient: [0, 0.1, 0.2, 0.35, 0.5, 0.7],
  shiftPx: [0, 1, 2, 4, 8, 16],
  /** Turn of the part, goes with its shift. */
  rotationDeg: [0, 0.5, 1, 2, 4, 8],
  /** Share of the window under dirt. */
  dirt: [0, 0.005, 0.01, 0.03, 0.06, 0.12],
  jpegQuality: [100, 85, 70, 50, 30, 15],
} as const

/** The value of a quantity at any level from 0 to 5. */
export function atLevel(quantity: keyof typeof severityTable, level: number): number {
  const values: readonly number[] = severityTable[quantity]
  const below = Math.min(4, Math.floor(level))
  const low = values[below] ?? 0
  return low + (level - below) * ((values[below + 1] ?? low) - low)
}

/**
 * How strong a disturbance is on one shot: anything up to severity 1, equally likely, or what was ordered. The streams
 * are named, so that an ordered disturbance leaves the others as they were.
 */
export function levelOf(rng: Rng, name: DisturbanceName, ordered: Disturbance | null): number {
  return ordered?.name === name ? ordered.severity : rng.fork(`level/${name}`).next()
}
