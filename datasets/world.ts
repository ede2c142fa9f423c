import type { Capture, StationCondition } from '../edge/contract/part.ts'
import type { Recipe } from '../edge/contract/recipe.ts'
import { type CaptureOrder, captureSteelStrip, steelStrip } from './parts/steel-strip.ts'
import { rngFromSeed } from './rng.ts'

/** A product line of the simulated plant: its recipe and its camera. */
export interface ProductLine {
  readonly recipe: Recipe
  capture(order: CaptureOrder): Capture
}

export const productLines: Readonly<Record<string, ProductLine>> = {
  'steel-strip': { recipe: steelStrip, capture: captureSteelStrip },
}

/** Seeds from here on are for training alone; runs and verification use smaller ones (law 7). */
export const firstTrainingSeed = 4_000_000_000

export interface PartOrder {
  readonly seed: number
  readonly line: ProductLine
  readonly sequence: number
  readonly capturedAtMs: number
  readonly prevalence: number
  readonly condition: StationCondition
  readonly withMask: boolean
}

/** Part number `sequence` of a run: a function of (seed, line, sequence, condition), in any order, on any worker. */
export function capturePart(order: PartOrder): Capture {
  const { seed, line, ...rest } = order
  const rng = rngFromSeed(seed).fork(`line/${line.recipe.line}`).fork(`part/${order.sequence}`)
  return line.capture({ rng, ...rest })
}
